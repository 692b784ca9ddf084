import { defineOperation } from '../define-operation.ts';
import { channelsFirst } from '../layers/channels.ts';
import { convOperands, convolved, kernelWindow } from './base-conv.ts';
import { windowFields } from './window-fields.ts';

/** `keras.ops.conv`: the kernel is an argument [...window, channels, filters]. TensorFlow takes strides or dilations, not both. */
export const conv = defineOperation({
  keras: 'Conv',
  arguments: ['inputs', 'kernel'],
  config: (f) => {
    const fields = windowFields(f, 1);
    if (Math.max(...(fields.strides ?? [1])) > 1 && Math.max(...fields.dilations) > 1) throw f.wrong('dilation_rate', '1 where strides are not');
    return fields;
  },
  lower: (g, fields, call) => {
    const [x, kernel] = convOperands(g, call, 'kernel', [1, 2, 3]);
    const window = kernelWindow(x, kernel, fields, call);
    return channelsFirst(g, x, fields.channels, (x) => convolved(g, x, kernel, window));
  },
});
