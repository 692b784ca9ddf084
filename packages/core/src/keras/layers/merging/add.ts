import { merging, sum } from './base-merge.ts';

/** `keras.layers.Add` (keras/src/layers/merging/add.py). */
export const add = merging({ keras: 'Add', merge: sum });
