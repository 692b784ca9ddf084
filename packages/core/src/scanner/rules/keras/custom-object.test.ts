import { AT, LAYER, object, ruleTest, withActivation, withLayer } from '../../check.testing.ts';
import { customObject } from './custom-object.ts';

ruleTest(
  customObject,
  {
    'a registered class': [withLayer(object('Secret', 'my_package', {}, 'my_package>Secret')), LAYER],
    'a registered class of the main script': [withLayer(object('Secret', null, {}, 'Custom>Secret')), LAYER],
    'a class of the main script': [withLayer(object('Secret', null, {}, 'Secret')), LAYER],
    'a registered name over a class of Keras': [withLayer(object('Dense', 'keras.layers', { units: 1 }, 'x>Dense')), LAYER],
    'a registered function': [withActivation({ module: 'builtins', class_name: 'function', config: 'x>act', registered_name: 'function' }), AT],
    'a function under a registered name': [withActivation({ module: 'm', class_name: 'function', config: 'act', registered_name: 'x>act' }), AT],
  },
  {
    'a class of Keras with its own registered name': withLayer(object('Add', 'keras.src.ops.numpy', { name: 'add' }, 'Add')),
    'a function of Keras': withActivation({ module: 'builtins', class_name: 'function', config: 'relu', registered_name: 'function' }),
    'a foreign class that is not registered': withLayer(object('PurePath', 'pathlib')),
    'a Lambda, which is another finding': withLayer(object('Lambda', 'keras.layers', {}, 'x>Lambda')),
    'a layer with the sign in its name': withLayer(object('Dense', 'keras.layers', { name: 'a>b', units: 1 })),
  },
);
