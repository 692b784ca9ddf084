import { blocks } from './base-blocks.ts';

/** `keras.ops.depth_to_space`. */
export const depthToSpace = blocks('DepthToSpace', 'DepthToSpace');
