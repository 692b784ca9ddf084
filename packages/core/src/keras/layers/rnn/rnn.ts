import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.RNN`: the loop over a cell, or a stack of cells, that stands in its config (keras/src/layers/rnn/rnn.py). */
export const rnn = recurrentLayer('RNN');
