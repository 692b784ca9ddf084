import { realFunction } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.log10`: log(x) / log(10). */
export const log10 = realFunction('Log10', (g, x) => g.node('Div', [carried(g, 'Log', [x]), numberAs(g, Math.log(10), x.dtype)]));
