import type { ByteSource } from '../../words/ports.ts';
import { attemptLiteral } from './decompile.ts';
import { itemsOf, type Thing, type Value } from './values.ts';

/** Bytes of tensors beside a pickle of PyTorch. */
export interface Storage {
  readonly key: string;
  readonly bytes: number;
  readonly elementBytes: number;
}

const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  Double: 8,
  Float: 4,
  Half: 2,
  BFloat16: 2,
  Long: 8,
  Int: 4,
  Short: 2,
  Char: 1,
  Byte: 1,
  Bool: 1,
  ComplexFloat: 8,
  ComplexDouble: 16,
  QInt8: 1,
  QUInt8: 1,
  QInt32: 4,
  QUInt4x2: 1,
  QUInt2x4: 1,
  Untyped: 1,
  _Untyped: 1,
};

/** Bytes of an element of `torch.FloatStorage` and its like. */
export function elementBytes(type: Value | undefined): number | undefined {
  if (typeof type !== 'object' || type.kind !== 'global' || type.row?.may.has('storage') !== true) return undefined;
  return ELEMENT_BYTES[type.name.replace(/Storage$/, '')];
}

/** `('storage', torch.FloatStorage, key, location, elements[, view])`, as `torch.save` writes it; undefined for anything else. */
export function storageOf(id: Value, source: ByteSource): Storage | undefined {
  const [word, type, key, location, elements] = itemsOf(id as Thing) ?? [];
  const size = elementBytes(type);
  const count = Number(numberOf(elements, source));
  const name = textOf(key, source);
  if (textOf(word, source) !== 'storage' || size === undefined || name === undefined || name.length > MAX_KEY || textOf(location, source) === undefined)
    return undefined;
  return Number.isSafeInteger(count) && count >= 0 ? { key: name, bytes: count * size, elementBytes: size } : undefined;
}

/** Characters of a key: they are small numbers, or addresses in old files. */
const MAX_KEY = 128;

const literalOf = (value: Value | undefined, source: ByteSource) => (typeof value === 'number' ? attemptLiteral(source, value) : undefined);

export function numberOf(value: Value | undefined, source: ByteSource): string | undefined {
  const literal = literalOf(value, source);
  return literal?.type === 'number' ? literal.text : undefined;
}

/** A key is a text, or in old files a number. */
export function textOf(value: Value | undefined, source: ByteSource): string | undefined {
  const literal = literalOf(value, source);
  return literal?.type === 'str' || literal?.type === 'number' ? literal.text : undefined;
}

/** A number without a sign, its low byte first; undefined where the file ends, or past what is exact. */
export function little(source: ByteSource, at: number, bytes: number): number | undefined {
  if (at + bytes > source.size) return undefined;
  const value = source.read(at, bytes).reduceRight((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : undefined;
}
