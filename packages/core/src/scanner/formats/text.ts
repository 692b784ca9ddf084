import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { FormatScanner } from './format.ts';

/** Bytes looked at together; a character is at most four. */
const PIECE = 1 << 16;

/** Text that no loader runs: a licence, a model card, a list of words, a table. In UTF-8, without control characters. */
export const text: FormatScanner = {
  format: 'text',
  proof: 'grammar',
  accepts: ({ start, source }) => source.size > 0 && isText(start, start.length === source.size),
  scan(source) {
    for (let at = 0; at < source.size; ) at += pieceAt(source, at);
    return { format: 'text', findings: [], troubles: [] };
  },
};

/** Length of the next piece, which ends between two characters. @throws HG_ARTIFACT_FORMAT where something else follows. */
function pieceAt(source: ByteSource, at: number): number {
  const bytes = source.read(at, Math.min(PIECE, source.size - at));
  const last = at + bytes.length === source.size;
  const length = last ? bytes.length : bytes.length - cutBytes(bytes);
  if (length > 0 && isText(bytes.subarray(0, length), true)) return length;
  throw new HorngateError('HG_ARTIFACT_FORMAT', 'Cannot read the file as text as it must be text to its end: it is not', { where: { offset: at } });
}

/** Bytes of a character that the end of a piece cuts. */
function cutBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back;
  }
  return 0;
}

/** @param whole - else its last character may be cut. */
function isText(bytes: Uint8Array, whole: boolean): boolean {
  if (bytes.some((byte) => byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27)) return false;
  return decodeUtf8(whole ? bytes : bytes.subarray(0, bytes.length - cutBytes(bytes))) !== undefined;
}
