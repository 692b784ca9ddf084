import { BYTES, bytesOf, sizeOf, type Tensor, tensorOf } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';

/** Rows `from` to `to` of the first axis, as a view. */
export function rows(tensor: Tensor, from: number, to: number): Tensor {
  const row = sizeOf(tensor.shape.slice(1));
  const shape = [to - from, ...tensor.shape.slice(1)];
  if (tensor.dtype === 'string') return { dtype: 'string', shape, data: tensor.data.slice(from * row, to * row) };
  const width = row * BYTES[tensor.dtype];
  return tensorOf(tensor.dtype, shape, bytesOf(tensor).subarray(from * width, to * width));
}

/**
 * Says what to do where batches have rows of different shapes: texts of different lengths, in a model that pads each batch to its longest. Keras ends there too.
 *
 * @throws HG_INPUT_SHAPE
 */
export function expectEqualRows(name: string, parts: readonly Tensor[]): void {
  const shapes = new Set(parts.map(({ shape }) => shape.slice(1).join(', ')));
  if (shapes.size > 1)
    throw new HorngateError(
      'HG_INPUT_SHAPE',
      `Cannot join the batches of "${name}" as their rows must have one shape: found [${[...shapes].slice(0, 4).join('], [')}]; feed all rows in one batch`,
    );
}

/** Tensors of equal type and row shape, one after the other on the first axis. @throws HG_GUEST_PROTOCOL where they do not fit: a guest made them. */
export function joined(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (first === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot join the batches of an output as there are none');
  if (parts.length === 1) return first;
  const row = first.shape.slice(1).join();
  if (parts.some((part) => part.dtype !== first.dtype || part.shape.slice(1).join() !== row || part.shape.length === 0))
    throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot join the batches of an output as their shapes must be equal');
  const shape = [parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0), ...first.shape.slice(1)];
  if (first.dtype === 'string') return { dtype: 'string', shape, data: parts.flatMap((part) => part.data as readonly string[]) };
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + bytesOf(part).byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(bytesOf(part), offset);
    offset += bytesOf(part).byteLength;
  }
  return tensorOf(first.dtype, shape, bytes);
}
