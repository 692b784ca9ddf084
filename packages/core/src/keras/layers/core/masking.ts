import { withMask } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.Masking`: masks the steps whose features all equal `mask_value`, and zeroes them (keras/src/layers/core/masking.py). */
export const masking = defineLayer({
  keras: 'Masking',
  mask: 'own',
  config: (f) => ({ value: f.number('mask_value', { absent: 0 }) }),
  lower: (g, [x], { value }) => {
    const differs = g.node('Not', [g.node('Equal', [isFloat(x.dtype) ? x : g.cast(x, 'float32'), g.scalar(value)])]);
    // [batch, time, 1]
    const kept = g.cast(g.node('ReduceMax', [g.cast(differs, 'int32'), g.ints([-1])]), 'bool');
    return withMask(g.node('Where', [kept, x, g.scalar(0, x.dtype)]), g.node('Squeeze', [kept, g.ints([-1])]));
  },
});
