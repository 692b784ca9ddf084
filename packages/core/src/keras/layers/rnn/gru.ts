import { recurrentLayer } from './base-recurrent.ts';

/** `keras.layers.GRU`; `reset_after` (the default) is ONNX's `linear_before_reset` (keras/src/layers/rnn/gru.py). */
export const gru = recurrentLayer('GRU');
