import type { ByteSource } from '../../words/ports.ts';
import {
  checkFrames,
  checkPacked,
  checkParts,
  checkPixels,
  countMetadata,
  type ImageHeader,
  type ImageLimits,
  type StillImage,
  unsupported,
  wrong,
} from './image-header.ts';
import { lzwLength } from './lzw-length.ts';
import { MediaBytes, type Piece } from './media-bytes.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** A code of 12 bits stands for at most 4096 pixels. */
const MOST_RATIO = 2731;

interface Walk {
  readonly file: MediaBytes;
  readonly limits: ImageLimits;
  readonly header: ImageHeader;
  readonly kept: Piece[];
  readonly global: boolean;
  /** Data blocks of the first picture. */
  codes: { readonly at: number; readonly codeSize: number };
  frames: number;
  packed: number;
  metadata: number;
  parts: number;
}

/**
 * Walks a GIF to its trailer, where it must end. Kept are screen, palette and the first picture, which must fill the screen; dropped are extensions
 * (transparency too: the colour under it is what Pillow's `convert("RGB")` shows) and all further pictures.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for a first picture that is smaller than its screen, HG_LIMIT_*
 * @see GIF89a Specification, 17 to 27
 */
export function readGif(source: ByteSource, limits: ImageLimits): StillImage {
  const file = new MediaBytes(source, 'GIF');
  if (!/^GIF8[79]a$/.test(file.text(0, 6))) throw wrong('GIF', 'start with its signature', 'it does not');
  const [width, height, flags] = [file.u16(6, true), file.u16(8, true), file.u8(10)];
  checkPixels('gif', width, height, limits);
  const start = 13 + tableBytes(flags);
  const header: ImageHeader = { format: 'gif', width, height, frames: 1, bits: 8 };
  const walk: Walk = {
    file,
    limits,
    header,
    kept: [{ at: 0, length: start }],
    global: (flags & 128) !== 0,
    codes: { at: 0, codeSize: 2 },
    frames: 0,
    packed: 0,
    metadata: 0,
    parts: 0,
  };
  let at = start;
  for (let kind = file.u8(at); kind !== TRAILER; kind = file.u8(at)) at = block(walk, kind, at);
  if (walk.frames === 0) throw wrong('GIF', 'have a picture', 'it has none');
  if (at + 1 !== file.size) throw wrong('GIF', 'end with its trailer', `${file.size - at - 1} bytes follow`);
  checkPacked(header, { packed: walk.packed, raw: width * height, ratio: MOST_RATIO });
  checkCodes(walk);
  return { header: { ...header, frames: walk.frames }, still: () => file.joined([...walk.kept, Uint8Array.of(TRAILER)]) };
}

const tableBytes = (flags: number): number => (flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** @returns where the next block begins. */
function block(walk: Walk, kind: number, at: number): number {
  const { file, limits } = walk;
  checkParts(++walk.parts, limits);
  if (kind === IMAGE) return picture(walk, at);
  if (kind !== EXTENSION) throw wrong('GIF', 'have blocks of the specification', `found ${kind} at ${at}`);
  file.u8(at + 1);
  const end = blocksEnd(walk, at + 2);
  countMetadata(walk, end - at, limits);
  return end;
}

/** 20: left, top, width, height, flags; then a palette, the code size and the data. */
function picture(walk: Walk, at: number): number {
  const { file, limits, header } = walk;
  checkFrames(++walk.frames, limits);
  const [left, top, width, height] = [1, 3, 5, 7].map((field) => file.u16(at + field, true));
  const flags = file.u8(at + 9);
  const data = at + 10 + tableBytes(flags);
  const codeSize = file.u8(data);
  if (codeSize < 2 || codeSize > 8) throw wrong('GIF', 'have codes of 2 to 8 bits', `found ${codeSize}`);
  const end = blocksEnd(walk, data + 1);
  if (walk.frames > 1) return end;
  if (left !== 0 || top !== 0 || width !== header.width || height !== header.height) throw unsupported('GIF', 'a first picture that does not fill its screen');
  if (!walk.global && (flags & 128) === 0) throw wrong('GIF', 'have a palette', 'it has none');
  walk.kept.push({ at, length: end - at });
  walk.packed = end - data;
  walk.codes = { at: data + 1, codeSize };
  return end;
}

function blocksEnd(walk: Walk, from: number): number {
  let at = from;
  for (let length = walk.file.u8(at); length !== 0; length = walk.file.u8(at)) {
    checkParts(++walk.parts, walk.limits);
    at += length + 1;
  }
  return at + 1;
}

/** libvips fills up a picture whose codes end too soon, and says nothing. */
function checkCodes({ file, codes, header: { width, height } }: Walk): void {
  const found = lzwLength(dataBytes(file, codes.at), codes.codeSize);
  if (found !== width * height) throw wrong('GIF', `have ${width * height} pixels`, `its codes stand for ${found}`);
}

function* dataBytes(file: MediaBytes, from: number): Iterable<number> {
  for (let at = from, length = file.u8(at); length !== 0; at += length + 1, length = file.u8(at)) yield* file.bytes(at + 1, length);
}
