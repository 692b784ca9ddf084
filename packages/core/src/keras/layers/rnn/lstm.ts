import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.LSTM` (keras/src/layers/rnn/lstm.py). */
export const lstm = recurrentLayer('LSTM');
