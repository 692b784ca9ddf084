import { recurrentLayer } from '../rnn/base-recurrent.ts';

/** `CuDNNLSTM` of Keras 2. */
export const cudnnLstm = recurrentLayer('CuDNNLSTM');
