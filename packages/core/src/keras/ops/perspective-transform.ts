import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { onImages } from '../images/batched.ts';
import { project } from '../images/project.ts';
import { channelsOf } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { solved } from './linear-systems.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.perspective_transform`: four points of each image are moved to four others. */
export const perspectiveTransform = defineOperation({
  keras: 'PerspectiveTransform',
  arguments: ['images', 'start_points', 'end_points'],
  config: (f) => ({
    interpolation: f.oneOf('interpolation', ['bilinear', 'nearest'], 'bilinear'),
    fill: f.number('fill_value', { absent: 0 }),
    channels: channelsOf(f),
  }),
  lower: (g, { channels, ...projection }, call) => {
    const x = tensorOf(g, call, 'images');
    expectFloat(x, call);
    const [start, end] = ['start_points', 'end_points'].map((name) => pointsOf(g, call, name)) as [Value, Value];
    const transforms = homography(g, start, end, call);
    return onImages(g, x, channels, call, (images) => project(g, images, transforms, { ...projection, mode: 'constant' }, call));
  },
});

/** [images or 1, 4, 2]: across, then down. */
function pointsOf(g: GraphBuilder, call: Call, name: string): Value {
  const points = g.cast(tensorOf(g, call, name), 'float32');
  const [four, two] = points.dims.slice(-2);
  if ((points.dims.length !== 2 && points.dims.length !== 3) || four !== 4 || two !== 2)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot transform images unless "${name}" is four points`);
  return points.dims.length === 3 ? points : g.node('Unsqueeze', [points, g.ints([0])]);
}

/** The eight numbers that take each end point to its start point: two equations a point (keras/src/backend/tensorflow/image.py, `compute_homography_matrix`). */
function homography(g: GraphBuilder, start: Value, end: Value, call: Call): Value {
  const [count, four] = [dimOf(end, 0), 4];
  const [u, v] = g.nodes('Split', [start, g.ints([1, 1])], { axis: 2 }, 2) as [Value, Value];
  const ones = g.node('Expand', [g.scalar(1), g.node('Shape', [u])], {}, u.dims);
  const zeros = g.node('Expand', [g.scalar(0), g.node('Shape', [end])], {}, end.dims);
  const none = g.node('Expand', [g.scalar(0), g.node('Shape', [u])], {}, u.dims);
  const product = (a: Value): Value => g.node('Neg', [g.node('Mul', [a, end])]);
  // [images, point, equation, 8], so that the two equations of a point follow each other.
  const across = g.node('Concat', [end, ones, zeros, none, product(u)], { axis: 2 });
  const down = g.node('Concat', [zeros, none, end, ones, product(v)], { axis: 2 });
  const pairs = g.node(
    'Concat',
    [across, down].map((equation) => g.node('Unsqueeze', [equation, g.ints([2])])),
    { axis: 2 },
  );
  const matrix = g.reshape(pairs, [count, 2 * four, 8]);
  return g.reshape(solved(g, matrix, g.reshape(start, [count, 2 * four, 1]), call), [count, 8]);
}
