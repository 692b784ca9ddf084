import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { asBatch } from '../images/batched.ts';
import { channelsOf } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { expectFilter, filtered, gaussian } from './filters.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.ssim`: one number an image, the mean over places and channels (keras/src/ops/image.py, `_ssim`). */
export const ssim = defineOperation({
  keras: 'SSIM',
  arguments: ['image1', 'image2'],
  config: (f) => ({
    most: f.number('max_val', { absent: 1 }),
    size: f.int('filter_size', { min: 1, max: INT32, absent: 11 }),
    sigma: f.number('filter_sigma', { absent: 1.5 }),
    k1: f.number('k1', { absent: 0.01 }),
    k2: f.number('k2', { absent: 0.03 }),
    channels: channelsOf(f),
  }),
  lower: (g, { most, size, sigma, k1, k2, channels }, call) => {
    const [a, b] = [tensorOf(g, call, 'image1'), tensorOf(g, call, 'image2')];
    for (const x of [a, b]) expectFloat(x, call);
    if (a.dims.length !== b.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot compare images of different ranks');
    const kernel = expectFilter([size, size], call);
    const bell = gaussian(size, sigma);
    const filter = bell.flatMap((down) => bell.map((across) => down * across));
    const mean = (x: Value): Value => filtered(g, x, [filter], kernel, 'valid', call);
    const [x, y] = [a, b].map((image) => asBatch(g, image, channels, call)) as [Value, Value];
    const similar = compared(g, x, y, mean, (k1 * most) ** 2, (k2 * most) ** 2);
    const each = g.node('ReduceMean', [g.node('ReduceMean', [similar, g.ints([2, 3])], { keepdims: 0 }), g.ints([1])], { keepdims: 0 });
    return a.dims.length === 3 ? g.node('Squeeze', [each, g.ints([0])]) : each;
  },
});

function compared(g: GraphBuilder, x: Value, y: Value, mean: (x: Value) => Value, c1: number, c2: number): Value {
  const times = (a: Value, b: Value): Value => g.node('Mul', [a, b]);
  const plus = (a: Value, b: Value): Value => g.node('Add', [a, b]);
  const [mx, my] = [mean(x), mean(y)];
  const [xx, yy, xy] = [times(mx, mx), times(my, my), times(mx, my)];
  const spread = (a: Value, b: Value, square: Value): Value => g.node('Sub', [mean(times(a, b)), square]);
  const above = times(plus(times(xy, g.scalar(2)), g.scalar(c1)), plus(times(spread(x, y, xy), g.scalar(2)), g.scalar(c2)));
  const below = times(plus(plus(xx, yy), g.scalar(c1)), plus(plus(spread(x, x, xx), spread(y, y, yy)), g.scalar(c2)));
  return g.node('Div', [above, below]);
}
