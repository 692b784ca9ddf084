import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf, known } from '../dims.ts';
import { INT32 } from '../layers/window.ts';
import { centred, complexOf, expectLength, inverseRealFourier, windowOf } from './fourier.ts';
import { type ShortTime, shortTimeFields } from './stft.ts';

/** Each overlap is a node: more are refused. */
const MAX_OVERLAPS = 64;

/** `keras.ops.istft`: windows are taken back and added up, each over what the windows add up to (tensorflow/python/ops/signal/spectral_ops.py). */
export const istft = defineOperation({
  keras: 'ISTFT',
  arguments: ['x'],
  config: (f) => ({ ...shortTimeFields(f), samples: (f.raw('length') ?? null) === null ? null : f.int('length', { min: 1, max: INT32 }) }),
  lower: (g, { samples, ...how }, call) => {
    const x = complexOf(g, call);
    expectLength(how.fft, call);
    const overlaps = Math.ceil(how.fft / how.stride);
    if (overlaps > MAX_OVERLAPS) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile an inverse transform whose windows overlap ${overlaps} times`);
    const frames = inverseRealFourier(g, x, how.fft, call, inverseWindow(how, overlaps), `inverse ${how.window} ${how.length} ${how.stride}`);
    const added = overlapped(g, frames, how.stride, overlaps);
    const start = how.center ? Math.floor(how.fft / 2) : 0;
    const whole = (known(x[0], -2) - 1) * how.stride + how.fft;
    const end = samples === null ? (how.center ? whole - Math.floor(how.fft / 2) : whole) : Math.min(start + samples, whole);
    if (end <= start) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot take nothing back from a transform');
    return g.node('Slice', [added, g.ints([start]), g.ints([end]), g.ints([added.dims.length - 1])]);
  },
});

/** The window over the sum of squares of those that overlap; 0 / 0 where they leave a hole, as TensorFlow has it. */
function inverseWindow({ window, length, fft, stride }: ShortTime, overlaps: number): (at: number) => number {
  if (window === null) return () => 1;
  const whole = centred(windowOf(window, length), length, fft);
  const value = (at: number): number => (at < fft ? Math.fround(whole(at)) : 0);
  const sums = Array.from({ length: stride }, (_, at) =>
    Array.from({ length: overlaps }, (_, turn) => value(at + turn * stride) ** 2).reduce((a, b) => a + b, 0),
  );
  return (at) => whole(at) / (sums[at % stride] ?? 1);
}

/** [..., windows, cells] added up, each `stride` behind the last. */
function overlapped(g: GraphBuilder, frames: Value, stride: number, overlaps: number): Value {
  const rank = frames.dims.length;
  const cells = known(frames, -1);
  const zeros = Array.from({ length: 2 * rank }, () => 0);
  const rest = overlaps * stride - cells;
  const filled = rest === 0 ? frames : g.node('Pad', [frames, g.ints(zeros.with(-1, rest))]);
  const apart = g.reshape(filled, [...filled.dims.slice(0, -1), overlaps, stride]);
  const pieces = Array.from({ length: overlaps }, (_, at) => {
    const one = overlaps === 1 ? apart : g.node('Slice', [apart, g.ints([at]), g.ints([at + 1]), g.ints([rank - 1])]);
    const piece = g.node('Squeeze', [one, g.ints([rank - 1])]);
    return overlaps === 1 ? piece : g.node('Pad', [piece, g.ints(zeros.with(rank - 2, at).with(2 * rank - 2, overlaps - 1 - at))]);
  });
  const sum = pieces.length === 1 ? (pieces[0] as Value) : g.node('Sum', pieces);
  const steps = addDims(dimOf(frames, -2), overlaps - 1);
  return g.reshape(sum, [...sum.dims.slice(0, -2), multiplyDims([steps, stride])]);
}
