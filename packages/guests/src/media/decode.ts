import { HorngateError } from '@horngate/core/words';
import sharp, { type OutputInfo } from 'sharp';
import type { Picture } from '../pixels/picture.ts';

sharp.cache(false);
sharp.concurrency(1);
sharp.simd(false);

/** What the header said, which the decoder must find again. */
export interface Expected {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes one picture that readers of ours have walked and rewritten. Whatever libvips warns of is refused: half a picture is no picture.
 *
 * No colour profile is applied and nothing is turned: neither does Keras' `load_img`.
 *
 * @throws HG_INPUT_FORMAT, HG_LIMIT_MEMORY
 */
export async function decode(bytes: Uint8Array, { width, height }: Expected): Promise<Picture> {
  const { data, info } = await raw(bytes, width * height);
  if (info.width !== width || info.height !== height || data.length !== width * height * info.channels)
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot decode the image as it must have ${width} x ${height} pixels: it has ${info.width} x ${info.height}`);
  return { width, height, channels: info.channels, data };
}

async function raw(bytes: Uint8Array, limitInputPixels: number): Promise<{ data: Buffer; info: OutputInfo }> {
  try {
    return await sharp(bytes, { failOn: 'warning', limitInputPixels, sequentialRead: true, ignoreIcc: true, pages: 1, unlimited: false })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    const { message } = error as Error;
    const code = /out of memory|allocat/i.test(message) ? 'HG_LIMIT_MEMORY' : 'HG_INPUT_FORMAT';
    throw new HorngateError(code, `Cannot decode the image as it must be whole and of its format: ${message.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}
