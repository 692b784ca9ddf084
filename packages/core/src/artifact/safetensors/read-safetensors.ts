import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { isJsonArray, isJsonObject, type Json, type JsonNote, type JsonObject } from '../json/json.ts';
import { pointerOf } from '../json/pointer.ts';
import { readJson } from '../json/read-json.ts';

/** Bits of one element. The names are those of the format's reference library. */
const BITS: Readonly<Record<string, number>> = {
  BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4,
  I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32, C64: 64, F64: 64, I64: 64, U64: 64,
}; // biome-ignore format: a table

/** The reference library refuses longer headers. */
const MAX_HEADER = 100_000_000;
const LENGTH_BYTES = 8;

export interface SafetensorsTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly bigint[];
  /** Of its bytes, from the end of the header. */
  readonly begin: bigint;
  readonly end: bigint;
}

/** Something that the reference library refuses and other readers do not see. */
export interface SafetensorsFlaw {
  readonly message: string;
  readonly pointer?: string;
  readonly offset?: number;
}

export interface SafetensorsFile {
  readonly tensors: readonly SafetensorsTensor[];
  readonly metadata: JsonObject;
  readonly flaws: readonly SafetensorsFlaw[];
  readonly notes: readonly JsonNote[];
}

/** Length of the header, or undefined where the file does not start as one of this format does. */
export function safetensorsHeader(start: Uint8Array, size: number): number | undefined {
  if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] !== 0x7b) return undefined;
  const length = new DataView(start.buffer, start.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  return length <= BigInt(size - LENGTH_BYTES) ? Number(length) : undefined;
}

/**
 * The header of a safetensors file, strictly: nothing is read but it, whatever the file's size.
 *
 * Each tensor must lie directly behind the other, and the last one must end with the file; `dtype` times `shape` must be its length, in exact integers.
 *
 * @throws HG_ARTIFACT_SAFETENSORS, HG_ARTIFACT_JSON for what cannot be read; HG_LIMIT_BYTES past `maxBytes`.
 * @see https://huggingface.co/docs/safetensors (Format)
 */
export function readSafetensors(source: ByteSource, limits: { readonly maxBytes: number; readonly maxDepth: number }): SafetensorsFile {
  const start = source.read(0, Math.min(LENGTH_BYTES + 1, source.size));
  const length = safetensorsHeader(start, source.size);
  if (length === undefined) throw fail('start with the length of a header that it holds', { offset: 0 });
  if (length > MAX_HEADER) throw fail(`have a header of at most ${MAX_HEADER} bytes`, { offset: 0 });
  if (length > limits.maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the header as it must have at most ${limits.maxBytes} bytes: it has ${length}`);
  const { value, notes } = readJson(source.read(LENGTH_BYTES, length), limits);
  if (!isJsonObject(value)) throw fail('hold one JSON object', { offset: LENGTH_BYTES });
  const names = Object.keys(value).filter((name) => name !== '__metadata__');
  const tensors = names.map((name) => tensorOf(name, value[name]));
  const data = BigInt(source.size - LENGTH_BYTES - length);
  return { tensors, metadata: metadataOf(value['__metadata__']), flaws: flawsOf(tensors, data, LENGTH_BYTES + length), notes };
}

function metadataOf(value: Json | undefined): JsonObject {
  if (value === undefined) return {};
  if (isJsonObject(value) && Object.keys(value).every((key) => typeof value[key] === 'string')) return value;
  throw fail('hold texts alone in "__metadata__"', { pointer: '/__metadata__' });
}

const FIELDS = ['data_offsets', 'dtype', 'shape'];

function tensorOf(name: string, value: Json | undefined): SafetensorsTensor {
  const pointer = pointerOf([name.slice(0, 200)]);
  if (!isJsonObject(value) || Object.keys(value).sort().join() !== FIELDS.join())
    throw fail('have "dtype", "shape" and "data_offsets" for each tensor', { pointer });
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(BITS, dtype)) throw fail('have a type that the format knows', { pointer });
  const dims = naturals(shape);
  const range = naturals(offsets);
  if (dims === undefined || range?.length !== 2) throw fail('have whole numbers from 0 for shape and offsets', { pointer });
  return { name, dtype, shape: dims, begin: range[0] as bigint, end: range[1] as bigint };
}

const MAX_U64 = 2n ** 64n - 1n;

function naturals(value: Json | undefined): readonly bigint[] | undefined {
  if (!isJsonArray(value)) return undefined;
  const numbers = value.map((one) => (typeof one === 'bigint' || (typeof one === 'number' && Number.isSafeInteger(one)) ? BigInt(one) : -1n));
  return numbers.every((one) => one >= 0n && one <= MAX_U64) ? numbers : undefined;
}

/** Flaws listed; the first ones say enough. */
const MAX_FLAWS = 60;

function flawsOf(tensors: readonly SafetensorsTensor[], data: bigint, base: number): SafetensorsFlaw[] {
  const flaws: SafetensorsFlaw[] = [];
  const note = (message: string, name: string): void => {
    if (flaws.length < MAX_FLAWS) flaws.push({ message, pointer: pointerOf([name.slice(0, 200)]) });
  };
  let at = 0n;
  for (const tensor of [...tensors].sort((a, b) => Number(a.begin - b.begin) || Number(a.end - b.end))) {
    const { name, dtype, begin, end } = tensor;
    if (end < begin) note('A tensor ends before it begins', name);
    else if (bitsOf(tensor) !== (end - begin) * 8n) note(`A tensor of type ${dtype} has another length than its shape asks for`, name);
    if (end > data) note('A tensor ends behind the file', name);
    if (begin > at) note(`${begin - at} bytes before a tensor belong to none`, name);
    if (begin < at) note('A tensor lies over another one', name);
    if (end > at) at = end;
  }
  if (at < data) flaws.push({ message: `${data - at} bytes behind the last tensor belong to none`, offset: base + Number(at) });
  return flaws;
}

/** Past 2^64 elements it is no length that a file has. */
function bitsOf({ dtype, shape }: SafetensorsTensor): bigint {
  let bits = BigInt(BITS[dtype] ?? 0);
  if (shape.includes(0n)) return 0n;
  for (const dim of shape) {
    bits *= dim;
    if (bits > MAX_U64 * 64n) return -1n;
  }
  return bits;
}

function fail(wanted: string, where: { offset?: number; pointer?: string }): HorngateError {
  return new HorngateError('HG_ARTIFACT_SAFETENSORS', `Cannot read the header as it must ${wanted}: it does not`, { where });
}
