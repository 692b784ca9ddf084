import { cellLayer } from './cell-layer.ts';

/** `keras.layers.SimpleRNNCell`, called on one step. */
export const simpleRnnCell = cellLayer('SimpleRNNCell');
