import { realFunction } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.log2`: log(x) / log(2). */
export const log2 = realFunction('Log2', (g, x) => g.node('Div', [carried(g, 'Log', [x]), numberAs(g, Math.log(2), x.dtype)]));
