import type { ArchiveKind } from './archive-kind.ts';
import { plain } from './plain.ts';

/** Arrays of `numpy.savez`: each member is a `.npy`. */
export const npz: ArchiveKind = {
  kind: 'npz',
  accepts: ({ entries }) => entries.length > 0 && entries.every(({ path }) => path.endsWith('.npy')),
  scan: plain.scan,
};
