import type { Json } from '../../../artifact/json/json.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { enter, leave } from '../../autocast.ts';
import { defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { readPolicy } from '../../type-policy.ts';
import { encode } from './encode.ts';

/**
 * `keras.layers.Discretization`: how many boundaries each element has reached (keras/src/layers/preprocessing/discretization.py), in int32, or encoded; in Keras 2, bins have the type of the layer.
 *
 * TensorFlow keeps boundaries in float32 and finds the first that is greater than the element: NaN, which none is greater than, takes the last bin.
 */
export const discretization = defineLayer({
  keras: 'Discretization',
  types: 'own',
  config: (f) => {
    f.only('sparse', false);
    f.ignore('num_bins', 'epsilon');
    const { compute } = readPolicy(f.raw('dtype'), f.at('dtype'));
    return { boundaries: boundariesOf(f), mode: f.oneOf('output_mode', ['int', 'one_hot', 'multi_hot', 'count'], 'int'), compute };
  },
  lower: (g, [x], { boundaries, mode, compute }, call) => {
    // In Keras 2 the type of a layer that answers with bins is theirs, and its inputs stay as they are.
    const whole = call.writer === 2 && mode === 'int' && (compute === 'int64' || compute === 'int32');
    if (!whole && !isFloat(compute)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" in "${compute}"`);
    const bins = bucketize(g, whole ? withMask(x, undefined) : enter(g, withMask(x, undefined), compute), boundaries);
    if (mode === 'int') return g.cast(bins, whole ? compute : 'int32');
    return leave(g, encode(g, bins, { mode, depth: boundaries.length + 1, dtype: 'float32' }, call), compute);
  },
});

function boundariesOf(f: Fields): readonly number[] {
  const value = f.raw('bin_boundaries') ?? null;
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  const wrong = f.wrong('bin_boundaries', 'a sorted list of numbers, as "adapt" leaves it');
  if (list.length === 0 || !list.every((item): item is number => typeof item === 'number' && !Number.isNaN(item))) throw wrong;
  if (list.some((item, index) => item < (list[index - 1] ?? Number.NEGATIVE_INFINITY))) throw wrong;
  return list.map(Math.fround);
}

function bucketize(g: GraphBuilder, x: Value, boundaries: readonly number[]): Value {
  const real = isFloat(x.dtype) ? x : g.cast(x, 'float32');
  const greater = g.node('Less', [g.reshape(real, [...real.dims, 1]), g.cast(g.floats(boundaries, [boundaries.length]), real.dtype)]);
  const above = g.node('ReduceSum', [g.cast(greater, 'int64'), g.ints([-1])], { keepdims: 0 });
  return g.node('Sub', [g.scalar(boundaries.length, 'int64'), above]);
}
