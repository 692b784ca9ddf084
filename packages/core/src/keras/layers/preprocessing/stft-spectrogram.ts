import type { GraphBuilder } from '../../../graph/builder.ts';
import { multiplyDims } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { dimOf, known } from '../../dims.ts';
import { angleOf } from '../../ops/arctan2.ts';
import { mapWeight, type Weight } from '../../weight.ts';
import { type Channels, channelsOf } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32, slide, type Window } from '../window.ts';

const MODES = ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'] as const;
const SIZE = { min: 1, max: INT32 } as const;
/** Keras' epsilon, below which nothing goes into a root or a logarithm. */
const LEAST = 1e-7;

/**
 * `keras.layers.STFTSpectrogram` (keras/src/layers/preprocessing/stft_spectrogram.py): windows of each channel times two kernels, which are weights of the
 * file, so that `window`, `periodic` and `scaling` have shaped them already.
 */
export const stftSpectrogram = defineLayer({
  keras: 'STFTSpectrogram',
  config: (f) => {
    f.ignore('window', 'periodic', 'scaling');
    const length = f.int('frame_length', { ...SIZE, absent: 256 });
    const step = (f.raw('frame_step') ?? null) === null ? Math.floor(length / 2) : f.int('frame_step', { min: 1, max: length });
    const fft = (f.raw('fft_length') ?? null) === null ? 2 ** Math.ceil(Math.log2(length)) : f.int('fft_length', { min: length, max: INT32 });
    if (step < 1) throw f.wrong('frame_length', 'at least 2 where there is no "frame_step"');
    return {
      mode: f.oneOf('mode', MODES, 'log'),
      window: { kernel: [length], strides: [step], dilations: [1], padding: f.oneOf('padding', ['valid', 'same'], 'valid') } as const,
      bins: Math.floor(fft / 2) + 1,
      apart: f.boolean('expand_dims', false),
      channels: channelsOf(f),
    };
  },
  weights: ({ mode, window, bins }) => {
    const shape = [...window.kernel, 1, bins];
    return { real_kernel: mode === 'imag' ? undefined : shape, imag_kernel: mode === 'real' ? undefined : shape };
  },
  lower: (g, [x], { mode, window, bins, apart, channels }, call) => {
    expectRank(x, 3, call);
    expectFloat(x, call);
    const signals = channels === 'channels_first' ? x : g.transpose(x, [0, 2, 1]);
    const part = (name: string): Value => convolved(g, signals, call.weight(name), bins, window);
    const answer = spectrum(
      g,
      mode,
      () => part('real_kernel'),
      () => part('imag_kernel'),
    );
    const placed = arranged(g, answer, apart, channels);
    if (mode !== 'log') return placed;
    return g.node('Log', [g.node('Max', [placed, g.scalar(LEAST)])]);
  },
});

/** [batch, channels, bins, time] of signals [batch, channels, time]; each channel meets the same kernel [window, 1, bins]. */
function convolved(g: GraphBuilder, x: Value, kernel: Weight, bins: number, window: Window): Value {
  const [channels, length] = [known(x, 1), window.kernel[0] ?? 1];
  const moved = mapWeight(kernel, `spectrum of ${channels}`, [channels * bins, 1, length], (values) => {
    const all = new Float32Array(channels * bins * length);
    for (let row = 0; row < channels * bins; row++) for (let at = 0; at < length; at++) all[row * length + at] = values[at * bins + (row % bins)] as number;
    return all;
  });
  const y = slide(g, 'Conv', [x, g.constant(moved)], window, { group: channels });
  return g.reshape(y, [dimOf(y, 0), channels, bins, dimOf(y, 2)]);
}

function spectrum(g: GraphBuilder, mode: (typeof MODES)[number], real: () => Value, imaginary: () => Value): Value {
  if (mode === 'real') return real();
  if (mode === 'imag') return imaginary();
  const [a, b] = [real(), imaginary()];
  if (mode === 'angle') return angleOf(g, b, a);
  if (mode === 'stft') return g.node('Concat', [a, b], { axis: 2 });
  const power = g.node('Add', [g.node('Mul', [a, a]), g.node('Mul', [b, b])]);
  if (mode !== 'psd') return g.node('Sqrt', [g.node('Max', [power, g.scalar(LEAST)])]);
  const bins = known(power, 2);
  if (bins < 3) return power;
  const inner = g.node('Slice', [power, g.ints([1]), g.ints([bins - 1]), g.ints([2])], {}, power.dims.with(2, bins - 2));
  return g.node('Add', [power, g.node('Pad', [inner, g.ints([0, 0, 1, 0, 0, 0, 1, 0])])]);
}

/** Channels and bins in the order of the layer, on one axis or two. */
function arranged(g: GraphBuilder, x: Value, apart: boolean, channels: Channels): Value {
  if (apart) return g.transpose(x, channels === 'channels_first' ? [0, 1, 3, 2] : [0, 3, 2, 1]);
  const flat = g.reshape(x, [dimOf(x, 0), multiplyDims([dimOf(x, 1), dimOf(x, 2)]), dimOf(x, 3)]);
  return channels === 'channels_first' ? flat : g.transpose(flat, [0, 2, 1]);
}
