import { splitting } from './base-split.ts';

/** `keras.ops.dsplit` along the third axis. */
export const dsplit = splitting('Dsplit', () => 2);
