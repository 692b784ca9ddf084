import { carried } from '../../ops/carried.ts';
import { eachOf, either, fold, maskOver, merging } from './base-merge.ts';

/**
 * `keras.layers.Multiply` (keras/src/layers/merging/multiply.py): a masked step counts as 1, and where all inputs have a mask, the steps that
 * all of them mask are 0.
 */
export const multiply = merging({
  keras: 'Multiply',
  masked: true,
  merge: (g, inputs, call) => {
    const product = fold(
      g,
      'Mul',
      eachOf(inputs, (x) => {
        const mask = maskOver(g, x, call);
        return mask === undefined ? x : carried(g, 'Where', [mask, x, g.scalar(1, x.dtype)]);
      }),
    );
    const mask = either(g, inputs);
    return mask === undefined ? product : carried(g, 'Where', [g.node('Unsqueeze', [mask, g.ints([-1])]), product, g.scalar(0, product.dtype)]);
  },
});
