import { HorngateError } from '@horngate/core/words';

/** Largest window of a frame (RFC 8878, 3.1.1.1.2 advises decoders to take 8 MB). */
const MAX_WINDOW = 1 << 27;
/** Bytes that a block comes to at most (3.1.1.2.4). */
const MAX_BLOCK = 1 << 17;
const FRAME = 0xfd2fb528;
/** Frames that only carry something for somebody: 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE = 0x184d2a50;

export interface Frame {
  readonly from: number;
  readonly end: number;
  readonly checksum: number | undefined;
  /** Bytes of the window that the decoder takes at once, whatever comes out. */
  readonly window: number;
  /** A header byte for such a window, at `from + 5`, where it says a larger one than the blocks can fill. */
  readonly descriptor: number | undefined;
}

/**
 * Where the frames are, one at a time, with windows and contents checked (RFC 8878, 3.1.1), since the decoder takes them before it has seen what comes: a few bytes could claim 2 GiB. Blocks say how
 * long they are and what they come to at most, so nothing is decoded to find the next frame; where frames are broken the decoder will say so.
 *
 * @throws HG_LIMIT_MEMORY for a window that is too large, HG_LIMIT_RATIO for a content that says to be, HG_ARTIFACT_ARCHIVE for one that its blocks cannot hold.
 */
export function* framesOf(packed: Uint8Array, maxBytes: number): Generator<Frame> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 0; at < packed.length; ) {
    const magic = at + 8 <= packed.length ? view.getUint32(at, true) : 0;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) at += 8 + view.getUint32(at + 4, true);
    else {
      // What is no frame goes to the decoder as well, which says what is wrong with it.
      const frame = magic === FRAME ? frameAt(view, at, maxBytes) : { from: at, end: packed.length, checksum: undefined, window: 0, descriptor: undefined };
      yield frame;
      at = frame.end;
    }
  }
}

function frameAt(view: DataView, from: number, maxBytes: number): Frame {
  const { isSingle, hasChecksum, window, content, blocks } = headerAt(view, from);
  if (window > MAX_WINDOW)
    throw new HorngateError('HG_LIMIT_MEMORY', `Cannot unpack the data as their window must be at most ${MAX_WINDOW} bytes: it is ${window}`);
  if (content > maxBytes)
    throw new HorngateError('HG_LIMIT_RATIO', `Cannot unpack the data as they must be at most ${maxBytes} bytes: they say to be ${content}`);
  const { end, most } = blocksFrom(view, blocks, isSingle ? MAX_BLOCK : Math.min(MAX_BLOCK, window));
  const whole = end + (hasChecksum ? 4 : 0);
  if (content > most && whole <= view.byteLength)
    throw new HorngateError(
      'HG_ARTIFACT_ARCHIVE',
      `Cannot unpack the Zstandard data as a frame must hold what it says: ${content} bytes do not fit its blocks`,
      {
        where: { offset: from },
      },
    );
  const bits = Math.max(10, Math.ceil(Math.log2(Math.max(1, most))));
  const isLess = !isSingle && 2 ** bits < window;
  return {
    from,
    end: Math.min(whole, view.byteLength),
    checksum: hasChecksum && whole <= view.byteLength ? view.getUint32(end, true) : undefined,
    window: isSingle ? content : Math.min(window, 2 ** bits),
    descriptor: isLess ? (bits - 10) << 3 : undefined,
  };
}

interface Header {
  readonly isSingle: boolean;
  readonly hasChecksum: boolean;
  readonly window: number;
  readonly content: number;
  /** Where the blocks begin. */
  readonly blocks: number;
}

/** 3.1.1.1. The caller has seen 8 bytes of it. */
function headerAt(view: DataView, from: number): Header {
  const flags = view.getUint8(from + 4);
  const isSingle = (flags & 0x20) !== 0;
  const window = isSingle ? 0 : 2 ** (10 + (view.getUint8(from + 5) >> 3)) * (1 + (view.getUint8(from + 5) & 7) / 8);
  const at = from + 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] as number);
  const width = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 2 ** (flags >> 6);
  return { isSingle, hasChecksum: (flags & 4) !== 0, window, content: contentAt(view, at, width), blocks: at + width };
}

/** 3.1.1.1.4. */
function contentAt(view: DataView, at: number, width: number): number {
  if (width === 0 || at + width > view.byteLength) return 0;
  if (width === 8) return Number(view.getBigUint64(at, true));
  if (width === 4) return view.getUint32(at, true);
  return width === 2 ? view.getUint16(at, true) + 256 : view.getUint8(at);
}

/** 3.1.1.2. @returns the end of the last block, and what all of them come to at most. */
function blocksFrom(view: DataView, from: number, maxBlock: number): { readonly end: number; readonly most: number } {
  let [at, most] = [from, 0];
  for (let last = false; !last; ) {
    if (at + 3 > view.byteLength) return { end: view.byteLength + 1, most };
    const head = view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
    const type = (head >> 1) & 3;
    last = (head & 1) === 1;
    at += 3 + (type === 1 ? 1 : head >> 3);
    most += type === 2 ? maxBlock : head >> 3;
  }
  return { end: at, most };
}
