import type { ByteSource } from '../../words/ports.ts';
import { readGif } from './gif.ts';
import type { ImageFormat, ImageLimits, StillImage } from './image-header.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readTiff } from './tiff.ts';
import { readWebp } from './webp.ts';

const READERS: Readonly<Record<Exclude<ImageFormat, 'bmp'>, (source: ByteSource, limits: ImageLimits) => StillImage>> = {
  gif: readGif,
  jpeg: readJpeg,
  png: readPng,
  tiff: readTiff,
  webp: readWebp,
};

/**
 * Walks an image that a decoder of others is to see, to its end: size, frames and bits within the limits, nothing cut off, nothing behind it.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT, HG_LIMIT_*
 */
export const openImage = (format: Exclude<ImageFormat, 'bmp'>, source: ByteSource, limits: ImageLimits): StillImage => READERS[format](source, limits);
