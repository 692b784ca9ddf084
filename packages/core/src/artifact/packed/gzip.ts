import { HorngateError } from '../../words/error.ts';
import type { Digests, Inflate } from '../../words/ports.ts';
import { inflatedBefore } from '../zip/inflate.ts';
import { broken, type Output } from './output.ts';

const MEMBER = [0x1f, 0x8b, 8];
/** Flags of a header (RFC 1952, 2.3.1); the highest three must be zero. */
const [HEADER_CRC, EXTRA, NAME, COMMENT] = [2, 4, 8, 16];

/**
 * All members of a `.gz` file, one behind the other (RFC 1952), each with its CRC-32 and size verified.
 *
 * @param out - keeps what came out before the data broke.
 * @returns the offset behind the last member, and behind the zeros which tapes leave there.
 * @throws HG_ARTIFACT_ARCHIVE, HG_ARTIFACT_ZIP for the deflate inside, HG_LIMIT_RATIO
 */
export function unpackGzip(packed: Uint8Array, out: Output, inflate: Inflate, { crc32 }: Pick<Digests, 'crc32'>): number {
  let at = 0;
  do {
    const from = headerEnd(packed, at);
    const { bytes, end } = deflated(packed, from, out, inflate);
    if (end + 8 > packed.length)
      throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot unpack the gzip data as a member must have its checksum', { where: { offset: end } });
    const view = new DataView(packed.buffer, packed.byteOffset + end, 8);
    if (view.getUint32(0, true) !== crc32(bytes)) throw broken('gzip', 'its CRC-32 must be that of the data', end);
    if (view.getUint32(4, true) !== bytes.length % 2 ** 32) throw broken('gzip', 'its size must be that of the data', end);
    at = end + 8;
  } while (MEMBER.every((byte, n) => packed[at + n] === byte));
  while (packed[at] === 0) at++;
  return at;
}

/** What comes out is kept even where the data break: readers of streams have used it by then. */
export function deflated(packed: Uint8Array, at: number, out: Output, inflate: Inflate): ReturnType<Inflate['member']> {
  try {
    const seen = inflate.member(packed, at, out.left);
    out.append(seen.bytes);
    return seen;
  } catch (error) {
    out.append(inflatedBefore(packed, at, out.left));
    throw error;
  }
}

function headerEnd(packed: Uint8Array, from: number): number {
  const flags = packed[from + 3] ?? 255;
  if (!MEMBER.every((byte, n) => packed[from + n] === byte) || flags & 0xe0) throw broken('gzip', 'a member must have a known header', from);
  let at = from + 10;
  if (flags & EXTRA) at += 2 + (packed[at] ?? 0) + (packed[at + 1] ?? 0) * 256;
  for (const flag of [NAME, COMMENT]) if (flags & flag) at = behindText(packed, at);
  return at + (flags & HEADER_CRC ? 2 : 0);
}

function behindText(packed: Uint8Array, from: number): number {
  const end = packed.indexOf(0, from);
  if (end < 0) throw broken('gzip', 'a text of its header must end', from);
  return end + 1;
}
