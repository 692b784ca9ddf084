import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { lookup3 } from './lookup3.ts';

/** A structure with a checksum: where it stands, and where its checksum does. */
export interface Checked {
  readonly start: number;
  readonly end: number;
  readonly checksum: number;
}

/**
 * The structures of a file that carry a checksum, found by what a reader reads: a range whose last four bytes are the checksum of the others, and direct blocks,
 * which have it behind their head. So a test or a fuzzer can change one and make its checksum right again.
 */
export function checkedParts(bytes: Uint8Array, read: (source: ByteSource) => void): Checked[] {
  const parts = new Map<string, Checked>();
  const note = (start: number, length: number): void => {
    const part = partOf(bytes, start, length);
    if (part !== undefined) parts.set(`${part.start}-${part.end}`, part);
  };
  const source = bytesSource(bytes);
  read({
    size: bytes.length,
    read: (offset, length) => {
      note(offset, length);
      return source.read(offset, length);
    },
  });
  note(0, 48); // a superblock is read together with what follows it
  return [...parts.values()];
}

function partOf(bytes: Uint8Array, start: number, length: number): Checked | undefined {
  const end = start + length;
  if (length < 12 || end > bytes.length) return undefined;
  if (isChecksum(bytes.subarray(start, end - 4), bytes, end - 4)) return { start, end, checksum: end - 4 };
  if (new TextDecoder('latin1').decode(bytes.subarray(start, start + 4)) !== 'FHDB') return undefined;
  for (const checksum of [start + 17, start + 18, start + 21])
    if (isChecksum(cleared(bytes, { start, end, checksum }), bytes, checksum)) return { start, end, checksum };
  return undefined;
}

const isChecksum = (body: Uint8Array, bytes: Uint8Array, at: number): boolean =>
  at + 4 <= bytes.length && lookup3(body) === new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

function cleared(bytes: Uint8Array, { start, end, checksum }: Checked): Uint8Array {
  const body = Uint8Array.from(bytes.subarray(start, end));
  return body.fill(0, checksum - start, checksum - start + 4);
}

/** Makes the checksums right again, in place. */
export function repair(bytes: Uint8Array, parts: readonly Checked[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (const part of parts) {
    const { start, checksum, end } = part;
    if (end > bytes.length) continue;
    view.setUint32(checksum, lookup3(checksum === end - 4 ? bytes.subarray(start, checksum) : cleared(bytes, part)), true);
  }
}
