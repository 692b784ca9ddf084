import { defineOperation } from '../define-operation.ts';
import { readRectifier, rectified } from '../layers/activations/relu.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.activations.relu` with arguments, called on a tensor: the operation `ReLU`, which is not that of `keras.ops.relu`. */
export const rectifiedLinear = defineOperation({
  keras: 'ReLU',
  arguments: ['x'],
  config: readRectifier,
  lower: (g, config, call) => rectified(g, real(g, call, tensorOf(g, call)), config),
});
