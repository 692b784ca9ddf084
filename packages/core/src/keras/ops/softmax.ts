import { softmaxOver } from './base-softmax.ts';

/** `keras.ops.softmax`. */
export const softmax = softmaxOver('Softmax', 'Softmax');
