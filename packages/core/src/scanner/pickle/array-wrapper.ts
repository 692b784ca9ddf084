import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { attemptLiteral } from './decompile.ts';
import { isGlobal, itemsOf, type Thing, type Value } from './values.ts';

/** An object of `joblib.numpy_pickle.NumpyArrayWrapper`: joblib's unpickler reads the array's bytes behind its BUILD. */
export const isArrayWrapper = (value: Value): value is Thing =>
  typeof value === 'object' && value.kind === 'instance' && isGlobal(value.of, 'joblib.numpy_pickle', 'NumpyArrayWrapper');

/**
 * Where the op-codes go on behind the bytes of an array (`NumpyArrayWrapper.read_array`): a byte that says how much padding follows, where the wrapper names an alignment, then as
 * many bytes as shape and type say. An array of objects is a pickle in their place, which is followed where it stands.
 *
 * @throws HG_ARTIFACT_PICKLE where shape or type cannot be told, or the file ends before.
 */
export function arrayEnd(source: ByteSource, state: Value, offset: number): number | undefined {
  const fields = fieldsOf(state, source);
  const shape = itemsOf(fields.get('shape'))?.map((dim) => Number(textOf(dim, source)));
  const type = elementOf(fields.get('dtype'), source);
  if (shape === undefined || type === undefined || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0))
    throw broken(offset, 'say their shape and type');
  if (type.objects) return undefined;
  const bytes = shape.includes(0) ? 0 : shape.reduce((product, dim) => product * dim, type.bytes);
  const start = offset + paddingAt(source, fields.get('numpy_array_alignment_bytes'), offset);
  if (!(start + bytes <= source.size)) throw broken(offset, 'be in the file');
  return start + bytes;
}

function fieldsOf(state: Value, source: ByteSource): Map<string, Value> {
  const fields = new Map<string, Value>();
  const items = typeof state === 'object' && state.kind === 'dict' ? state.items : [];
  for (let at = 0; at + 1 < items.length; at += 2) fields.set(textOf(items[at], source) ?? '', items[at + 1] as Value);
  return fields;
}

function paddingAt(source: ByteSource, alignment: Value | undefined, offset: number): number {
  if (alignment === undefined || textOf(alignment, source) === undefined) return 0;
  if (offset >= source.size) throw broken(offset, 'be in the file');
  return 1 + (source.read(offset, 1)[0] as number);
}

/** `numpy.dtype('f8', False, True)`, and its state `(3, '<', None, names, fields, bytes, alignment, flags)`. */
function elementOf(dtype: Value | undefined, source: ByteSource): { readonly bytes: number; readonly objects: boolean } | undefined {
  if (typeof dtype !== 'object' || !isGlobal(dtype.of, 'numpy', 'dtype')) return undefined;
  const [, kind = '', digits = ''] = /^[<>|=]?([a-zA-Z?])(\d{0,9})$/.exec(textOf(itemsOf(dtype.args)?.[0], source) ?? '') ?? [];
  if (kind === 'O') return { bytes: 8, objects: true };
  if (kind === '') return undefined;
  return { bytes: Number(digits === '' ? '1' : digits) * (kind === 'U' ? 4 : 1), objects: kind === 'V' && holdsObjects(dtype.state, source) };
}

/** NPY_ITEM_HASOBJECT of a type's flags, the last of the eight that all types have. */
function holdsObjects(state: Value | undefined, source: ByteSource): boolean {
  const flags = Number(textOf(itemsOf(state)?.[7], source) ?? '0');
  return (flags & 1) === 1;
}

function textOf(value: Value | undefined, source: ByteSource): string | undefined {
  const literal = typeof value === 'number' ? attemptLiteral(source, value) : undefined;
  return literal?.type === 'str' || literal?.type === 'number' ? literal.text : undefined;
}

const broken = (offset: number, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_PICKLE', `Cannot pass the bytes of an array as they must ${wanted}: they do not`, { where: { offset } });
