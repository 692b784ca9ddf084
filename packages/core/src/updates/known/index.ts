import type { Snapshot } from '../snapshot.ts';
import { AS_OF } from './advisory.ts';
import { INSTALLATION } from './installation.ts';
import { KERAS } from './keras.ts';
import { READERS } from './readers.ts';

/** What this version was made with. A refresh replaces records, and keeps what this house knows of them. */
export const BUNDLED: Snapshot = { version: 1, asOf: AS_OF, advisories: [...KERAS, ...READERS, ...INSTALLATION] };
