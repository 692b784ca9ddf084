import { HorngateError, type Unpack } from '@horngate/core/words';
import { Decompress } from 'fzstd';

/** Bytes handed to the decoder at once: what comes out is counted in between. */
const PIECE = 1 << 16;
/** Largest window of a frame, which the decoder takes as memory at once (RFC 8878, 3.1.1.1.2 advises decoders to take 8 MB). */
const MAX_WINDOW = 1 << 27;
const FRAME = 0xfd2fb528;

/** Compressions by libraries: Zstandard by fzstd, which is JavaScript alone, and works in a browser's Worker as well. */
export const unpack: Unpack = {
  zstd(packed, maxBytes) {
    checkWindow(packed);
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
  },
};

/** Of the first frame; a later one that declares more is refused by the decoder's own bound of 2 GiB, or by the guest's memory. */
function checkWindow(packed: Uint8Array): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 6 || view.getUint32(0, true) !== FRAME) return;
  const descriptor = packed[4] as number;
  const isSingle = (descriptor & 0x20) !== 0;
  const window = isSingle ? 0 : 2 ** (10 + ((packed[5] as number) >> 3)) * (1 + ((packed[5] as number) & 7) / 8);
  if (window > MAX_WINDOW)
    throw new HorngateError('HG_LIMIT_MEMORY', `Cannot unpack the data as their window must be at most ${MAX_WINDOW} bytes: it is ${window}`);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
