import { BYTES, type DType } from '../../tensor/dtype.ts';
import type { Hdf5Attribute } from './attribute.ts';
import type { Hdf5Dataset } from './dataset.ts';
import type { Hdf5File } from './open-hdf5.ts';
import { walkHdf5 } from './walk-hdf5.ts';

/** What a file holds, in the form of `tools/oracle/hdf5_fixtures.py`. */
export interface ObjectView {
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export function viewOf(file: Hdf5File): Record<string, ObjectView> {
  const objects: Record<string, ObjectView> = {};
  for (const visit of walkHdf5(file)) {
    if (visit.kind !== 'object') continue;
    const { object, path } = visit;
    const attributes = object.kind === 'datatype' ? [] : [...object.attributes().values()];
    const view = { kind: object.kind, attributes: Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeView(attribute)])) };
    objects[path] = object.kind === 'dataset' ? { ...view, ...datasetView(object) } : view;
  }
  return objects;
}

export function datasetView(dataset: Hdf5Dataset): Record<string, unknown> {
  const { dtype, shape, layout, filters, storedBytes } = dataset;
  const base = { dtype: nameOf(dtype), shape: shape ?? null, chunks: layout === 'chunked', filters: filters.map(({ name }) => name), stored: storedBytes };
  if (shape === undefined) return { ...base, value: { empty: true } };
  if (dtype === 'string') return { ...base, value: { shape, strings: dataset.strings() } };
  return { ...base, value: { shape, dtype: nameOf(dtype), hex: Buffer.from(dataset.read()).toString('hex') } };
}

/** h5py has no bfloat16: it reads what Keras stored as two opaque bytes. */
const nameOf = (dtype: DType | undefined): string | undefined => (dtype === 'bfloat16' ? 'void16' : dtype);

function attributeView(attribute: Hdf5Attribute): unknown {
  const { shape, type } = attribute;
  if (shape === undefined) return { empty: true };
  const strings = attribute.strings();
  if (strings !== undefined) return { shape, strings };
  const dtype = type.kind === 'bool' ? 'bool' : type.kind === 'number' ? type.dtype : undefined;
  return { shape, dtype, hex: hexOf(attribute.numbers() ?? [], dtype ?? 'uint8') };
}

function hexOf(numbers: readonly (number | bigint)[], dtype: DType): string {
  const size = BYTES[dtype];
  return numbers.map((value) => elementOf(value, dtype, size).toString('hex')).join('');
}

function elementOf(value: number | bigint, dtype: DType, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  if (dtype === 'float64') bytes.writeDoubleLE(Number(value));
  else if (dtype === 'float32') bytes.writeFloatLE(Number(value));
  else if (dtype === 'float16') bytes.writeUInt16LE(halfBits(Number(value)));
  else bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return bytes.subarray(0, size);
}

/** Exact for the normal numbers that the fixtures have. */
function halfBits(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | ((Math.abs(value) / 2 ** exponent - 1) * 1024);
}
