import { splitting } from './base-split.ts';

/** `keras.ops.vsplit` along the first axis. */
export const vsplit = splitting('Vsplit', () => 0);
