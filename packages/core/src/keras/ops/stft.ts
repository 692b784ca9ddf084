import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { expectFloat } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { type Complex, centred, expectLength, realFourier, windowOf } from './fourier.ts';
import { tensorOf } from './operands.ts';
import { slidBack } from './patches.ts';

/** What short-time transforms share. */
export interface ShortTime {
  readonly length: number;
  readonly stride: number;
  readonly fft: number;
  readonly window: 'hann' | 'hamming' | null;
  readonly center: boolean;
}

/** @throws HG_ARTIFACT_FIELD for a transform shorter than its sequence. */
export function shortTimeFields(f: Fields): ShortTime {
  const size = { min: 1, max: INT32 } as const;
  const [length, fft] = [f.int('sequence_length', size), f.int('fft_length', size)];
  if (fft < length) throw f.wrong('fft_length', `at least "sequence_length"`);
  const window = f.has('window') && f.raw('window') === null ? null : f.oneOf('window', ['hann', 'hamming'], 'hann');
  return { length, stride: f.int('sequence_stride', size), fft, window, center: f.boolean('center', true) };
}

/** Transforms of windows along the last axis: [..., windows, bins]. Where they are centred, the ends are mirrored. */
export function shortTime(g: GraphBuilder, x: Value, { length, stride, fft, window, center }: ShortTime, call: Call): Complex {
  expectLength(fft, call);
  const half = Math.floor(fft / 2);
  const none = x.dims.slice(1).map(() => 0);
  const padded = center && half > 0 ? g.node('Pad', [x, g.ints([...none, half, ...none, half])], { mode: 'reflect' }) : x;
  const framed = slidBack(g, padded, x.dims.length - 1, { size: fft, stride, dilation: 1 }, call);
  // Without a window Keras takes all of a frame, however short the sequence.
  const shape = window === null ? undefined : centred(windowOf(window, length), length, fft);
  return realFourier(g, framed, fft, call, shape, `${window} ${length}`);
}

/** `keras.ops.stft`: real and imaginary part. */
export const stft = defineOperation({
  keras: 'STFT',
  arguments: ['x'],
  config: shortTimeFields,
  lower: (g, how, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    return shortTime(g, x, how, call);
  },
});
