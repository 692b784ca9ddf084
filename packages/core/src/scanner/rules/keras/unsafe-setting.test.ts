import { AT, dense, json, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { unsafeSetting } from './unsafe-setting.ts';

const fn = (module: string, name: string) => ({ module, class_name: 'function', config: name, registered_name: name });

ruleTest(
  unsafeSetting,
  {
    'what switches safe mode off': [withActivation(fn('keras.config', 'enable_unsafe_deserialization')), AT],
    'what loads another model': [withActivation(fn('keras.saving', 'load_model')), AT],
    'what sets global state': [withActivation(fn('keras.src.backend.common.global_state', 'set_global_attribute')), AT],
    'the name as a class': [withLayer(object('enable_unsafe_deserialization', 'keras.config')), LAYER],
    'the name as a text': [withActivation('enable_unsafe_deserialization'), LAYER],
    'a path to it': [withActivation(fn('keras', 'config.enable_unsafe_deserialization')), AT],
    'the name in the function of a Lambda': [withLayer(object('Lambda', 'keras.layers', { function: 'get_file' })), LAYER],
    'the switch itself': [withLayer({ ...dense(), config: { safe_mode: false } }), `${LAYER}/config/safe_mode`],
    'the switch at the root': [json({ ...sequential([]), safe_mode: false }), '/safe_mode'],
  },
  {
    'the word in a vocabulary': withLayer(object('StringLookup', 'keras.layers', { vocabulary: ['load_model', 'enable_unsafe_deserialization', 'safe_mode'] })),
    'a layer called load_model': withLayer({ ...dense(), config: { name: 'load_model' } }),
    'an out-of-vocabulary token': withLayer(object('StringLookup', 'keras.layers', { oov_token: 'get_file' })),
    'functions that models need': withActivation(fn('builtins', 'relu')),
  },
);
