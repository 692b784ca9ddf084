import { cellLayer } from './cell-layer.ts';

/** `keras.layers.LSTMCell`, called on one step. */
export const lstmCell = cellLayer('LSTMCell');
