import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import { defineStage } from './stage.ts';

/** The same tensor under another name: an input that is handed through to an output. */
export const identity = defineStage({
  name: 'identity',
  kind: 'string',
  tables: [],
  inputs: [1, 1],
  options: () => ({}),
  infer: ([input]) => {
    if (input === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a stage without an input');
    return { dtype: input.dtype, shape: input.shape };
  },
  prepare:
    () =>
    ([input]) =>
      input as Tensor,
});
