import { xxHash64Low } from '@horngate/core/artifact';
import { HorngateError, type Unpack } from '@horngate/core/words';
import { Decompress } from 'fzstd';
import { framesOf } from './zstd-frames.ts';

/** Bytes handed to the decoder at once: what comes out is counted in between. */
const PIECE = 1 << 16;
/** Windows that all frames of one file may take one after the other, beside four times what came out: each is zeroed memory, for a dozen bytes of the file. */
const MAX_WINDOWS = 2 ** 31;

/** Compressions by libraries: Zstandard by fzstd, which is JavaScript alone, and works in a browser's Worker as well. */
export const unpack: Unpack = {
  /** Frame by frame, since each has a checksum of its own (RFC 8878, 3.1.1), which fzstd does not compare. */
  zstd(packed, maxBytes, onFault) {
    const out = new Pieces(maxBytes);
    try {
      unpackFrames(packed, out, onFault);
    } catch (error) {
      // Who reads a stream has what came before it broke.
      if (onFault === undefined || !(error instanceof HorngateError) || error.code !== 'HG_ARTIFACT_ARCHIVE') throw error;
      onFault(error);
    }
    return out.joined();
  },
};

function unpackFrames(packed: Uint8Array, out: Pieces, onFault: ((error: HorngateError) => void) | undefined): void {
  let windows = 0;
  for (const { from, end, checksum, window, descriptor } of framesOf(packed, out.maxBytes)) {
    windows += window;
    if (windows > MAX_WINDOWS + 4 * out.length)
      throw new HorngateError('HG_LIMIT_MEMORY', `Cannot unpack the data as the windows of their frames must be at most ${MAX_WINDOWS} bytes together`);
    const own = new Pieces(out.maxBytes - out.length);
    try {
      unpackFrame(packed.subarray(from, end), descriptor, own);
    } finally {
      out.push(own.joined());
    }
    if (checksum !== undefined && checksum !== xxHash64Low(own.joined())) onFault?.(wrongChecksum(end - 4));
  }
}

const wrongChecksum = (offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_ARCHIVE', 'Cannot unpack the Zstandard data as the checksum of a frame must be that of the data', { where: { offset } });

/** @param descriptor - of the window that is taken, where it is less than the frame says. */
function unpackFrame(packed: Uint8Array, descriptor: number | undefined, out: Pieces): void {
  const decoder = new Decompress((piece) => out.push(piece));
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      const piece = packed.slice(at, at + PIECE);
      if (at === 0 && descriptor !== undefined) piece[5] = descriptor;
      decoder.push(piece, at + PIECE >= packed.length);
    }
  } catch (error) {
    if (error instanceof HorngateError) throw error;
    throw new HorngateError('HG_ARTIFACT_ARCHIVE', `Cannot unpack the Zstandard data: ${(error as Error).message}`);
  }
}

/** What came out, never past the budget. */
class Pieces {
  readonly maxBytes: number;
  length = 0;
  #pieces: Uint8Array[] = [];

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  push(piece: Uint8Array): void {
    if (this.length + piece.length > this.maxBytes)
      throw new HorngateError('HG_LIMIT_RATIO', `Cannot unpack the data as they must be at most ${this.maxBytes} bytes`);
    this.length += piece.length;
    this.#pieces.push(piece);
  }

  joined(): Uint8Array {
    const [only] = this.#pieces;
    if (only !== undefined && this.#pieces.length === 1) return only;
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [bytes];
    return bytes;
  }
}
