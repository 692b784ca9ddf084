import { readSync } from 'node:fs';
import { checkRange } from '@horngate/core/artifact';
import { type ByteSource, HorngateError } from '@horngate/core/words';

/** One call of the system reads less than 2 GiB; a tensor may be larger. */
const MOST_AT_ONCE = 2 ** 30;

/** An inherited descriptor as a source of bytes; its position is never used. A file that shrank since the host measured it is truncated. */
export function fileSource(fd: number, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      checkRange(size, offset, length);
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const count = readSync(fd, bytes, done, Math.min(length - done, MOST_AT_ONCE), offset + done);
        if (count === 0) throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot read the file as it became shorter', { where: { offset: offset + done } });
        done += count;
      }
      return bytes;
    },
  };
}

const WINDOW = 64 * 1024;

/** The same with a window of 64 KiB, since readers of structures ask for a few bytes at a time; large reads go past it. */
export function windowedSource(fd: number, size: number): ByteSource {
  const file = fileSource(fd, size);
  let start = 0;
  let window = new Uint8Array(0);
  return {
    size,
    read(offset, length) {
      checkRange(size, offset, length);
      if (length > WINDOW / 4) return file.read(offset, length);
      if (offset < start || offset + length > start + window.length) {
        start = offset - (offset % (WINDOW / 4));
        window = file.read(start, Math.min(WINDOW, size - start)) as Uint8Array<ArrayBuffer>;
      }
      return window.subarray(offset - start, offset - start + length);
    },
  };
}
