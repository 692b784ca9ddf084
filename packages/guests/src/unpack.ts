import { xxHash64Low } from '@horngate/core/artifact';
import { HorngateError, type Unpack } from '@horngate/core/words';
import { Decompress } from 'fzstd';

/** Bytes handed to the decoder at once: what comes out is counted in between. */
const PIECE = 1 << 16;
/** Largest window of a frame, which the decoder takes as memory at once (RFC 8878, 3.1.1.1.2 advises decoders to take 8 MB). */
const MAX_WINDOW = 1 << 27;
const FRAME = 0xfd2fb528;
/** Frames that only carry something for somebody: 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE = 0x184d2a50;

/** Compressions by libraries: Zstandard by fzstd, which is JavaScript alone, and works in a browser's Worker as well. */
export const unpack: Unpack = {
  /** Frame by frame, since each has a checksum of its own (RFC 8878, 3.1.1), which fzstd does not compare. */
  zstd(packed, maxBytes, onFault) {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (const { from, end, checksum } of framesOf(packed, maxBytes)) {
      const frame = unpackFrame(packed.subarray(from, end), maxBytes - length);
      if (checksum !== undefined && checksum !== xxHash64Low(frame)) onFault?.(wrongChecksum(end - 4));
      pieces.push(frame);
      length += frame.length;
    }
    return joined(pieces, length);
  },
};

const wrongChecksum = (offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_ARCHIVE', 'Cannot unpack the Zstandard data as the checksum of a frame must be that of the data', { where: { offset } });

function unpackFrame(packed: Uint8Array, maxBytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const decoder = new Decompress((piece) => {
    length += piece.length;
    if (length > maxBytes) throw new HorngateError('HG_LIMIT_RATIO', `Cannot unpack the data as they must be at most ${maxBytes} bytes`);
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) decoder.push(packed.slice(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof HorngateError) throw error;
    throw new HorngateError('HG_ARTIFACT_ARCHIVE', `Cannot unpack the Zstandard data: ${(error as Error).message}`);
  }
  return joined(pieces, length);
}

interface Frame {
  readonly from: number;
  readonly end: number;
  readonly checksum: number | undefined;
}

/**
 * Where the frames are, with windows and contents checked (RFC 8878, 3.1.1), since the decoder takes them before it has seen what comes: a few bytes could claim 2 GiB. Blocks say how long they
 * are, so nothing is decoded to find the next frame; where frames are broken the decoder will say so.
 */
function framesOf(packed: Uint8Array, maxBytes: number): Frame[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const frames: Frame[] = [];
  for (let at = 0; at < packed.length; ) {
    const magic = at + 8 <= packed.length ? view.getUint32(at, true) : 0;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) at += 8 + view.getUint32(at + 4, true);
    else {
      // What is no frame goes to the decoder as well, which says what is wrong with it.
      const end = magic === FRAME ? Math.min(frameEnd(view, at, maxBytes), packed.length) : packed.length;
      const isChecked = magic === FRAME && (view.getUint8(at + 4) & 4) !== 0 && end - at >= 12;
      frames.push({ from: at, end, checksum: isChecked ? view.getUint32(end - 4, true) : undefined });
      at = end;
    }
  }
  return frames;
}

/** @throws HG_LIMIT_MEMORY for a window that is too large, HG_LIMIT_RATIO for a content that says to be. */
function frameEnd(view: DataView, from: number, maxBytes: number): number {
  const flags = view.getUint8(from + 4);
  const isSingle = (flags & 0x20) !== 0;
  const window = isSingle ? 0 : 2 ** (10 + (view.getUint8(from + 5) >> 3)) * (1 + (view.getUint8(from + 5) & 7) / 8);
  if (window > MAX_WINDOW)
    throw new HorngateError('HG_LIMIT_MEMORY', `Cannot unpack the data as their window must be at most ${MAX_WINDOW} bytes: it is ${window}`);
  let at = from + 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] as number);
  const width = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 2 ** (flags >> 6);
  if (at + width > view.byteLength) return view.byteLength;
  const content = width === 8 ? Number(view.getBigUint64(at, true)) : width === 4 ? view.getUint32(at, true) : 0;
  if (content > maxBytes)
    throw new HorngateError('HG_LIMIT_RATIO', `Cannot unpack the data as they must be at most ${maxBytes} bytes: they say to be ${content}`);
  at += width;
  for (let last = false; !last && at + 3 <= view.byteLength; ) {
    const head = view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
    last = (head & 1) === 1;
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
  }
  return at + (flags & 4 ? 4 : 0);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
