import { extreme } from './extreme.ts';

/** `keras.layers.Maximum` (keras/src/layers/merging/maximum.py). */
export const maximum = extreme('Maximum', 'Max');
