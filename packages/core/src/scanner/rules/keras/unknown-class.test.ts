import { AT, dense, json, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { unknownClass } from './unknown-class.ts';

ruleTest(
  unknownClass,
  {
    'a class that Keras does not have': [withLayer(object('DenseWithExtras', 'keras.layers')), LAYER],
    'a class of Keras under another module of Keras': [withLayer(object('Dense', 'keras.utils', {})), LAYER],
    'a class of Keras that is no part of a model': [withLayer(object('CSVLogger', 'keras.callbacks', {})), LAYER],
    'a class of keras-hub': [withLayer(object('BertBackbone', 'keras_hub.src.models.bert.bert_backbone', {}, 'keras_hub')), LAYER],
    'a name that is no text': [withLayer({ ...dense(), class_name: ['Dense'] }), LAYER],
    'a module that is no text': [withLayer({ ...dense(), module: 7 }), LAYER],
    'a name of JavaScript': [withActivation(object('__proto__', 'keras.layers')), AT],
    'another one': [withActivation(object('constructor', null)), AT],
    'a module without a class': [withActivation({ module: 'keras.layers', registered_name: null, config: {} }), AT],
    'a nested one': [withLayer(sequential([object('Dens', 'keras.layers')])), `${LAYER}/config/layers/1`],
    'a type specification of a foreign module': [withActivation({ class_name: '__typespec__', spec_name: 'TensorSpec', module: 'os', config: [] }), AT],
    'a list instead of a model': [json([1, 2]), ''],
    'a model in a list': [json([sequential([])]), ''],
    'an initializer instead of a model': [json(object('Zeros', 'keras.initializers')), ''],
    'a text instead of a model': [json('model'), ''],
  },
  {
    'custom classes, which are another finding': withLayer(object('Secret', null, {}, 'Package>Secret')),
    'code, which is another finding': withLayer(object('Lambda', 'keras.layers')),
    'a class by its real module': withLayer(object('Dense', 'keras.src.layers.core.dense', { units: 1 })),
    'a class without a module, as Keras 2 wrote it': withLayer({ class_name: 'Dense', config: { units: 1 } }),
    'Functional as Keras 2.13 wrote it': json(object('Functional', 'keras.src.engine.functional', { name: 'm', layers: [] }, 'Functional')),
    'a type specification of TensorFlow': withActivation({
      class_name: '__typespec__',
      spec_name: 'TensorSpec',
      module: 'tensorflow.python.framework.tensor_spec',
      config: [[1], 'float32', null],
      registered_name: null,
    }),
    'a dictionary with a field called config': withLayer({ ...dense(), build_config: { config: { a: 1 } } }),
  },
);
