import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';

export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'bmp';

/** What an image says of itself, before any decoder has seen it. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pictures of an animation, or pages. Only the first is decoded. */
  readonly frames: number;
  /** Bits of one sample; of an index, where there is a palette. */
  readonly bits: number;
}

/** An image whose structure was walked to its end by readers of ours. */
export interface StillImage {
  readonly header: ImageHeader;
  /**
   * The first picture alone, as a file of the same format without anything that is no picture: metadata, colour profiles, animation and what follows the end.
   * What a decoder of others gets to see are these bytes.
   */
  still(): Uint8Array;
}

export type ImageLimits = Pick<Limits, 'maxPixels' | 'maxFrames' | 'maxConfigBytes' | 'maxStructures'>;

/** Ordinary images, noise included, have fewer packed bytes than this for each pixel. */
const PACKED_PER_PIXEL = 8;
const PACKED_FREE = 65_536;

/** @throws HG_INPUT_FORMAT for an image without pixels, HG_LIMIT_TENSOR past `maxPixels` */
export function checkPixels(format: ImageFormat, width: number, height: number, { maxPixels }: ImageLimits): void {
  if (width < 1 || height < 1) throw wrong(format, 'have pixels', `it declares ${width} x ${height}`);
  if (width * height > maxPixels)
    throw new HorngateError('HG_LIMIT_TENSOR', `Cannot read the image as it must have at most ${maxPixels} pixels: it declares ${width} x ${height}`);
}

/** @throws HG_LIMIT_ENTRIES past `maxFrames` */
export function checkFrames(frames: number, { maxFrames }: ImageLimits): void {
  if (frames > maxFrames) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the image as it must have at most ${maxFrames} frames: it has more`);
}

/** Text, profiles and the like are passed over, but not without end. @throws HG_LIMIT_BYTES past `maxConfigBytes` */
export function countMetadata(walk: { metadata: number }, bytes: number, { maxConfigBytes }: ImageLimits): void {
  walk.metadata += bytes;
  if (walk.metadata > maxConfigBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the image as its metadata must be at most ${maxConfigBytes} bytes: found more`);
}

/** Chunks, segments and blocks that one image may make us visit. @throws HG_LIMIT_ENTRIES past `maxStructures` */
export function checkParts(parts: number, { maxStructures }: ImageLimits): void {
  if (parts > maxStructures) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the image as it must have at most ${maxStructures} parts: it has more`);
}

/** What an image declares, and what its packed pixels could become. */
export interface Packed {
  /** Bytes in the file. */
  readonly packed: number;
  /** Bytes when unpacked, by width, height and depth. */
  readonly raw: number;
  /** Most raw bytes that one packed byte of this format can become. */
  readonly ratio: number;
  /** Most packed bytes that an honest writer needs. */
  readonly most?: number;
}

/**
 * Packed bytes and pixels must be able to belong together, so that neither a few bytes claim memory for a whole wall of pixels, nor a stamp hides megabytes.
 *
 * @throws HG_INPUT_FORMAT for too few, HG_LIMIT_BYTES for too many
 */
export function checkPacked(
  { format, width, height }: ImageHeader,
  { packed, raw, ratio, most = PACKED_FREE + PACKED_PER_PIXEL * width * height }: Packed,
): void {
  if (packed > most) throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the image as its pixels must be packed in ${most} bytes: found ${packed}`);
  if (raw > packed * ratio) throw wrong(format, `hold the ${raw} bytes that it declares`, `${packed} packed bytes are too few for them`);
}

export function wrong(format: string, wanted: string, found: string): HorngateError {
  return new HorngateError('HG_INPUT_FORMAT', `Cannot read the ${format} input as it must ${wanted}: ${found}`);
}

export function unsupported(format: string, what: string): HorngateError {
  return new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot read the ${format} input as it must be of a kind that is read exactly: it has ${what}`);
}
