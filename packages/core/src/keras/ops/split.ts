import { splitting } from './base-split.ts';

/** `keras.ops.split` along an axis: into equal parts, or at given places. */
export const split = splitting('Split');
