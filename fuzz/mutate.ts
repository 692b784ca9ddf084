import { type Checked, repair } from '../packages/core/src/artifact/hdf5/checksums.testing.ts';
import type { SeededRandom } from './random.ts';
import type { Hdf5Seed } from './seeds.ts';

/** Numbers at which readers change their mind. */
const EDGES = [
  0n,
  1n,
  2n,
  3n,
  7n,
  8n,
  9n,
  16n,
  127n,
  128n,
  255n,
  256n,
  4096n,
  65535n,
  65536n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  1n << 32n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
];

/** Sets a number of 1, 2, 4 or 8 bytes: an edge, the size of the file, a place in it, or a little more or less than before. */
export function setNumber(random: SeededRandom, bytes: Buffer, at: number): void {
  const width = random.pick([1, 1, 2, 4, 8, 8]);
  if (at + width > bytes.length) return;
  const old = readNumber(bytes, at, width);
  const value = random.pick([
    random.pick(EDGES),
    BigInt(bytes.length),
    BigInt(random.below(bytes.length + 1)),
    old + BigInt(random.below(17) - 8),
    old * 2n,
    BigInt(random.below(256)),
  ]);
  for (let n = 0; n < width; n++) bytes[at + n] = Number((value >> BigInt(8 * n)) & 255n);
}

function readNumber(bytes: Buffer, at: number, width: number): bigint {
  let value = 0n;
  for (let n = width - 1; n >= 0; n--) value = value * 256n + BigInt(bytes[at + n] as number);
  return value;
}

/** Places where one of the signatures stands. */
export function placesOf(bytes: Buffer, signatures: readonly string[]): number[] {
  const places: number[] = [];
  for (const signature of signatures)
    for (let at = bytes.indexOf(signature, 0, 'latin1'); at >= 0; at = bytes.indexOf(signature, at + 1, 'latin1')) places.push(at);
  return places;
}

/** A copy with a part moved over another, doubled, removed, or the end cut. */
function reshape(random: SeededRandom, bytes: Buffer): Buffer {
  const from = random.below(bytes.length);
  const length = 1 + random.below(Math.min(64, bytes.length - from));
  const to = random.below(bytes.length);
  const part = bytes.subarray(from, from + length);
  const how = random.below(4);
  if (how === 0) return Buffer.concat([bytes.subarray(0, to), part, bytes.subarray(to)]);
  if (how === 1) return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
  if (how === 2) return Buffer.from(bytes.subarray(0, to + 1));
  part.copy(bytes, to);
  return bytes;
}

const HDF5_SIGNATURES = ['TREE', 'SNOD', 'HEAP', 'GCOL'];

/** Changes structures of an HDF5 file and repairs the end of file address, so that the reader gets past its superblock; in newer files the checksums too. */
export function mutateHdf5(random: SeededRandom, seed: Hdf5Seed): Buffer {
  return seed.parts.length > 0 ? mutateNewer(random, seed) : mutateOlder(random, seed.bytes);
}

/** A number inside a structure with a checksum, most often: every field of a newer file that leads anywhere stands in one. */
function mutateNewer(random: SeededRandom, { bytes: seed, parts }: Hdf5Seed): Buffer {
  const bytes = Buffer.from(seed);
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const part = random.pick(parts);
    const how = random.next();
    if (how < 0.6) setNumber(random, bytes, part.start + random.below(Math.min(part.end - part.start, random.chance(0.7) ? 80 : 1 << 16)));
    else if (how < 0.75)
      swapAddresses(
        random,
        bytes,
        parts.map(({ start }) => start),
      );
    else if (how < 0.9) copyPart(random, bytes, part, random.pick(parts));
    else setNumber(random, bytes, random.below(bytes.length));
  }
  if (random.chance(0.95)) repair(bytes, parts);
  return random.chance(0.05) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}

/** Puts bytes of one structure over another, as they are. */
function copyPart(random: SeededRandom, bytes: Buffer, from: Checked, to: Checked): void {
  const at = random.below(16);
  bytes.copy(bytes, to.start + at, from.start + at, Math.min(from.end, from.start + at + random.below(200)));
}

function mutateOlder(random: SeededRandom, seed: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const places = placesOf(bytes, HDF5_SIGNATURES);
  for (let changes = 1 + random.below(4); changes > 0 && bytes.length > 0; changes--) {
    const how = random.next();
    if (how < 0.55) setNumber(random, bytes, structuredPlace(random, bytes, places));
    else if (how < 0.7) setNumber(random, bytes, random.below(bytes.length));
    else if (how < 0.85 && places.length > 1) swapAddresses(random, bytes, places);
    else bytes = reshape(random, bytes);
  }
  if (random.chance(0.9) && bytes.length >= 48) bytes.writeBigUInt64LE(BigInt(bytes.length), 40);
  return bytes;
}

/** Inside a structure, or inside an object header, whose messages stand on multiples of eight near the structures. */
function structuredPlace(random: SeededRandom, bytes: Buffer, places: readonly number[]): number {
  if (places.length === 0 || random.chance(0.4)) return 8 * random.below(Math.max(1, bytes.length >> 3));
  return random.pick(places) + random.below(120) - 40;
}

/** Makes something refer to another structure. */
function swapAddresses(random: SeededRandom, bytes: Buffer, places: readonly number[]): void {
  const target = Buffer.alloc(8);
  target.writeBigUInt64LE(BigInt(random.pick(places)));
  const at = bytes.indexOf(target);
  const other = random.chance(0.5) ? random.pick(places) : random.below(bytes.length);
  if (at >= 0 && at + 8 <= bytes.length) bytes.writeBigUInt64LE(BigInt(other), at);
}

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\\u',
  '\\ud800',
  '\\',
  'NaN',
  '-Infinity',
  '1e999',
  '123456789012345678901234567890',
  '-0',
  'null',
  'true',
  '"__proto__":',
  '{"a":',
  '[[',
  '\u0000',
  '\ufeff',
  '😀',
  '0.1e-7',
  ' ',
  '/',
];

/** Changes tokens of a JSON text, at times nests it deep, and sometimes writes it in another encoding. */
export function mutateJson(random: SeededRandom, seed: Uint8Array): Buffer {
  let text = Buffer.from(seed).toString('utf8');
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(text.length + 1);
    const how = random.next();
    if (how < 0.4) text = text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
    else if (how < 0.6) text = text.slice(0, at) + text.slice(at + 1 + random.below(8));
    else if (how < 0.8) text = text.slice(0, at) + text.slice(random.below(text.length + 1), at + 40) + text.slice(at);
    else if (how < 0.85) text = random.pick(['[', '{"a":']).repeat(random.below(5000)) + text;
    else text = text.slice(0, at) + random.pick(TOKENS).repeat(random.below(200)) + text.slice(at);
  }
  if (random.chance(0.85)) return Buffer.from(text);
  const wide = Buffer.from(random.chance(0.5) ? `\ufeff${text}` : text, 'utf16le');
  return random.chance(0.5) || wide.length % 2 ? wide : wide.swap16();
}

const ZIP_SIGNATURES = ['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08'];

/** Changes fields of ZIP records. */
export function mutateZip(random: SeededRandom, seed: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const places = placesOf(bytes, ZIP_SIGNATURES);
  for (let changes = 1 + random.below(3); changes > 0 && bytes.length > 0; changes--) {
    if (random.chance(0.8) && places.length > 0) setNumber(random, bytes, random.pick(places) + 4 + random.below(60));
    else bytes = reshape(random, bytes);
  }
  return bytes;
}

/** Changes single bytes anywhere. */
export function mutateBytes(random: SeededRandom, seed: Uint8Array): Buffer {
  const bytes = Buffer.from(seed);
  for (let changes = 1 + random.below(6); changes > 0 && bytes.length > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}
