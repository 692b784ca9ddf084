import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { channelsFirst, channelsOf } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32, slide, windowAttributes } from '../window.ts';

/**
 * MaxPooling1D to 3D and AveragePooling1D to 3D (keras/src/layers/pooling/base_pooling.py). `strides` null means the window itself.
 *
 * Padding `same` adds no cells that count: max takes them as -inf, and the average divides by the cells that lie inside.
 * Whole numbers are refused: TensorFlow averages none, and ONNX Runtime has the maximum of few.
 */
export const pooling = (keras: string, rank: number, op: 'MaxPool' | 'AveragePool'): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => {
      const kernel = f.ints('pool_size', rank, { min: 1, max: INT32, ...(op === 'MaxPool' ? { absent: 2 } : {}) });
      const strides = (f.raw('strides') ?? null) === null ? kernel : f.ints('strides', rank, { min: 1, max: INT32 });
      return { kernel, strides, dilations: kernel.map(() => 1), padding: f.oneOf('padding', ['valid', 'same'], 'valid'), channels: channelsOf(f) };
    },
    lower: (g, [x], { channels, ...window }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      return channelsFirst(g, x, channels, (x) =>
        op === 'MaxPool' ? slide(g, op, [x], window) : g.node(op, [x], { ...windowAttributes(x, window, call), count_include_pad: 0 }),
      );
    },
  });
