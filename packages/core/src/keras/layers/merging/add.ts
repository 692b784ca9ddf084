import { fold, merging } from './base-merge.ts';

/** `keras.layers.Add` (keras/src/layers/merging/add.py). */
export const add = merging({ keras: 'Add', merge: (g, inputs) => fold(g, 'Add', inputs) });
