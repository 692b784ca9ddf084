import { extreme } from './extreme.ts';

/** `keras.layers.Minimum` (keras/src/layers/merging/minimum.py). */
export const minimum = extreme('Minimum', 'Min');
