import { bytesSource, type NamedSource } from '@horngate/core/artifact';
import { type Disarmed, disarm } from '@horngate/core/disarm';
import { scan } from '@horngate/core/scanner';
import { DEFAULT_LIMITS, type Finding } from '@horngate/core/words';
import { digests, inflate } from '../../packages/guests/src/ports.ts';

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
