import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.ConvLSTM2D`: [batch, time, …spatial, channels] (keras/src/layers/rnn/conv_lstm.py). */
export const convLstm2d = recurrentLayer('ConvLSTM2D');
