import { defineOperation } from '../define-operation.ts';
import { onImages } from '../images/batched.ts';
import { channelsOf } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { expectFilter, filtered, gaussian } from './filters.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.image.gaussian_blur`, with zeros around. Where the two sizes differ, Keras fills the filter in the order of the other axis
 * (keras/src/backend/tensorflow/image.py, `_create_gaussian_kernel`), and so do we.
 */
export const gaussianBlur = defineOperation({
  keras: 'GaussianBlur',
  arguments: ['images'],
  config: (f) => {
    const sigma = f.has('sigma') ? f.raw('sigma') : [1, 1];
    const [high, wide, ...more] = Array.isArray(sigma) ? (sigma as readonly unknown[]) : [];
    if (typeof high !== 'number' || typeof wide !== 'number' || more.length > 0 || !(high > 0 && wide > 0)) throw f.wrong('sigma', 'two numbers above 0');
    return { size: f.ints('kernel_size', 2, { min: 1, max: INT32, absent: 3 }), sigma: [high, wide] as const, channels: channelsOf(f) };
  },
  lower: (g, { size, sigma, channels }, call) => {
    const x = tensorOf(g, call, 'images');
    expectFloat(x, call);
    const kernel = expectFilter(size, call);
    const [first, second] = [gaussian(kernel[0], sigma[0]), gaussian(kernel[1], sigma[1])];
    const filter = second.flatMap((b) => first.map((a) => a * b));
    return onImages(g, x, channels, call, (x) => filtered(g, x, [filter], kernel, 'same', call));
  },
});
