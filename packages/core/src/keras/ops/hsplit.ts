import { splitting } from './base-split.ts';

/** `keras.ops.hsplit` along the second axis, or the only one. */
export const hsplit = splitting('Hsplit', (rank) => (rank === 1 ? 0 : 1));
