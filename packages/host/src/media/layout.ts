import { HorngateError, type SpecDim, type TensorSpec } from '@horngate/core/words';
import type { Fit, ImageMedium, SoundMedium } from './medium.ts';

/** How a model wants a picture: [batch, height, width, channels], channels first, or without an axis of channels. */
export interface Layout {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly order: 'last' | 'first' | 'none';
}

/** What is fed where no model says what it takes. */
export const PLAIN = (image: ImageMedium): Layout => ({ channels: 3, height: image.height, width: image.width, order: 'last' });

/**
 * Reads from the one input of a model what picture it takes.
 *
 * @throws HG_INPUT_SHAPE where it takes none; where it takes another size and no `fit` says how, naming `--fit`.
 */
export function layoutOf(spec: TensorSpec, image: ImageMedium, fit: Fit | undefined): Layout {
  const { order, channels, size } = axesOf(spec);
  const [height = image.height, width = image.width] = size.map((dim, axis) => (typeof dim === 'number' ? dim : [image.height, image.width][axis]));
  if (fit === undefined && (height !== image.height || width !== image.width))
    throw new HorngateError(
      'HG_INPUT_SHAPE',
      `Cannot feed the image to "${spec.name}" as it must have ${height} x ${width} pixels (height x width): it has ${image.height} x ${image.width}; "--fit stretch", "--fit pad" or "--fit crop" resizes it`,
    );
  return { order, channels, height, width };
}

function axesOf(spec: TensorSpec): { order: Layout['order']; channels: 1 | 3; size: readonly SpecDim[] } {
  const [, ...dims] = spec.shape;
  const [first, , last] = dims;
  if (dims.length === 2) return { order: 'none', channels: 1, size: dims };
  if (dims.length === 3 && (last === 1 || last === 3)) return { order: 'last', channels: last, size: dims.slice(0, 2) };
  if (dims.length === 3 && (first === 1 || first === 3)) return { order: 'first', channels: first, size: dims.slice(1) };
  if (dims.length === 3 && typeof last === 'string') return { order: 'last', channels: 3, size: dims.slice(0, 2) };
  throw new HorngateError(
    'HG_INPUT_SHAPE',
    `Cannot feed an image to "${spec.name}" as it must take pictures of 1 or 3 channels: it takes [${spec.shape.join(', ')}]`,
  );
}

/** Whether the one channel of a sound has an axis of its own: [batch, frames, channels], or [batch, frames]. @throws HG_INPUT_SHAPE */
export function soundAxes(spec: TensorSpec, { channels }: SoundMedium): 'frames' | 'both' {
  if (spec.shape.length === 3) return 'both';
  if (spec.shape.length === 2 && channels === 1) return 'frames';
  throw new HorngateError(
    'HG_INPUT_SHAPE',
    `Cannot feed a sound of ${channels} channels to "${spec.name}" as it must take [batch, frames] of one, or [batch, frames, channels]: it takes [${spec.shape.join(', ')}]`,
  );
}
