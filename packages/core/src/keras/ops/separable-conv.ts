import { defineOperation } from '../define-operation.ts';
import { channelsFirst } from '../layers/channels.ts';
import { convOperands, convolved, convolvedByChannel, kernelWindow } from './base-conv.ts';
import { tensorOf } from './operands.ts';
import { windowFields } from './window-fields.ts';

/** `keras.ops.separable_conv`: a depthwise convolution, then one of window 1; both kernels are arguments. */
export const separableConv = defineOperation({
  keras: 'SeparableConv',
  arguments: ['inputs', 'depthwise_kernel', 'pointwise_kernel'],
  config: (f) => windowFields(f, 1),
  lower: (g, fields, call) => {
    const [x, kernel] = convOperands(g, call, 'depthwise_kernel', [1, 2]);
    const pointwise = tensorOf(g, call, 'pointwise_kernel');
    if (pointwise.dims.length !== x.dims.length || pointwise.dims.slice(0, -2).some((size) => size !== 1))
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot convolve with a pointwise kernel unless its window is 1');
    const window = kernelWindow(x, kernel, fields, call);
    return channelsFirst(g, x, fields.channels, (x) => convolved(g, convolvedByChannel(g, x, kernel, window), pointwise, undefined));
  },
});
