import { imageFunction } from './base-image.ts';

const WEIGHTS = [0.2989, 0.587, 0.114];

/** `keras.ops.image.rgb_to_grayscale`; gray images stay. Whole numbers are refused, as the last bit of a sum would decide how they are cut off. */
export const rgbToGrayscale = imageFunction('RGBToGrayscale', (g, x, call) => {
  if (x.dims[1] === 1) return g.node('Identity', [x]);
  if (x.dims[1] !== 3) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot make gray images unless there are one or three channels');
  return g.node('ReduceSum', [g.node('Mul', [x, g.floats(WEIGHTS, [3, 1, 1])]), g.ints([1])], { keepdims: 1 });
});
