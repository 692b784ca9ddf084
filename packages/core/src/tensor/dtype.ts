/** Element types that the house knows, by NumPy's and Keras' names. `string` has no fixed size. */
export const DTYPES = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float16',
  'bfloat16',
  'float32',
  'float64',
  'string',
] as const;
export type DType = (typeof DTYPES)[number];

/** Bytes of one element; 0 for strings. */
export const BYTES: Readonly<Record<DType, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  string: 0,
};

export const isDType = (value: unknown): value is DType => (DTYPES as readonly unknown[]).includes(value);
export const isFloat = (dtype: DType): boolean => dtype === 'float16' || dtype === 'bfloat16' || dtype === 'float32' || dtype === 'float64';
export const isInteger = (dtype: DType): boolean => dtype.startsWith('int') || dtype.startsWith('uint');
