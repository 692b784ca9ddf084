import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { extreme } from '../../ops/base-reduction.ts';
import { expectLength, matrix } from '../../ops/fourier.ts';
import { shortTime } from '../../ops/stft.ts';
import { INT32 } from '../window.ts';

interface Mel {
  readonly bands: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

const SIZE = { min: 1, max: INT32 } as const;

/**
 * `keras.layers.MelSpectrogram` (keras/src/layers/preprocessing/mel_spectrogram.py): powers of frequencies in bands of the mel scale, [..., band, time].
 *
 * In decibels, nothing is less than `top_db` below the greatest of the whole batch, so that rows of a batch hang on each other, in Keras as here.
 */
export const melSpectrogram = defineLayer({
  keras: 'MelSpectrogram',
  floats: true,
  config: (f) => {
    const fft = f.int('fft_length', { ...SIZE, absent: 2048 });
    const length = (f.raw('sequence_length') ?? null) === null ? fft : f.int('sequence_length', SIZE);
    if (fft < length) throw f.wrong('fft_length', 'at least "sequence_length"');
    const rate = f.number('sampling_rate', { min: 1, absent: 16000 });
    return {
      time: {
        length,
        fft,
        stride: f.int('sequence_stride', { ...SIZE, absent: 512 }),
        window: windowField(f.raw('window') ?? null, () => f.oneOf('window', ['hann', 'hamming'])),
        center: true,
      },
      mel: {
        bands: f.int('num_mel_bins', { ...SIZE, absent: 128 }),
        rate,
        low: f.number('min_freq', { min: 0, absent: 20 }),
        high: f.numberOrNull('max_freq', { absent: null }) || Math.trunc(rate / 2),
      },
      decibels: f.boolean('power_to_db', true),
      range: f.number('top_db', { absent: 80 }),
      exponent: f.number('mag_exp', { absent: 2 }),
      least: f.number('min_power', { min: 0, absent: 1e-10 }),
      reference: f.number('ref_power', { absent: 1 }),
    };
  },
  lower: (g, [x], { time, mel, decibels, range, exponent, least, reference }, call) => {
    expectLength(time.fft, call);
    const [real, imaginary] = shortTime(g, x, time, call);
    const square = (part: Value): Value => g.node('Mul', [part, part]);
    const size = g.node('Sqrt', [g.node('Add', [square(real), square(imaginary)])]);
    const power = g.node('MatMul', [g.node('Pow', [size, g.scalar(exponent)]), bandsOf(g, mel, Math.floor(time.fft / 2) + 1)]);
    const rank = power.dims.length;
    const order = [...power.dims.keys()].slice(0, -2).concat(rank - 1, rank - 2);
    return g.transpose(decibels ? inDecibels(g, power, range, least, reference) : power, order);
  },
});

const windowField = (value: unknown, read: () => 'hann' | 'hamming'): 'hann' | 'hamming' | null => (value === null ? null : read());

const toMel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

/** [bin, band]: triangles on the mel scale; the bin of frequency 0 belongs to none (`linear_to_mel_weight_matrix`). */
function bandsOf(g: GraphBuilder, { bands, rate, low, high }: Mel, bins: number): Value {
  const [first, last] = [toMel(low), toMel(high)];
  const edge = (at: number): number => first + ((last - first) * at) / (bands + 1);
  return matrix(g, `mel ${rate} ${low} ${high}`, bins, bands, (bin, band) => {
    if (bin === 0) return 0;
    const place = toMel((rate / 2) * (bin / (bins - 1)));
    const rising = (place - edge(band)) / (edge(band + 1) - edge(band));
    const falling = (edge(band + 2) - place) / (edge(band + 2) - edge(band + 1));
    return Math.max(0, Math.min(rising, falling));
  });
}

function inDecibels(g: GraphBuilder, power: Value, range: number, least: number, reference: number): Value {
  const log = g.node('Mul', [g.node('Log', [g.node('Max', [power, g.scalar(least)])]), g.scalar(10 / Math.LN10)]);
  const level = g.node('Sub', [log, g.scalar(10 * Math.log10(Math.max(Math.abs(reference), least)))]);
  const most = extreme(g, 'ReduceMax', level, { axes: level.dims.map((_, axis) => axis), keep: false });
  return g.node('Max', [level, g.node('Sub', [most, g.scalar(range)])]);
}
