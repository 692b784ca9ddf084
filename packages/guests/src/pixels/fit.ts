import { HorngateError } from '@horngate/core/words';
import type { Picture } from './picture.ts';

export type Fit = 'stretch' | 'pad' | 'crop';

/** A part of a picture, or a frame around it: where it begins and how large it is. */
interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What the axis of an output takes from the input: two neighbours, and how far it is from the first to the second. */
interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float32Array;
}

/**
 * Resizes as `keras.ops.image.resize` does, which is what `keras.utils.image_dataset_from_directory` feeds in training: bilinear with half-pixel centres and
 * without antialiasing, in float32. `stretch` is its default, `crop` its `crop_to_aspect_ratio=True`, `pad` its `pad_to_aspect_ratio=True` with zeros.
 *
 * @returns float32 [height, width, channels], unrounded.
 * @see keras 3.15.1, src/backend/tensorflow/image.py, `resize`; TensorFlow, core/kernels/image/resize_bilinear_op.cc
 */
export function fitted(picture: Picture, height: number, width: number, fit: Fit): Float32Array {
  const box = boxOf(picture, height, width, fit);
  const rows = tapsOf(box.height, height);
  const columns = tapsOf(box.width, width);
  const { channels } = picture;
  const out = new Float32Array(height * width * channels);
  const at = sampler(picture, box);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) {
        const [top, bottom] = [rows.low[y] as number, rows.high[y] as number];
        const [left, right, share] = [columns.low[x] as number, columns.high[x] as number, columns.share[x] as number];
        const above = between(at(top, left, channel), at(top, right, channel), share);
        const below = between(at(bottom, left, channel), at(bottom, right, channel), share);
        out[to++] = between(above, below, rows.share[y] as number);
      }
  return out;
}

/** In float32 after each step, as the kernel computes. */
const between = (from: number, to: number, share: number): number => Math.fround(from + Math.fround((to - from) * share));

/** Zero outside of the picture: the frame of `pad`. */
function sampler({ width, height, channels, data }: Picture, { top, left }: Box): (y: number, x: number, channel: number) => number {
  return (y, x, channel) => {
    const [row, column] = [y + top, x + left];
    return row < 0 || column < 0 || row >= height || column >= width ? 0 : (data[(row * width + column) * channels + channel] as number);
  };
}

/** `tf.cast(tf.cast(a * b, "float32") / c, "int32")` */
const scaled = (a: number, b: number, c: number): number => Math.trunc(Math.fround(Math.fround(a * b) / Math.fround(c)));

function boxOf({ height, width }: Picture, wantedHeight: number, wantedWidth: number, fit: Fit): Box {
  const [high, wide] = [scaled(width, wantedHeight, wantedWidth), scaled(height, wantedWidth, wantedHeight)];
  if (fit === 'crop') {
    const [inner, across] = [Math.max(1, Math.min(height, high)), Math.max(1, Math.min(width, wide))];
    return { top: Math.trunc((height - inner) / 2), left: Math.trunc((width - across) / 2), height: inner, width: across };
  }
  if (fit === 'stretch') return { top: 0, left: 0, height, width };
  // As much on both sides: with an odd difference the frame is a pixel smaller than the aspect ratio asks for, as Keras makes it.
  const [top, left] = [Math.trunc((Math.max(height, high) - height) / 2), Math.trunc((Math.max(width, wide) - width) / 2)];
  return { top: 0 - top, left: 0 - left, height: height + 2 * top, width: width + 2 * left };
}

/** `compute_interpolation_weights` with HalfPixelScaler, in float32. */
function tapsOf(size: number, wanted: number): Taps {
  const scale = Math.fround(size / wanted);
  const taps = { low: new Int32Array(wanted), high: new Int32Array(wanted), share: new Float32Array(wanted) };
  for (let index = 0; index < wanted; index++) {
    const place = Math.fround(Math.fround(Math.fround(index + 0.5) * scale) - 0.5);
    const floor = Math.floor(place);
    taps.low[index] = Math.max(floor, 0);
    taps.high[index] = Math.min(Math.ceil(place), size - 1);
    taps.share[index] = Math.fround(place - floor);
  }
  return taps;
}

/** @throws HG_GUEST_PROTOCOL */
export function fitOf(value: unknown): Fit {
  if (value === 'stretch' || value === 'pad' || value === 'crop') return value;
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot take the call as "fit" must be "stretch", "pad" or "crop"');
}
