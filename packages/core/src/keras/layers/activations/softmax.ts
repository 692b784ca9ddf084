import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { axesOf, axisList } from '../../axes.ts';
import { defineLayer } from '../../define-layer.ts';

/**
 * `keras.layers.Softmax`: over one axis or several together, with a mask of what takes part (keras/src/layers/activations/softmax.py).
 *
 * The mask that the inputs carry is aligned with the *last* axes, whatever it was made for; Keras does the same, and refuses one that does not fit.
 */
export const softmax = defineLayer({
  keras: 'Softmax',
  mask: 'pass',
  config: (f) => ({ axes: f.has('axis') ? axisList(f, 'axis') : [-1], robust: f.boolean('robust_masking', false) }),
  lower: (g, [x], { axes, robust }, call) => {
    if (x.mask !== undefined && call.writer === 2) return over(g, covered(g, x, x.mask, robust), axesOf(x, axes));
    const mask = x.mask === undefined ? undefined : kept(g, x.mask);
    return maskedSoftmax(g, x, axesOf(x, axes), mask);
  },
});

/** Keras 2 takes 1e9 off what is masked, or with `robust_masking` puts -1e9 there, and zeroes nothing (tf_keras/src/layers/activation/softmax.py). */
function covered(g: GraphBuilder, x: Value, mask: Value, robust: boolean): Value {
  if (robust) return g.node('Where', [kept(g, mask), x, g.scalar(-1e9, x.dtype)]);
  const left = g.node('Sub', [g.scalar(1, x.dtype), g.cast(mask, x.dtype)]);
  return g.node('Add', [x, g.node('Mul', [left, g.scalar(-1e9, x.dtype)])]);
}

/** Softmax of what the mask keeps; the rest, and a row of which it keeps nothing, is 0. Keras fills with -1e9, which counts where all is masked: it is zeroed then. */
export function maskedSoftmax(g: GraphBuilder, x: Value, axes: readonly number[], mask: Value | undefined): Value {
  if (mask === undefined) return over(g, x, axes);
  return g.node('Where', [mask, over(g, g.node('Where', [mask, x, g.scalar(-1e9, x.dtype)]), axes), g.scalar(0, x.dtype)]);
}

function over(g: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const [axis] = axes;
  if (axes.length === 1 && axis !== undefined) return g.node('Softmax', [x], { axis });
  const shifted = g.node('Exp', [g.node('Sub', [x, g.node('ReduceMax', [x, g.ints(axes)])])]);
  return g.node('Div', [shifted, g.node('ReduceSum', [shifted, g.ints(axes)])]);
}

/** A mask that is no boolean keeps what is above 0.5. */
const kept = (g: GraphBuilder, mask: Value): Value => (mask.dtype === 'bool' ? mask : g.node('Greater', [g.cast(mask, 'float32'), g.scalar(0.5)]));
