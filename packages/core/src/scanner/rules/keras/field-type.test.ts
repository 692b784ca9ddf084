import { dense, json, LAYER, object, ruleTest, sequential, withLayer } from '../../check.testing.ts';
import { fieldType } from './field-type.ts';

const units = (value: unknown) => withLayer({ ...dense(), config: { units: value } });
const at = `${LAYER}/config/units`;

ruleTest(
  fieldType,
  {
    'a text for a number': [units('4'), at],
    'a fraction for a whole number': [units(4.5), at],
    'an object for a number': [units({ class_name: '__bytes__', config: { value: '4' } }), at],
    'a list for a number': [units([4]), at],
    'null for a number': [units(null), at],
    'a truth value for a number': [units(true), at],
    'a list as configuration': [withLayer({ ...dense(), config: [] }), `${LAYER}/config`],
    'no configuration': [withLayer({ class_name: 'Dense', module: 'keras.layers' }), `${LAYER}/config`],
    'a text as build configuration': [withLayer({ ...dense(), build_config: 'x' }), `${LAYER}/build_config`],
    'a list as compile configuration': [json(sequential([], { compile_config: [] })), '/compile_config'],
  },
  {
    'a whole number': units(4),
    'a whole number written as a fraction': json(JSON.parse(JSON.stringify(sequential([{ ...dense(), config: { units: 4 } }])))),
    'a number past 2^53': withLayer({ ...dense(), shared_object_id: 140552095575376 }),
    'a whole number for a fraction': withLayer(object('Dropout', 'keras.layers', { rate: 1 })),
    'a NumPy value for a number': withLayer(object('Dropout', 'keras.layers', { rate: object('__numpy__', null, { value: [1], dtype: 'float32' }) })),
    'null where Keras writes null': withLayer({ ...dense(), config: { bias_regularizer: null } }),
    'classes that are in no table': withLayer(object('X', null, { units: 'x' })),
    'classes that are code': withLayer(object('Lambda', 'keras.layers', { function: 7 })),
    'an empty compile configuration': json(sequential([], { compile_config: {} })),
    'an object where Keras takes one': withLayer({ ...dense(), config: { activation: object('ReLU', 'keras.layers') } }),
  },
);
