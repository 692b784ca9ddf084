import { crc32, pureInflate } from '@horngate/core/artifact';
import type { ScanPorts } from '@horngate/core/scanner';
import { unpack } from '../../packages/guests/src/unpack.ts';

/** What the scanner asks of its host, without Node. */
export const PURE: ScanPorts = { inflate: pureInflate, digests: { crc32 }, unpack };
