import { AT, dense, LAYER, object, ruleTest, withActivation, withLayer } from '../../check.testing.ts';
import { unknownModule } from './unknown-module.ts';

const fn = (module: unknown, name: string) => ({ module, class_name: 'function', config: name, registered_name: name });

ruleTest(
  unknownModule,
  {
    'a class of Python': [withLayer(object('PurePath', 'pathlib')), LAYER],
    'a class of Keras under a foreign module': [withLayer(object('Dense', 'subprocess', { units: 1 })), LAYER],
    'a function of Python': [withActivation(fn('shutil', 'which')), AT],
    'a module that only starts like Keras': [withActivation(fn('keras_evil', 'f')), AT],
    'a class of builtins': [withActivation(object('eval', 'builtins')), AT],
    'an empty module': [withActivation(object('Dense', '')), AT],
    'a module in other letters': [withLayer(object('Dense', 'Keras.layers')), LAYER],
    'a module that is no text': [withLayer({ ...dense(), module: {} }), LAYER],
    'a custom class of a package': [withLayer(object('Secret', 'my_package.layers', {}, 'my_package>Secret')), LAYER],
  },
  {
    'a function of Keras, for which it writes builtins': withActivation(fn('builtins', 'relu')),
    'no module': withLayer(object('Secret', null, {}, 'Package>Secret')),
    'a class that Keras does not have': withLayer(object('Nothing', 'keras.layers')),
    'a field called module in a configuration': withLayer(object('TorchModuleWrapper', 'keras.layers', { module: 'os' })),
    'the word in a vocabulary': withLayer(object('StringLookup', 'keras.layers', { vocabulary: ['os', 'subprocess'] })),
  },
);
