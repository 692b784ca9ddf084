import { expectFloat } from '../expect.ts';
import { merging, sum } from './base-merge.ts';

/** `keras.layers.Average` (keras/src/layers/merging/average.py). Whole numbers are refused: TensorFlow answers them with float64. */
export const average = merging({
  keras: 'Average',
  merge: (g, inputs, call) => {
    expectFloat(inputs[0], call);
    return g.node('Div', [sum(g, inputs, call), g.scalar(inputs.length)]);
  },
});
