import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.SimpleRNN`: h = activation(x . kernel + h . recurrent_kernel + bias) (keras/src/layers/rnn/simple_rnn.py). */
export const simpleRnn = recurrentLayer('SimpleRNN');
