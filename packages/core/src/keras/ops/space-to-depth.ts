import { blocks } from './base-blocks.ts';

/** `keras.ops.space_to_depth`. */
export const spaceToDepth = blocks('SpaceToDepth', 'SpaceToDepth');
