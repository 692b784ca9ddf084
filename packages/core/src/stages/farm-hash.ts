/**
 * FarmHash Fingerprint64, which TensorFlow calls `Fingerprint64` and uses in `tf.strings.to_hash_bucket_fast` and `tf.sparse.cross_hashed`.
 *
 * Words of 64 bits are bigints, kept below 2^64 after each step: the same everywhere, and fast enough beside what a model costs.
 *
 * @see https://github.com/google/farmhash, namespace farmhashna; TensorFlow, xla/tsl/platform/fingerprint.h
 */
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

type Pair = readonly [first: bigint, second: bigint];

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => u64((value >> by) | (value << (64n - by)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

/** @param bytes - the UTF-8 of a text, of any length. */
export function farmHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (length <= 16) return upTo16(view, length);
  if (length <= 32) return upTo32(view, length);
  return length <= 64 ? upTo64(view, length) : longer(view, length);
}

/** How TensorFlow joins two fingerprints (`FingerprintCat64`). */
export function joinFingerprints(first: bigint, second: bigint): bigint {
  const mul = 0xc6a4a7935bd1e995n;
  const mixed = u64((first ^ mul ^ u64(shiftMix(u64(second * mul)) * mul)) * mul);
  return shiftMix(u64(shiftMix(mixed) * mul));
}

const word = (view: DataView, at: number): bigint => view.getBigUint64(at, true);
const half = (view: DataView, at: number): bigint => BigInt(view.getUint32(at, true));
const mulOf = (length: number): bigint => u64(K2 + 2n * BigInt(length));

function mix(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * mul));
  return u64(shiftMix(u64((v ^ a) * mul)) * mul);
}

function upTo16(view: DataView, length: number): bigint {
  const mul = mulOf(length);
  if (length >= 8) {
    const a = u64(word(view, 0) + K2);
    const b = word(view, length - 8);
    return mix(u64(rotate(b, 37n) * mul + a), u64((rotate(a, 25n) + b) * mul), mul);
  }
  if (length >= 4) return mix(BigInt(length) + (half(view, 0) << 3n), half(view, length - 4), mul);
  if (length === 0) return K2;
  const y = BigInt(view.getUint8(0) + (view.getUint8(length >> 1) << 8));
  const z = BigInt(length + (view.getUint8(length - 1) << 2));
  return u64(shiftMix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function upTo32(view: DataView, length: number): bigint {
  const mul = mulOf(length);
  const [a, b] = [u64(word(view, 0) * K1), word(view, 8)];
  const [c, d] = [u64(word(view, length - 8) * mul), u64(word(view, length - 16) * K2)];
  return mix(u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d), u64(a + rotate(u64(b + K2), 18n) + c), mul);
}

function upTo64(view: DataView, length: number): bigint {
  const mul = mulOf(length);
  const [a, b] = [u64(word(view, 0) * K2), word(view, 8)];
  const [c, d] = [u64(word(view, length - 8) * mul), u64(word(view, length - 16) * K2)];
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = mix(y, u64(a + rotate(u64(b + K2), 18n) + c), mul);
  const [e, f] = [u64(word(view, 16) * mul), word(view, 24)];
  const [g, h] = [u64((y + word(view, length - 32)) * mul), u64((z + word(view, length - 24)) * mul)];
  return mix(u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h), u64(e + rotate(u64(f + a), 18n) + g), mul);
}

function weak(view: DataView, at: number, a: bigint, b: bigint): Pair {
  const [w, x, y, z] = [word(view, at), word(view, at + 8), word(view, at + 16), word(view, at + 24)];
  const first = u64(a + w);
  const sum = u64(first + x + y);
  return [u64(sum + z), u64(rotate(u64(b + first + z), 21n) + rotate(sum, 44n) + first)];
}

interface State {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly v: Pair;
  readonly w: Pair;
}

/** One block of 64 bytes; x and z change places. `scale` is 9 for the last block, and `mul` its own. */
function block(view: DataView, at: number, { x, y, z, v, w }: State, mul: bigint, scale: bigint): State {
  const nextX = u64(rotate(u64(x + y + v[0] + word(view, at + 8)), 37n) * mul) ^ u64(w[1] * scale);
  const nextY = u64(rotate(u64(y + v[1] + word(view, at + 48)), 42n) * mul + v[0] * scale + word(view, at + 40));
  const nextZ = u64(rotate(u64(z + w[0]), 33n) * mul);
  const nextV = weak(view, at, u64(v[1] * mul), u64(nextX + w[0]));
  const nextW = weak(view, at + 32, u64(nextZ + w[1]), u64(nextY + word(view, at + 16)));
  return { x: nextZ, y: nextY, z: nextX, v: nextV, w: nextW };
}

const SEED = 81n;

function longer(view: DataView, length: number): bigint {
  const y = u64(SEED * K1 + 113n);
  let state: State = { x: u64(SEED * K2 + word(view, 0)), y, z: u64(shiftMix(u64(y * K2 + 113n)) * K2), v: [0n, 0n], w: [0n, 0n] };
  const end = Math.floor((length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) state = block(view, at, state, K1, 1n);
  const mul = u64(K1 + ((state.z & 0xffn) << 1n));
  const w0 = u64(state.w[0] + BigInt((length - 1) & 63));
  const v0 = u64(state.v[0] + w0);
  const last = block(view, length - 64, { ...state, v: [v0, state.v[1]], w: [u64(w0 + v0), state.w[1]] }, mul, 9n);
  const left = u64(mix(last.v[0], last.w[0], mul) + shiftMix(last.y) * K0 + last.z);
  return mix(left, u64(mix(last.v[1], last.w[1], mul) + last.x), mul);
}
