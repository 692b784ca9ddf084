import type { ByteSource } from '../words/ports.ts';

/** What a file is by its content; its name is the sender's claim. A zip may turn out to be a `.keras`. */
export type Format = 'zip' | 'hdf5' | 'json' | 'npy' | 'unknown';

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const NPY = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LOCAL = [0x50, 0x4b, 3, 4];
const END = [0x50, 0x4b, 5, 6];
/** A comment has at most 65,535 bytes, the end record 22 (APPNOTE 4.3.16); a little more, so that data behind the end hide no archive. */
const TAIL_BYTES = 72 * 1024;

/**
 * Looks at the first bytes, at the places where HDF5 may start (II.A: 0, 512, 1024, 2048, …), and for the end record of an archive behind something else.
 */
export function formatOf(source: ByteSource): Format {
  const head = source.read(0, Math.min(16, source.size));
  if (startsWith(head, LOCAL) || startsWith(head, END)) return 'zip';
  if (startsWith(head, NPY)) return 'npy';
  for (let at = 0; at + HDF5.length <= source.size && at < 2 ** 40; at = at === 0 ? 512 : at * 2)
    if (startsWith(source.read(at, HDF5.length), HDF5)) return 'hdf5';
  if (hasEndRecord(source)) return 'zip';
  return looksLikeJson(head) ? 'json' : 'unknown';
}

const startsWith = (bytes: Uint8Array, wanted: readonly number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);

function hasEndRecord(source: ByteSource): boolean {
  const length = Math.min(source.size, TAIL_BYTES);
  const tail = source.read(source.size - length, length);
  for (let at = tail.indexOf(0x50); at >= 0; at = tail.indexOf(0x50, at + 1)) if (END.every((byte, n) => tail[at + n] === byte)) return true;
  return false;
}

/** A brace or bracket behind blanks, a byte order mark, or the zeros of UTF-16 and UTF-32. */
function looksLikeJson(head: Uint8Array): boolean {
  const first = head.find((byte) => ![0, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xfe, 0xff].includes(byte));
  return first === 0x7b || first === 0x5b;
}
