import { axesOf, axisList } from '../../axes.ts';
import { defineLayer } from '../../define-layer.ts';
import { expectFloat } from '../expect.ts';
import { unitLength } from './unit-length.ts';

/** `keras.layers.UnitNormalization`: x over its Euclidean length along one axis or several (keras/src/layers/normalization/unit_normalization.py). */
export const unitNormalization = defineLayer({
  keras: 'UnitNormalization',
  mask: 'pass',
  config: (f) => ({ axes: f.has('axis') ? axisList(f, 'axis') : [-1] }),
  lower: (g, [x], { axes }, call) => {
    expectFloat(x, call);
    return unitLength(g, x, axesOf(x, axes), 1e-12);
  },
});
