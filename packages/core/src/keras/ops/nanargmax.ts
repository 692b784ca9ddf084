import { argument, placeWithoutNan } from './base-argument.ts';

/** `keras.ops.nanargmax`, as int32: past the NaN, and -1 where there is nothing else. */
export const nanargmax = argument('Nanargmax', (g, x, axis, keep) => placeWithoutNan(g, 'ArgMax', x, axis, keep));
