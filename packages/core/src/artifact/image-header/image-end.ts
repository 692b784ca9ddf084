import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { checkRange } from '../source.ts';

export type EndedFormat = 'gif' | 'jpeg' | 'png' | 'webp';

/** Bytes looked at together, where a picture's data has no length. */
const WINDOW = 1 << 14;

/**
 * Where a picture ends, by the lengths and markers of its format alone: nothing is decoded, and its kind does not matter (four colours, 16 bits, animations).
 * What stands behind is no part of it, whatever viewers do with it.
 *
 * @throws HG_ARTIFACT_ARCHIVE where it contradicts its format; HG_ARTIFACT_TRUNCATED
 * @see PNG (ISO/IEC 15948) 5.3; ITU-T T.81, B.1.1; GIF89a, 17 to 27; RFC 9649, 2.3
 */
export const imageEnd = (format: EndedFormat, source: ByteSource): number => ENDS[format](source);

const ENDS: Readonly<Record<EndedFormat, (source: ByteSource) => number>> = { gif: gifEnd, jpeg: jpegEnd, png: pngEnd, webp: webpEnd };

/** Chunks: length, type, data, CRC-32; the last is IEND. */
function pngEnd(source: ByteSource): number {
  for (let at = 8; ; ) {
    const head = source.read(at, 8);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
    const next = at + 12 + length;
    checkRange(source.size, at, 12 + length);
    if (String.fromCharCode(...head.subarray(4)) === 'IEND') return next;
    at = next;
  }
}

const EOI = 0xd9;
const SOS = 0xda;

function jpegEnd(source: ByteSource): number {
  for (let at = 2; ; ) {
    const [fill, marker = 0] = source.read(at, 2);
    if (fill !== 0xff || marker < 0xc0) throw broken('JPEG', 'a marker must stand behind each segment', at);
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return at + 2;
    else if (marker >= 0xd0 && marker <= 0xd8) at += 2;
    else {
      const [high = 0, low = 0] = source.read(at + 2, 2);
      if (high * 256 + low < 2) throw broken('JPEG', 'a segment must hold its length', at);
      at += 2 + high * 256 + low;
      if (marker === SOS) at = afterScan(source, at);
    }
  }
}

/** Behind a scan comes the next marker that is neither a stuffed zero nor a restart (B.1.1.5). */
function afterScan(source: ByteSource, from: number): number {
  for (let at = from; at + 1 < source.size; at += WINDOW) {
    const bytes = source.read(at, Math.min(WINDOW + 1, source.size - at));
    for (let n = bytes.indexOf(0xff); n >= 0 && n + 1 < bytes.length; n = bytes.indexOf(0xff, n + 1)) {
      const marker = bytes[n + 1] as number;
      if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at + n;
    }
  }
  throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot read the JPEG as its scan must end with a marker', { where: { offset: source.size } });
}

function gifEnd(source: ByteSource): number {
  const table = (flags: number): number => (flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const byte = (at: number): number => source.read(at, 1)[0] as number;
  for (let at = 13 + table(byte(10)); ; ) {
    const kind = byte(at);
    if (kind === 0x3b) return at + 1;
    if (kind === 0x2c) at += 11 + table(byte(at + 9));
    else if (kind === 0x21) at += 2;
    else throw broken('GIF', 'its blocks must be of the specification', at);
    for (let length = byte(at); length !== 0; length = byte(at)) at += length + 1;
    at += 1;
  }
}

/** A RIFF file says how long it is; chunks are of even length. */
function webpEnd(source: ByteSource): number {
  const head = source.read(0, 12);
  const end = 8 + new DataView(head.buffer, head.byteOffset).getUint32(4, true);
  checkRange(source.size, 0, end);
  let at = 12;
  while (at + 8 <= end) {
    const chunk = source.read(at, 8);
    const length = new DataView(chunk.buffer, chunk.byteOffset).getUint32(4, true);
    at += 8 + length + (length & 1);
  }
  if (at !== end) throw broken('WebP', 'its chunks must fill it', at);
  return end;
}

const broken = (format: string, wanted: string, offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_ARCHIVE', `Cannot read the ${format} as ${wanted}`, { where: { offset } });
