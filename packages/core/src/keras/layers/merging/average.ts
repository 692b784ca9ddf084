import { expectFloat } from '../expect.ts';
import { fold, merging } from './base-merge.ts';

/** `keras.layers.Average` (keras/src/layers/merging/average.py). Whole numbers are refused: TensorFlow answers them with float64. */
export const average = merging({
  keras: 'Average',
  merge: (g, inputs, call) => {
    expectFloat(inputs[0], call);
    return g.node('Div', [fold(g, 'Add', inputs), g.scalar(inputs.length)]);
  },
});
