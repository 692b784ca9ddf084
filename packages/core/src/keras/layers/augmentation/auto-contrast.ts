import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { extreme } from '../../ops/base-reduction.ts';
import { expectImages } from './image.ts';
import { BYTES, betweenRanges, valueRange } from './value-range.ts';

/**
 * `keras.layers.AutoContrast`: stretches each channel of each image to the whole range (keras/src/layers/preprocessing/image_preprocessing/auto_contrast.py).
 *
 * It acts at inference too. Minimum and maximum are those of axes 1 and 2, whatever `data_format` says. A channel of one colour stays as it is, by way of
 * a NaN in Keras, which ONNX Runtime's Clip would not hand on.
 */
export const autoContrast = defineLayer({
  keras: 'AutoContrast',
  arguments: ['data'],
  floats: true,
  config: (f) => {
    f.ignore('data_format', 'bounding_box_format');
    const [low, high] = valueRange(f);
    return { range: low < high ? ([low, high] as const) : ([high, low] as const) };
  },
  lower: (g, [x], { range }, call) => {
    expectImages(x, [4], call);
    const number = (value: number) => g.scalar(value, x.dtype);
    const images = betweenRanges(g, x, range, BYTES);
    const [low, high] = (['ReduceMin', 'ReduceMax'] as const).map((op) => extreme(g, op, images, { axes: [1, 2], keep: true })) as [Value, Value];
    const scale = g.node('Div', [number(255), g.node('Sub', [high, low])]);
    const stretched = g.node('Add', [g.node('Mul', [images, scale]), g.node('Mul', [g.node('Neg', [low]), scale])]);
    const inside = betweenRanges(g, g.node('Clip', [stretched, number(0), number(255)]), BYTES, range);
    return g.node('Where', [g.node('IsNaN', [stretched]), x, inside]);
  },
});
