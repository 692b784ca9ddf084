import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import { record, whole } from '../params.ts';
import { withChannels } from './channels.ts';
import { fitOf, fitted } from './fit.ts';
import type { Picture } from './picture.ts';

type Range = '0..255' | '0..1' | '-1..1';

/** What a model is fed for a byte; float32 arithmetic, as Rescaling(1/255) and Rescaling(1/127.5, -1) would do it. */
const RANGES: Readonly<Record<Exclude<Range, '0..255'>, (value: number) => number>> = {
  '0..1': (value) => Math.fround(value / 255),
  '-1..1': (value) => Math.fround(Math.fround(value / 127.5) - 1),
};

/**
 * `{channels, size: {height, width, fit} | null, pixels}` → the picture as the model takes it, [height, width, channels].
 *
 * uint8 where it is neither resized nor scaled, float32 else.
 */
export function fed(picture: Picture, params: unknown): Tensor {
  const data = record(params);
  const image = withChannels(picture, whole(data, 'channels') === 1 ? 1 : 3);
  const size = data['size'] === null ? null : record(data['size']);
  const [height, width] = size === null ? [image.height, image.width] : [whole(size, 'height'), whole(size, 'width')];
  const shape = [height, width, image.channels];
  const range = rangeOf(data['pixels']);
  if (size === null && range === '0..255') return { dtype: 'uint8', shape, data: image.data };
  const pixels = size === null ? Float32Array.from(image.data) : fitted(image, height, width, fitOf(size['fit']));
  return { dtype: 'float32', shape, data: range === '0..255' ? pixels : pixels.map(RANGES[range]) };
}

function rangeOf(value: unknown): Range {
  if (value === '0..255' || value === '0..1' || value === '-1..1') return value;
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot take the call as "pixels" must be "0..255", "0..1" or "-1..1"');
}
