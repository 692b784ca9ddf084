import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import { defineLayer } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { mapWeight, reshapeWeight, type Weight } from '../../weight.ts';
import { INT32 } from '../window.ts';
import { numbersOf } from './numbers.ts';

/**
 * `keras.layers.Normalization`: (x - mean) / max(sqrt(variance), 1e-7), or back again with `invert` (keras/src/layers/preprocessing/normalization.py).
 *
 * Statistics stand in the config when they were given, else among the weights, where `adapt` left them; `count` is left from older versions.
 * Those of the config have at most as many axes as `axis`, and meet them from the right. Whole numbers become floats first.
 */
export const normalization = defineLayer({
  keras: 'Normalization',
  mask: 'pass',
  maskSince: 3,
  floats: true,
  config: (f) => ({ axes: axesOf(f), statistics: statisticsOf(f), invert: f.boolean('invert', false) }),
  weights: ({ axes, statistics }, [x]) => {
    const shape = kept(x, axes).map((axis) => known(x, axis));
    return statistics === undefined ? { mean: shape, variance: shape, count: [] } : {};
  },
  lower: (g, [x], { axes, statistics, invert }, call) => {
    const keep = kept(x, axes);
    const { mean, variance } = statistics ?? { mean: call.weight('mean'), variance: call.weight('variance') };
    const [m, d] = [mean, deviationOf(variance)].map((weight) => g.constant(reshapeWeight(weight, alignedDims(weight, x, keep))));
    if (m === undefined || d === undefined) throw call.refuse('HG_INTERNAL', 'Cannot normalize without statistics');
    return invert ? g.node('Add', [m, g.node('Mul', [x, d])]) : g.node('Div', [g.node('Sub', [x, m]), d]);
  },
});

/** `axis`: null keeps none, so that one mean is for all. */
const axesOf = (f: Fields): readonly number[] => {
  if (!f.has('axis')) return [-1];
  return f.raw('axis') === null ? [] : f.intList('axis', { min: -INT32, max: INT32 });
};

function statisticsOf(f: Fields): { readonly mean: Weight; readonly variance: Weight } | undefined {
  const given = ['mean', 'variance'].filter((name) => (f.raw(name) ?? null) !== null);
  if (given.length === 0) return undefined;
  const [mean, variance] = [numbersOf(f, 'mean'), numbersOf(f, 'variance')];
  if (mean.dims.join() !== variance.dims.join()) throw f.wrong('variance', 'of the shape of mean');
  return { mean, variance };
}

/** Axes that have a mean of their own, in order. */
const kept = (x: Value, axes: readonly number[]): readonly number[] => [...new Set(axes.map((axis) => axisIn(x, axis)))].sort((a, b) => a - b);

/** Dims of the statistics among those of `x`: the last of the one meets the last kept axis of the other. */
function alignedDims(weight: Weight, x: Value, keep: readonly number[]): readonly number[] {
  const dims: number[] = x.dims.map(() => 1);
  if (weight.dims.length > keep.length) throw misfit(weight, x);
  weight.dims.forEach((size, index) => {
    const axis = keep[keep.length - weight.dims.length + index] ?? 0;
    if (size !== 1 && size !== known(x, axis)) throw misfit(weight, x);
    dims[axis] = size;
  });
  return dims;
}

const misfit = (weight: Weight, x: Value): HorngateError =>
  new HorngateError('HG_ARTIFACT_SHAPE', `Cannot normalize an input of rank ${x.dims.length} by statistics of the shape [${weight.dims.join(', ')}]`);

/** Each step is float32's, as in Keras: the root of a float32 in double precision rounds to the right float32. */
const deviationOf = (variance: Weight): Weight =>
  mapWeight(variance, 'deviation', variance.dims, (values) => values.map((value) => Math.max(Math.fround(Math.sqrt(value)), 1e-7)));
