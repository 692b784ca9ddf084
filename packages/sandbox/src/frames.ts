import { BYTES, bytesOf, DTYPES, type DType, type Tensor, tensorOf } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';

/**
 * The frames between host and guest, on blocking descriptors 0 and 1. Both sides distrust what they read.
 *
 * Layout, little-endian: magic "HGF1" u32 · id u32 · kind u8 · dtype u8 (0: JSON or none, else index in DTYPES + 1) · rank u8 · zero u8 · zero u32 ·
 * byteLength u64, then `rank` dimensions u64, then the bytes. The header is a multiple of 8, so that elements stay aligned.
 *
 * A request is `call` (JSON {method, params}), any number of `chunk` (one tensor each), `end`; the answer is `chunk`*, `end` (JSON result), or `error`
 * (JSON {code, message, where}). Answers come in the order of the calls. `log` may come at any time.
 *
 * `credit` with id 0 comes from the guest, once: it is ready, and takes so much (JSON {calls, bytes}; empty: one call). An answer gives back what its call
 * took. `cancel` from the host takes a call back; where the guest has not begun with it, `cancel` with its id is the answer.
 */
export const KINDS = ['call', 'chunk', 'end', 'error', 'cancel', 'credit', 'log'] as const;
export type Kind = (typeof KINDS)[number];

export const HEADER_BYTES = 24;
export const MAX_RANK = 8;
const MAGIC = 0x31464748;

/** One of each for all frames: making them costs more than a small frame. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface Header {
  readonly id: number;
  readonly kind: Kind;
  readonly dtype: DType | null;
  readonly rank: number;
  /** Bytes after header and shape: a claim until they came. */
  readonly bytes: number;
}

export interface Frame extends Header {
  readonly shape: readonly number[];
  readonly body: Uint8Array;
}

/**
 * Reads a header, before anything is allocated for it.
 *
 * @param bytes - at least HEADER_BYTES, hostile.
 * @throws HG_GUEST_PROTOCOL when a field has no meaning.
 */
export function readHeader(bytes: Uint8Array): Header {
  return readHeaderAt(new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES), 0);
}

/** The same from the middle of a buffer: a guest without a JIT reads thousands of these a second, and a view for each would cost more than the frame. */
export function readHeaderAt(view: DataView, at: number): Header {
  if (view.getUint32(at, true) !== MAGIC) throw lie('the magic', '"HGF1"', view.getUint32(at, true));
  const kind = KINDS[view.getUint8(at + 8)];
  if (kind === undefined) throw lie('the kind', `below ${KINDS.length}`, view.getUint8(at + 8));
  const code = view.getUint8(at + 9);
  const dtype = code === 0 ? null : DTYPES[code - 1];
  if (dtype === undefined || (dtype === null) !== (kind !== 'chunk')) throw lie('the dtype', 'one that fits the kind', code);
  const rank = view.getUint8(at + 10);
  if (rank > MAX_RANK || (kind !== 'chunk' && rank !== 0)) throw lie('the rank', `at most ${MAX_RANK}, and 0 but for tensors`, rank);
  if (view.getUint8(at + 11) !== 0 || view.getUint32(at + 12, true) !== 0) throw lie('the padding', 'zero', 'something else');
  return { id: view.getUint32(at + 4, true), kind, dtype, rank, bytes: readSize(view, at + 16, 'the length') };
}

/**
 * Reads the dimensions behind a header, and checks that they fit the announced bytes.
 *
 * @param bytes - exactly `8 * header.rank` bytes, hostile.
 * @throws HG_GUEST_PROTOCOL when a dimension is past 2^53, or the product is not the length.
 */
export function readShape(header: Header, bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape: number[] = [];
  let count = 1;
  for (let axis = 0; axis < header.rank; axis++) {
    const dim = readSize(view, 8 * axis, 'a dimension');
    shape.push(dim);
    count *= dim;
    if (!Number.isSafeInteger(count)) throw lie('the shape', 'countable', shape.join('x'));
  }
  if (header.dtype === null) return shape;
  const wanted = header.dtype === 'string' ? header.bytes >= 4 * count : header.bytes === count * BYTES[header.dtype];
  if (!wanted) throw lie('the shape', `one of ${header.bytes} bytes`, `${header.dtype} ${shape.join('x')}`);
  return shape;
}

/** Header and shape of a frame; the bytes follow it on the wire. */
export function writeHeader(id: number, kind: Kind, bytes: number, dtype: DType | null = null, shape: readonly number[] = []): Uint8Array {
  const head = new Uint8Array(HEADER_BYTES + 8 * shape.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, id, true);
  view.setUint8(8, KINDS.indexOf(kind));
  view.setUint8(9, dtype === null ? 0 : DTYPES.indexOf(dtype) + 1);
  view.setUint8(10, shape.length);
  writeSize(view, 16, bytes);
  for (let axis = 0; axis < shape.length; axis++) writeSize(view, HEADER_BYTES + 8 * axis, shape[axis] ?? 0);
  return head;
}

/** A tensor as the two parts of a `chunk` frame. Numbers are not copied. @throws HG_INPUT_SHAPE past MAX_RANK dimensions. */
export function writeTensor(id: number, tensor: Tensor): [head: Uint8Array, body: Uint8Array] {
  if (tensor.shape.length > MAX_RANK)
    throw new HorngateError('HG_INPUT_SHAPE', `Cannot send a tensor as its rank must be at most ${MAX_RANK}: found ${tensor.shape.length}`);
  const body = tensor.dtype === 'string' ? packStrings(tensor.data) : bytesOf(tensor);
  return [writeHeader(id, 'chunk', body.byteLength, tensor.dtype, tensor.shape), body];
}

/** JSON as the two parts of a frame. */
export function writeJson(id: number, kind: Kind, value: unknown): [head: Uint8Array, body: Uint8Array] {
  const body = value === undefined ? new Uint8Array(0) : encoder.encode(JSON.stringify(value));
  return [writeHeader(id, kind, body.byteLength), body];
}

/** The tensor of a `chunk` frame; numbers are views on its bytes. @throws HG_GUEST_PROTOCOL when strings do not fill the bytes exactly. */
export function readTensor({ dtype, shape, body }: Frame): Tensor {
  if (dtype === null) throw lie('the dtype', 'that of a tensor', 'none');
  if (dtype === 'bool') checkBooleans(body);
  return dtype === 'string' ? { dtype, shape, data: unpackStrings(body, shape) } : tensorOf(dtype, shape, body);
}

/** JSON of a frame whose size was capped before; the caller validates every field. @throws HG_GUEST_PROTOCOL when it is not UTF-8 or not JSON. */
export function readJson({ body }: Frame): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    throw lie('the text', 'JSON in UTF-8', `${body.byteLength} other bytes`);
  }
}

/** What a guest takes before it has answered; the host never sends more. A single call may be larger than `bytes`, when it is alone. */
export interface Credit {
  readonly calls: number;
  readonly bytes: number;
}

const MAX_CALLS = 1024;

/** What a `credit` frame grants; an empty one, as the simplest guest sends it: one call after the other. @throws HG_GUEST_PROTOCOL */
export function readCredit(frame: Frame): Credit {
  const value = readJson(frame);
  if (value === undefined) return { calls: 1, bytes: 0 };
  const { calls, bytes } = (typeof value === 'object' && value !== null ? value : {}) as { calls?: unknown; bytes?: unknown };
  if (!isWhole(calls) || calls < 1 || calls > MAX_CALLS) throw lie('the calls of a credit', `from 1 to ${MAX_CALLS}`, String(calls).slice(0, 100));
  if (!isWhole(bytes)) throw lie('the bytes of a credit', 'a whole number', String(bytes).slice(0, 100));
  return { calls, bytes };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Each string: its length in bytes u32, then UTF-8. */
function packStrings(strings: readonly string[]): Uint8Array {
  const parts = strings.map((text) => encoder.encode(text));
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.byteLength, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.byteLength, true);
    packed.set(part, at + 4);
    at += 4 + part.byteLength;
  }
  return packed;
}

function unpackStrings(packed: Uint8Array, shape: readonly number[]): string[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const strings: string[] = [];
  let at = 0;
  // The product is at most `bytes / 4`: readShape saw to it.
  for (let left = shape.reduce((product, dim) => product * dim, 1); left > 0; left--) {
    const end = at + 4 <= packed.byteLength ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > packed.byteLength) throw lie('a string', 'inside its frame', `${end - packed.byteLength} bytes more`);
    strings.push(decode(packed.subarray(at + 4, end)));
    at = end;
  }
  if (at !== packed.byteLength) throw lie('the strings', 'as long as their frame', `${packed.byteLength - at} bytes more`);
  return strings;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw lie('a string', 'UTF-8', `${bytes.byteLength} other bytes`);
  }
}

/** A byte of 2 would be true in one place and unequal to `true` in another. */
function checkBooleans(bytes: Uint8Array): void {
  for (const byte of bytes) if (byte > 1) throw lie('a bool', '0 or 1', byte);
}

/** u64 in two halves: numbers of eight bytes would be objects. @throws HG_GUEST_PROTOCOL from 2^53 on. */
function readSize(view: DataView, at: number, what: string): number {
  const high = view.getUint32(at + 4, true);
  if (high >= 2 ** 21) throw lie(what, 'below 2^53', view.getBigUint64(at, true));
  return high * 2 ** 32 + view.getUint32(at, true);
}

function writeSize(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}

/** A frame that is none: the one who wrote it is broken or hostile. */
export function lie(what: string, wanted: string, found: string | number | bigint): HorngateError {
  return new HorngateError('HG_GUEST_PROTOCOL', `Cannot read a frame as ${what} must be ${wanted}: found ${JSON.stringify(String(found))}`);
}
