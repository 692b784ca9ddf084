import type { ArchiveKind } from './archive-kind.ts';
import { kerasV3 } from './keras-v3.ts';
import { npz } from './npz.ts';
import { plain } from './plain.ts';
import { pytorch } from './pytorch.ts';
import { skops } from './skops.ts';

/** Kinds of archives; the first that accepts looks into it, and the last accepts all. */
export const ARCHIVE_KINDS: readonly ArchiveKind[] = [kerasV3, pytorch, skops, npz, plain];
