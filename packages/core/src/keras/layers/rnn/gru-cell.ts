import { cellLayer } from './cell-layer.ts';

/** `keras.layers.GRUCell`, called on one step. */
export const gruCell = cellLayer('GRUCell');
