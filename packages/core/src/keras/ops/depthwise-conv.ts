import { defineOperation } from '../define-operation.ts';
import { channelsFirst } from '../layers/channels.ts';
import { convOperands, convolvedByChannel, kernelWindow } from './base-conv.ts';
import { windowFields } from './window-fields.ts';

/** `keras.ops.depthwise_conv`: the kernel is an argument [...window, channels, multiplier]. */
export const depthwiseConv = defineOperation({
  keras: 'DepthwiseConv',
  arguments: ['inputs', 'kernel'],
  config: (f) => windowFields(f, 1),
  lower: (g, fields, call) => {
    const [x, kernel] = convOperands(g, call, 'kernel', [1, 2]);
    const window = kernelWindow(x, kernel, fields, call);
    return channelsFirst(g, x, fields.channels, (x) => convolvedByChannel(g, x, kernel, window));
  },
});
