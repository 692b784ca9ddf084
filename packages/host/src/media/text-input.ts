import type { Tensor } from '@horngate/core/tensor';
import { HorngateError, type TensorSpec } from '@horngate/core/words';
import type { Input } from './open-input.ts';

/** One text as an input, for a model that takes one: a batch of one, in the shape that the model declares. */
export const textInput = (text: string): Input => ({
  medium: null,
  feed: async (specs) => ({ tensors: textFed(text, specs), medium: null, fit: null, pixels: null }),
  close: () => undefined,
});

/** @throws HG_INPUT_NAME unless the model has one input, HG_INPUT_DTYPE unless that is of texts, HG_INPUT_SHAPE unless it takes one text for a row. */
export function textFed(text: string, specs: readonly TensorSpec[] | undefined): Readonly<Record<string, Tensor>> {
  if (specs === undefined) return { arr_0: { dtype: 'string', shape: [1], data: [text] } };
  const [spec] = specs;
  if (spec === undefined || specs.length > 1) {
    const names = specs.map(({ name }) => `"${name}"`).join(', ');
    throw new HorngateError('HG_INPUT_NAME', `Cannot feed a text as the model must have one input: it takes ${names}`);
  }
  if (spec.dtype !== 'string') throw new HorngateError('HG_INPUT_DTYPE', `Cannot feed a text as the input "${spec.name}" must be string: it is ${spec.dtype}`);
  const shape = spec.shape.map((dim) => (typeof dim === 'number' ? dim : 1));
  if (shape.some((dim) => dim !== 1))
    throw new HorngateError(
      'HG_INPUT_SHAPE',
      `Cannot feed a text as the input "${spec.name}" must take one for each row: its shape is [${spec.shape.join(', ')}]`,
    );
  return { [spec.name]: { dtype: 'string', shape, data: [text] } };
}
