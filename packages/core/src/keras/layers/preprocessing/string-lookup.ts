import { lookupLayer } from './base-lookup.ts';

/** `keras.layers.StringLookup` (keras/src/layers/preprocessing/string_lookup.py). `encoding` plays no part in a call. */
export const stringLookup = lookupLayer('StringLookup', 'string');
