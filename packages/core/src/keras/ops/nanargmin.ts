import { argument, placeWithoutNan } from './base-argument.ts';

/** `keras.ops.nanargmin`, as int32: past the NaN, and -1 where there is nothing else. */
export const nanargmin = argument('Nanargmin', (g, x, axis, keep) => placeWithoutNan(g, 'ArgMin', x, axis, keep));
