import { defineOperation } from '../define-operation.ts';
import { onImages } from '../images/batched.ts';
import { FILL_MODES } from '../images/fill-mode.ts';
import { project } from '../images/project.ts';
import { channelsOf } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.affine_transform`: each image through eight numbers of its own, or all through the same. */
export const affineTransform = defineOperation({
  keras: 'AffineTransform',
  arguments: ['images', 'transform'],
  config: (f) => ({
    interpolation: f.oneOf('interpolation', ['bilinear', 'nearest'], 'bilinear'),
    mode: f.oneOf('fill_mode', FILL_MODES, 'constant'),
    fill: f.number('fill_value', { absent: 0 }),
    channels: channelsOf(f),
  }),
  lower: (g, { channels, ...projection }, call) => {
    const [x, transform] = [tensorOf(g, call, 'images'), tensorOf(g, call, 'transform')];
    expectFloat(x, call);
    const transforms = transform.dims.length === 1 ? g.node('Unsqueeze', [transform, g.ints([0])]) : transform;
    return onImages(g, x, channels, call, (images) => project(g, images, transforms, projection, call));
  },
});
