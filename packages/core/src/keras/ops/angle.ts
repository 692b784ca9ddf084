import { realFunction } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.angle`: of real numbers, so pi below 0, else 0. */
export const angle = realFunction('Angle', (g, x) => {
  const below = g.node('Less', [x, numberAs(g, 0, x.dtype)]);
  return g.node('Where', [below, numberAs(g, Math.PI, x.dtype), numberAs(g, 0, x.dtype)]);
});
