import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.ConvLSTM3D`: [batch, time, …spatial, channels] (keras/src/layers/rnn/conv_lstm.py). */
export const convLstm3d = recurrentLayer('ConvLSTM3D');
