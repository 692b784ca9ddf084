import { recurrentLayer } from '../rnn/base-recurrent.ts';

/** `CuDNNGRU` of Keras 2. */
export const cudnnGru = recurrentLayer('CuDNNGRU');
