import { defineLayer } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { filledWeight } from '../../weight.ts';
import { range } from '../channels.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.BatchNormalization` with its moving statistics, along any one axis (keras/src/layers/normalization/batch_normalization.py).
 *
 * `scale` or `center` off takes a variable out of the file, so that the others move up. `epsilon` is 1e-3, ONNX has 1e-5. `renorm` has three
 * more variables, which only training reads. Whatever the types of the layer, it is computed in float32 at least. Keras 2 wrote the axis as a list of one.
 */
export const batchNormalization = defineLayer({
  keras: 'BatchNormalization',
  mask: 'pass',
  floats: true,
  autocast: 'inputs',
  config: (f) => {
    f.ignore('momentum', 'synchronized', 'renorm_clipping', 'renorm_momentum', 'fused');
    f.only('virtual_batch_size');
    f.only('adjustment');
    return {
      axis: axisOf(f),
      epsilon: f.number('epsilon', { min: 0, absent: 1e-3 }),
      scale: f.boolean('scale', true),
      center: f.boolean('center', true),
      renorm: f.boolean('renorm', false),
    };
  },
  weights: ({ axis, scale, center, renorm }, [x]) => {
    const shape = [known(x, axis)];
    const training = renorm ? shape : undefined;
    return {
      gamma: scale ? shape : undefined,
      beta: center ? shape : undefined,
      moving_mean: shape,
      moving_variance: shape,
      moving_stddev: training,
      renorm_mean: training,
      renorm_stddev: training,
    };
  },
  lower: (g, [x], { axis, epsilon, scale, center }, call) => {
    const rank = x.dims.length;
    if (x.mask !== undefined && x.mask.dims.length !== rank - 1)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its mask has rank ${rank - 1}: found rank ${x.mask.dims.length}`);
    const at = axisIn(x, axis);
    const rest = range(rank).filter((axis) => axis !== at);
    const perm = [...rest.slice(0, 1), at, ...rest.slice(1)]; // ONNX normalizes along axis 1
    const shape = [known(x, axis)];
    const operands = [
      scale ? call.weight('gamma') : filledWeight(1, shape),
      center ? call.weight('beta') : filledWeight(0, shape),
      call.weight('moving_mean'),
      call.weight('moving_variance'),
    ].map((weight) => g.constant(weight));
    const y = g.node('BatchNormalization', [g.transpose(x, perm), ...operands], { epsilon });
    return g.transpose(
      y,
      range(rank).map((axis) => perm.indexOf(axis)),
    );
  },
});

function axisOf(f: Fields): number {
  const value = f.raw('axis');
  if (!Array.isArray(value)) return f.int('axis', { min: -INT32, max: INT32, absent: -1 });
  const [axis, ...others] = f.intList('axis', { min: -INT32, max: INT32 });
  if (axis === undefined || others.length > 0) throw f.wrong('axis', 'one axis');
  return axis;
}
