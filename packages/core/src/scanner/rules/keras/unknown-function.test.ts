import { AT, dense, json, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { unknownFunction } from './unknown-function.ts';

const fn = (module: string | null, name: unknown, registered: unknown = 'function') => ({
  module,
  class_name: 'function',
  config: name,
  registered_name: registered,
});
const compiled = (compile_config: object) => json(sequential([dense()], { compile_config }));

ruleTest(
  unknownFunction,
  {
    'a function of Python': [withActivation(fn('shutil', 'which')), AT],
    'a function inside Keras that fetches files': [withActivation(fn('keras.utils', 'get_file', 'get_file')), AT],
    'a function by a name that Keras does not have': [withActivation(fn('builtins', 'eval')), AT],
    'a function of Keras under another module': [withActivation(fn('keras.ops', 'relu', 'relu')), AT],
    'a function of Keras registered as another': [withActivation(fn('builtins', 'relu', 'get_file')), AT],
    'a class that carries code, as a function': [withActivation(fn('keras.layers', 'TFSMLayer', 'TFSMLayer')), AT],
    'a name that is no text': [withActivation(fn('builtins', ['relu'])), AT],
    'a bare activation': [withActivation('os.system'), AT],
    'a bare initializer': [withLayer({ ...dense(), config: { kernel_initializer: 'load_model' } }), `${LAYER}/config/kernel_initializer`],
    'a bare recurrent activation': [
      withLayer(object('LSTM', 'keras.layers', { units: 1, recurrent_activation: 'eval' })),
      `${LAYER}/config/recurrent_activation`,
    ],
    'a bare standardization': [withLayer(object('TextVectorization', 'keras.layers', { standardize: 'eval' })), `${LAYER}/config/standardize`],
    'a function of TensorFlow that loads a library': [
      withLayer(object('TFOpLambda', 'keras.src.layers.core.tf_op_layer', { function: 'load_op_library' }, 'TFOpLambda')),
      `${LAYER}/config/function`,
    ],
    'a function of TensorFlow by no name': [withLayer(object('TFOpLambda', null, { function: ['math.add'] })), `${LAYER}/config/function`],
    'a bare loss': [compiled({ loss: 'eval' }), '/compile_config/loss'],
    'a bare loss of an output': [compiled({ loss: { a: 'mse', b: 'eval' } }), '/compile_config/loss/b'],
    'a bare metric in a list in a list': [compiled({ metrics: [['mae'], ['eval']] }), '/compile_config/metrics/1/0'],
    'a bare optimizer': [compiled({ optimizer: '__proto__' }), '/compile_config/optimizer'],
  },
  {
    'a function of TensorFlow that adds': withLayer(object('TFOpLambda', null, { function: '__operators__.add' })),
    'names that Keras knows': compiled({
      optimizer: 'adam',
      loss: 'mse',
      metrics: ['accuracy', 'acc', 'ce', 'binary_accuracy', 'AUC'],
      weighted_metrics: null,
    }),
    'losses by output': compiled({ loss: { a: 'mse', b: ['mae', 'sparse_categorical_crossentropy'] } }),
    'a custom function, which is another finding': withActivation(fn('builtins', 'x>act')),
    'an activation by its older name': withActivation('swish'),
    'an initializer by its older name': withLayer({ ...dense(), config: { kernel_initializer: 'glorot_uniform', bias_initializer: 'zeros' } }),
    'the names of outputs': compiled({ loss: { eval: 'mse' } }),
    'a layer called eval': withLayer({ ...dense(), config: { name: 'eval' } }),
  },
);
