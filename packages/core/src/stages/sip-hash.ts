/**
 * SipHash-2-4 with a key of 128 bits, which `tf.strings.to_hash_bucket_strong` uses (Aumasson and Bernstein, 2012).
 *
 * @param key - the salt of the layer: two whole numbers, taken modulo 2^64.
 * @see https://www.aumasson.jp/siphash/siphash.pdf
 */
export function sipHash24(bytes: Uint8Array, key: readonly [bigint, bigint]): bigint {
  const [k0, k1] = key.map(u64) as [bigint, bigint];
  const state: State = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) compress(state, view.getBigUint64(at, true));
  let last = BigInt(bytes.length & 0xff) << 56n;
  for (let at = whole; at < bytes.length; at++) last |= BigInt(bytes[at] as number) << BigInt(8 * (at - whole));
  compress(state, last);
  state[2] ^= 0xffn;
  for (let n = 0; n < 4; n++) round(state);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}

type State = [bigint, bigint, bigint, bigint];

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const left = (value: bigint, by: bigint): bigint => u64((value << by) | (value >> (64n - by)));

function compress(state: State, message: bigint): void {
  state[3] ^= message;
  round(state);
  round(state);
  state[0] ^= message;
}

/** SipRound (figure 2.1 of the paper). */
function round(state: State): void {
  let [a, b, c, d] = state;
  a = u64(a + b);
  b = left(b, 13n) ^ a;
  a = left(a, 32n);
  c = u64(c + d);
  d = left(d, 16n) ^ c;
  a = u64(a + d);
  d = left(d, 21n) ^ a;
  c = u64(c + b);
  b = left(b, 17n) ^ c;
  c = left(c, 32n);
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}
