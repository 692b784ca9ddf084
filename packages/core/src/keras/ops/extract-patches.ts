import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { channelAxis, channelsFirst } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { slide, type Window } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { perAxis, spread, windowFields, windowOf } from './window-fields.ts';

/** `keras.ops.image.extract_patches`: windows of images or volumes as channels, in the order of their cells; a convolution with ones, as Keras has it. */
export const extractPatches = defineOperation({
  keras: 'ExtractPatches',
  arguments: ['images'],
  config: (f) => {
    const fields = windowFields(f, null);
    const size = perAxis(f, 'size');
    if (Math.max(...(fields.strides ?? size)) > 1 && Math.max(...fields.dilations) > 1) throw f.wrong('dilation_rate', '1 where strides are not');
    return { ...fields, size: size.length === 1 ? [size[0] ?? 1, size[0] ?? 1] : size };
  },
  lower: (g, { size, ...fields }, call) => {
    const x = tensorOf(g, call, 'images');
    expectFloat(x, call);
    const rank = size.length;
    if (x.dims.length !== rank + 1 && x.dims.length !== rank + 2)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot cut patches of ${rank} axes out of rank ${x.dims.length}`);
    const single = x.dims.length === rank + 1;
    const images = single ? g.node('Unsqueeze', [x, g.ints([0])]) : x;
    const window = windowOf(spread(size, rank, call), fields, call);
    const channels = known(images, channelAxis(fields.channels, rank));
    const y = channelsFirst(g, images, fields.channels, (images) => patches(g, images, channels, window));
    return single ? g.node('Squeeze', [y, g.ints([0])]) : y;
  },
});

function patches(g: GraphBuilder, x: Value, channels: number, window: Window): Value {
  const cells = window.kernel.reduce((product, size) => product * size, 1);
  const dims = [cells * channels, channels, ...window.kernel];
  const read = (): Uint8Array => {
    const ones = new Float32Array(dims.reduce((product, size) => product * size, 1));
    // Output `cell * channels + channel` is that cell of that channel.
    for (let cell = 0; cell < cells; cell++)
      for (let channel = 0; channel < channels; channel++) ones[((cell * channels + channel) * channels + channel) * cells + cell] = 1;
    return new Uint8Array(ones.buffer);
  };
  const kernel = g.constant({ dtype: 'float32', dims, key: `patches:${dims.join()}`, read });
  return slide(g, 'Conv', [x, kernel], window, { group: 1 });
}
