import type { Call } from '../define-layer.ts';
import type { Fields } from '../fields.ts';
import { type Channels, channelsOf } from '../layers/channels.ts';
import { INT32, type Padding, type Window } from '../layers/window.ts';

/** What an operation with a window says of it, before the rank of its input is known. */
export interface WindowFields {
  readonly strides: readonly number[] | null;
  readonly dilations: readonly number[];
  readonly padding: Padding;
  readonly channels: Channels;
}

const SIZES = { min: 1, max: INT32 } as const;

/** One whole number for all axes, or a list of one each; at most as many as there are spatial axes in any of Keras' windows. */
export function perAxis(f: Fields, name: string, absent?: number): readonly number[] {
  const sizes = f.has(name) || absent === undefined ? f.intList(name, SIZES) : [absent];
  if (sizes.length < 1 || sizes.length > 3) throw f.wrong(name, '1 to 3 whole numbers');
  return sizes;
}

/** A list of `rank` numbers from one that may stand for all. @throws HG_ARTIFACT_SHAPE for another count. */
export function spread(sizes: readonly number[], rank: number, call: Call): readonly number[] {
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined) return Array.from({ length: rank }, () => only);
  if (sizes.length !== rank) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot use a window of ${sizes.length} axes on ${rank}`);
  return sizes;
}

/** The fields that pools and convolutions share. `padding` may be spelled with capitals (keras/src/ops/nn.py). */
export const windowFields = (f: Fields, strides: number | null): WindowFields => ({
  strides: strides === null && (f.raw('strides') ?? null) === null ? null : perAxis(f, 'strides', strides ?? undefined),
  dilations: perAxis(f, 'dilation_rate', 1),
  padding: paddingOf(f),
  channels: channelsOf(f),
});

export function paddingOf(f: Fields): 'valid' | 'same' {
  const padding = f.string('padding', 'valid').toLowerCase();
  if (padding !== 'valid' && padding !== 'same') throw f.wrong('padding', '"valid" or "same"');
  return padding;
}

export function windowOf(kernel: readonly number[], { strides, dilations, padding }: WindowFields, call: Call): Window {
  const rank = kernel.length;
  return { kernel, strides: strides === null ? kernel : spread(strides, rank, call), dilations: spread(dilations, rank, call), padding };
}
