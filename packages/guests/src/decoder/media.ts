import { type ImageHeader, openImage, readBmp, readWav, sniffMedia, type Wav } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { type ByteSource, HorngateError, type Limits } from '@horngate/core/words';
import type { Picture } from '../pixels/picture.ts';

/** A medium whose structure was walked to its end, and what can be had from it without a decoder of others. */
export type Medium =
  /** For the media guest: the first picture alone, rewritten. */
  | { readonly kind: 'still'; readonly header: ImageHeader; still(): Uint8Array }
  /** Decoded by a reader of ours. */
  | { readonly kind: 'picture'; readonly header: ImageHeader; picture(): Picture }
  | { readonly kind: 'sound'; readonly wav: Wav };

/** @returns undefined for a file that is none. @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT, HG_LIMIT_* */
export function openMedium(source: ByteSource, limits: Limits): Medium | undefined {
  const format = sniffMedia(source);
  if (format === undefined) return undefined;
  if (format === 'wav') return { kind: 'sound', wav: readWav(source, limits) };
  if (format === 'bmp') {
    const { header, pixels } = readBmp(source, limits);
    return { kind: 'picture', header, picture: () => ({ width: header.width, height: header.height, channels: 3, data: pixels().data as Uint8Array }) };
  }
  return { kind: 'still', ...openImage(format, source, limits) };
}

/** What the host is told of it. */
export function describe(medium: Medium): unknown {
  if (medium.kind !== 'sound') return { kind: medium.kind, ...medium.header };
  const { rate, channels, bits, frames } = medium.wav;
  return { kind: 'sound', format: 'wav', rate, channels, bits, frames };
}

/**
 * float32 [frames, channels] in [-1, 1): whole numbers divided by 2^(bits - 1), bytes after 128 is taken off, as `tf.audio.decode_wav` does with 16 bits; floats
 * as they are.
 */
export function soundOf({ bits, ...wav }: Wav): Tensor {
  const { dtype, shape, data } = wav.samples();
  if (dtype === 'float32') return { dtype, shape, data };
  const [offset, scale] = dtype === 'uint8' ? [128, 128] : dtype === 'float64' ? [0, 1] : [0, 2 ** (bits - 1)];
  const numbers = data as Uint8Array | Int16Array | Int32Array | Float64Array;
  return { dtype: 'float32', shape, data: Float32Array.from(numbers as ArrayLike<number>, (value) => (value - offset) / scale) };
}

export function pictureOf(medium: Medium | undefined): Picture {
  if (medium?.kind === 'picture') return medium.picture();
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot feed a picture before it is decoded');
}

export function stillOf(medium: Medium | undefined): Tensor {
  if (medium?.kind !== 'still') throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot hand over an image before it is opened');
  const data = medium.still();
  return { dtype: 'uint8', shape: [data.length], data };
}

export const samplesOf = (medium: Medium | undefined): Tensor => {
  if (medium?.kind === 'sound') return soundOf(medium.wav);
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot hand over a sound before it is opened');
};
