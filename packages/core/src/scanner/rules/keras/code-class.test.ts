import { AT, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { codeClass } from './code-class.ts';

ruleTest(
  codeClass,
  {
    'a Lambda layer': [withLayer(object('Lambda', 'keras.layers', {})), LAYER],
    'a Lambda layer by its real module': [withLayer(object('Lambda', 'keras.src.layers.core.lambda_layer', {})), LAYER],
    'a Lambda layer without module': [withLayer(object('Lambda', null, {})), LAYER],
    'a Lambda layer under a registered name': [withLayer(object('Lambda', 'keras.layers', {}, 'x>Lambda')), LAYER],
    'a wrapped TFSMLayer': [withLayer(object('TimeDistributed', 'keras.layers', { layer: object('TFSMLayer', 'keras.layers') })), `${LAYER}/config/layer`],
    'a TorchModuleWrapper in a nested model': [withLayer(sequential([object('TorchModuleWrapper', 'keras.layers')])), `${LAYER}/config/layers/1`],
    'a JaxLayer as activation': [withActivation(object('JaxLayer', 'keras.layers')), AT],
    'an operation that takes a function': [withLayer(object('Map', 'keras.src.ops.core', {}, 'Map')), LAYER],
  },
  {
    'a layer called Lambda': withLayer(object('Dense', 'keras.layers', { name: 'Lambda' })),
    'a class of another name': withLayer(object('Lambda2', 'keras.layers')),
    'the word in a vocabulary': withLayer(object('StringLookup', 'keras.layers', { vocabulary: ['Lambda', 'TFSMLayer'] })),
  },
);
