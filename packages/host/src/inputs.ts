import type { Tensor } from '@horngate/core/tensor';
import { HorngateError, type TensorSpec } from '@horngate/core/words';
import { convert } from './convert.ts';

/** Inputs as a caller has them: by name, or in the order of the model's inputs. */
export type Given = Readonly<Record<string, Tensor>> | readonly Tensor[];

/**
 * Fits what a caller has to what a model declares: names, types, shapes, one batch size for all.
 *
 * Names may be those of the model, `arr_0`, `arr_1`, … in the order of its inputs as `numpy.savez` writes them, or any single name where the model has one input.
 *
 * @returns the tensors in the order of `specs`.
 * @throws HG_INPUT_NAME, HG_INPUT_DTYPE, HG_INPUT_SHAPE, HG_INPUT_RANGE
 */
export function fitInputs(given: Given, specs: readonly TensorSpec[]): Tensor[] {
  const found = byOrder(given, specs).map((tensor, index) => convert(specs[index]?.name ?? '', tensor, specs[index]?.dtype ?? tensor.dtype));
  const sizes = new Map<string, number>();
  found.forEach((tensor, index) => {
    checkShape(tensor, specs[index] as TensorSpec, sizes);
  });
  return found;
}

function byOrder(given: Given, specs: readonly TensorSpec[]): readonly Tensor[] {
  const tensors = Array.isArray(given) ? (given as readonly Tensor[]) : byName(given as Readonly<Record<string, Tensor>>, specs);
  if (tensors.length !== specs.length)
    throw new HorngateError('HG_INPUT_NAME', `Cannot feed the model as it takes ${listed(specs)}: found ${tensors.length} inputs`);
  return tensors;
}

function byName(given: Readonly<Record<string, Tensor>>, specs: readonly TensorSpec[]): readonly Tensor[] {
  const names = Object.keys(given);
  const only = given[names[0] ?? ''];
  if (specs.length === 1 && names.length === 1 && only !== undefined) return [only];
  const numbered = names.length === specs.length && specs.every((_, index) => Object.hasOwn(given, `arr_${index}`));
  const wanted = numbered ? specs.map((_, index) => `arr_${index}`) : specs.map(({ name }) => name);
  for (const name of names)
    if (!wanted.includes(name)) throw new HorngateError('HG_INPUT_NAME', `Cannot feed the input "${name}" as the model takes ${listed(specs)}`);
  return wanted.map((name) => {
    const tensor = Object.hasOwn(given, name) ? given[name] : undefined;
    if (tensor === undefined)
      throw new HorngateError(
        'HG_INPUT_NAME',
        `Cannot feed the model as its input "${name}" is missing: found ${names.map((found) => `"${found}"`).join(', ')}`,
      );
    return tensor;
  });
}

const listed = (specs: readonly TensorSpec[]): string => specs.map(({ name }) => `"${name}"`).join(', ');

/** Equal names of dims are equal sizes, over all inputs of a call. */
function checkShape(tensor: Tensor, spec: TensorSpec, sizes: Map<string, number>): void {
  const fits =
    tensor.shape.length === spec.shape.length &&
    spec.shape.every((dim, axis) => {
      const size = tensor.shape[axis] as number;
      const wanted = typeof dim === 'number' ? dim : (sizes.get(dim) ?? size);
      if (typeof dim === 'string') sizes.set(dim, size);
      // ONNX Runtime 1.30 ends its process for some operators over nothing.
      return wanted === size && size > 0;
    });
  if (!fits)
    throw new HorngateError(
      'HG_INPUT_SHAPE',
      `Cannot feed the input "${spec.name}" as its shape must be [${spec.shape.join(', ')}]: found [${tensor.shape.join(', ')}]`,
    );
}
