import { createHash } from 'node:crypto';
import { inflateRawSync, inflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import { bytesSource, crc32, type NamedSource } from '@horngate/core/artifact';
import { type Disarmed, disarm } from '@horngate/core/disarm';
import { scan } from '@horngate/core/scanner';
import { DEFAULT_LIMITS, type Digest, type Digests, type Finding, type Inflate } from '@horngate/core/words';

const inflate: Inflate = {
  raw: (packed, maxBytes) => inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) }),
  zlib: (packed, maxBytes) => inflateSync(packed, { maxOutputLength: Math.max(1, maxBytes) }),
};
const digests: Digests = {
  sha256: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), digest: (): Digest => `sha256:${hash.digest('hex')}` };
  },
  crc32: (bytes, seed = 0) => (typeof zlibCrc32 === 'function' ? zlibCrc32(bytes, seed) : crc32(bytes, seed)),
};
export const PORTS = { inflate, digests };

export interface Rebuilt extends Disarmed {
  readonly file: Uint8Array;
  /** What a scan of the new file says: nothing, or the file is not what it must be. */
  readonly findings: readonly Finding[];
  readonly unread: readonly unknown[];
}

/** Rebuilds a model and looks at what came out, in this process: for tests and for files that we know. */
export function rebuild(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Rebuilt {
  let file: Uint8Array = new Uint8Array(1 << 16);
  const write = (offset: number, bytes: Uint8Array): void => {
    if (offset + bytes.length > file.length) {
      const grown = new Uint8Array(Math.max(2 * file.length, offset + bytes.length));
      grown.set(file);
      file = grown;
    }
    file.set(bytes, offset);
  };
  const sources: NamedSource[] = files.map(({ path, bytes }) => ({ path, source: bytesSource(bytes) }));
  const disarmed = disarm(sources, PORTS, DEFAULT_LIMITS, write);
  file = file.subarray(0, disarmed.bytes);
  const { findings, unread } = scan(bytesSource(file), 'model.keras', PORTS, DEFAULT_LIMITS);
  return { ...disarmed, file, findings, unread };
}
