import { closeSync, openSync, writeSync } from 'node:fs';
import type { Sink } from '@horngate/core/compile';

/** A new file; it is written at any offset, and gaps are zeros. */
export function writer(path: string): Sink {
  const fd = openSync(path, 'wx', 0o644);
  return {
    write: (offset, bytes) => {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
    },
    close: () => closeSync(fd),
  };
}
