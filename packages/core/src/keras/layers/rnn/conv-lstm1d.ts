import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.ConvLSTM1D`: [batch, time, …spatial, channels] (keras/src/layers/rnn/conv_lstm.py). */
export const convLstm1d = recurrentLayer('ConvLSTM1D');
