import type { GraphBuilder } from '../../../graph/builder.ts';
import { isKnown, multiplyDims } from '../../../graph/dims.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';

/**
 * `keras.layers.TimeDistributed`: the wrapped layer, or model, over each step (keras/src/layers/rnn/time_distributed.py).
 *
 * Batch and time become one axis, so that it runs once. Each step sees its part of the mask, [batch] or [batch, …]; its own masks end with it, and the
 * mask of the input goes on as it is. In Keras 2 a mask of the wrapped layer's own takes its place.
 */
export const timeDistributed = defineLayer({
  keras: 'TimeDistributed',
  inner: { layer: 'layer' },
  mask: 'own',
  types: 'inner',
  config: () => undefined,
  lower: (g, [x, ...others], _, call) => {
    const [wrapped] = call.inner('layer');
    if (wrapped === undefined) throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot read the layer that is wrapped as it is null');
    if (others.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile TimeDistributed over several inputs');
    if (x.dims.length < 3) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call TimeDistributed on an input of rank ${x.dims.length}: it must be 3 or more`);
    if (wrapped.stateful) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a layer that keeps a state over each step');
    const mask = maskOf(x, call);
    const steps = withMask(fold(g, x), mask === undefined ? undefined : fold(g, mask));
    const answers = wrapped.call([{ kind: 'value', value: steps }]);
    const [answer, ...more] = answers;
    if (answer === undefined || more.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile TimeDistributed over a layer of several answers');
    return withMask(unfold(g, answer, x), maskAfter(g, x, answer, call));
  },
});

/** @see tf_keras/src/layers/rnn/time_distributed.py, `compute_mask`: of a batch of a known size, Keras 2 calls the layer step by step instead */
function maskAfter(g: GraphBuilder, x: Value, answer: Value, call: Call): Value | undefined {
  if (call.writer === 3) return x.mask;
  if (isKnown(x.dims[0] ?? -1) && (x.mask ?? answer.mask) !== undefined)
    throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" with a mask and a batch of a known size`);
  if (answer.mask !== undefined) return unfold(g, answer.mask, x);
  if ((x.mask?.dims.length ?? 2) > 2) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" with these masks`);
  return x.mask;
}

/** Keras refuses a mask of other steps while it builds; one without steps too. */
function maskOf({ mask, dims }: Value, call: Call): Value | undefined {
  if (mask === undefined) return undefined;
  const differ = [0, 1].some((axis) => isKnown(dims[axis] ?? -1) && isKnown(mask.dims[axis] ?? -1) && dims[axis] !== mask.dims[axis]);
  if (mask.dims.length < 2 || differ) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot mask the steps as the mask must have the batch and the time of the input');
  return mask;
}

/** [batch, time, …] as [batch * time, …]. */
function fold(g: GraphBuilder, x: Value): Value {
  const rest = x.dims.slice(2);
  const dims = [multiplyDims(x.dims.slice(0, 2)), ...rest];
  if (rest.every(isKnown) && !rest.includes(0)) return g.node('Reshape', [x, g.ints([-1, ...rest])], {}, dims);
  return g.node('Reshape', [x, g.node('Concat', [g.ints([-1]), g.node('Shape', [x], { start: 2, end: x.dims.length })], { axis: 0 })], {}, dims);
}

/** [batch * time, …] as [batch, time, …], the two being those of `like`. */
function unfold(g: GraphBuilder, y: Value, like: Value): Value {
  const [batch, time, rest] = [dimOf(like, 0), dimOf(like, 1), y.dims.slice(1)];
  const dims = [batch, time, ...rest];
  if (isKnown(time) && rest.every(isKnown) && !dims.includes(0)) return g.node('Reshape', [y, g.ints([-1, time, ...rest])], {}, dims);
  const front = g.node('Shape', [like], { start: 0, end: 2 });
  const shape = rest.length === 0 ? front : g.node('Concat', [front, g.node('Shape', [y], { start: 1, end: y.dims.length })], { axis: 0 });
  return g.node('Reshape', [y, shape], {}, dims);
}
