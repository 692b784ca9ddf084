import { softmaxOver } from './base-softmax.ts';

/** `keras.ops.log_softmax`. */
export const logSoftmax = softmaxOver('LogSoftmax', 'LogSoftmax');
