import type { Value } from '../../../graph/values.ts';
import { defineLayer, type Inputs } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';

/** `keras.layers.PReLU`: x above 0, alpha * x below, alpha learned for each feature; shared axes have one for all (keras/src/layers/activations/prelu.py). */
export const prelu = defineLayer({
  keras: 'PReLU',
  mask: 'pass',
  floats: true,
  config: (f) => ({ shared: shared(f) }),
  weights: ({ shared }, [x]: Inputs) => ({ alpha: alphaShape(x, shared) }),
  lower: (g, [x], _, call) => g.node('PRelu', [x, g.constant(call.weight('alpha'))]),
});

function shared(f: Fields): readonly number[] {
  if (f.raw('shared_axes') === null || !f.has('shared_axes')) return [];
  return f.intList('shared_axes');
}

/** All axes but the batch. Keras counts shared axes from the batch and writes `shape[axis - 1] = 1`: 0 is the last axis, as in Python. */
function alphaShape(x: Value, axes: readonly number[]): readonly number[] {
  const rank = x.dims.length - 1;
  const features = { ...x, dims: x.dims.slice(1) };
  const ones = new Set(axes.map((axis) => axisIn(features, axis - 1)));
  return Array.from({ length: rank }, (_, axis) => (ones.has(axis) ? 1 : known(x, axis + 1)));
}
