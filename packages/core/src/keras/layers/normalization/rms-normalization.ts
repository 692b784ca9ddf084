import { sameDims } from '../../../graph/dims.ts';
import { distinct } from '../../axes.ts';
import { defineLayer } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import { expectFloat } from '../expect.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.RMSNormalization`: x / sqrt(mean of squares + epsilon) * scale (keras/src/layers/normalization/rms_normalization.py).
 *
 * Keras multiplies by `scale` as it lies, so that its axes meet the last ones of x whichever were asked for: where they do not fit, Keras fails too.
 * It does not know masks. Once built, the layer writes its axis as a list. Whole numbers are refused: Keras casts the answer back to them.
 */
export const rmsNormalization = defineLayer({
  keras: 'RMSNormalization',
  config: (f) => ({
    axes: f.has('axis') ? [...f.intList('axis', { min: -INT32, max: INT32 })].sort((a, b) => a - b) : [-1],
    epsilon: f.number('epsilon', { min: 0, absent: 1e-6 }),
  }),
  weights: ({ axes }, [x]) => ({ scale: axes.map((axis) => known(x, axis)) }),
  lower: (g, [x], { axes, epsilon }, call) => {
    expectFloat(x, call);
    if (axes.length === 0) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" without an axis`);
    const over = distinct(axes.map((axis) => axisIn(x, axis)));
    const mean = g.node('ReduceMean', [g.node('Mul', [x, x]), g.ints(over)], { keepdims: 1 });
    const inverse = g.node('Reciprocal', [g.node('Sqrt', [g.node('Add', [mean, g.scalar(epsilon, x.dtype)])])]);
    const y = g.node('Mul', [g.node('Mul', [x, inverse]), g.constant(call.weight('scale'))]);
    if (!sameDims(y.dims, x.dims)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its scale fits the last axes of its input`);
    return y;
  },
});
