import { lookupLayer } from './base-lookup.ts';

/** `keras.layers.IntegerLookup` (keras/src/layers/preprocessing/integer_lookup.py): its vocabulary holds 64-bit integers, and no others in any Keras 3. */
export const integerLookup = lookupLayer('IntegerLookup', 'int64');
