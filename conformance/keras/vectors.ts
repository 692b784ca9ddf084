import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digests } from '@horngate/core/words';

/** One line of a family's `manifest.json`; see README.md. */
export interface Case {
  readonly name: string;
  /** The folder of `cases` that holds it. */
  readonly family: string;
  readonly tags: readonly string[];
  /** Classes of layers and operations that it holds. */
  readonly layers: readonly string[];
  readonly tolerance: 'plain' | 'deep';
  readonly inputs: readonly { readonly name: string; readonly dtype: string }[];
  readonly outputs: readonly string[];
  readonly twin: Twin;
}

export type Twin =
  | { readonly kind: 'weight'; readonly offset: number; readonly length: number; readonly factor: number; readonly member: Member }
  | { readonly kind: 'config'; readonly offset: number; readonly to: string; readonly member: Member }
  | { readonly kind: 'input' };

interface Member {
  readonly offset: number;
  readonly length: number;
  readonly crc: readonly [number, number];
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const CASES = at('cases');

export const families = (): readonly string[] => readdirSync(CASES).sort();

export const cases = (): readonly Case[] =>
  families().flatMap((family) =>
    (JSON.parse(readFileSync(`${CASES}/${family}/manifest.json`, 'utf8')) as { cases: readonly Omit<Case, 'family'>[] }).cases.map((one) => ({
      ...one,
      family,
    })),
  );
export const artifactPath = ({ family, name }: Pick<Case, 'family' | 'name'>): string => `${CASES}/${family}/${name}.keras`;
export const artifactBytes = (one: Pick<Case, 'family' | 'name'>): Buffer => readFileSync(artifactPath(one));

const digests: Pick<Digests, 'crc32'> = { crc32 };

export interface Vector {
  readonly batch: number;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** Inputs and outputs of both batches, in the order of the model. */
export function vectors(one: Case): Vector[] {
  const members = readNpz(bytesSource(readFileSync(`${CASES}/${one.family}/${one.name}.npz`)), DEFAULT_LIMITS, pureInflate, digests);
  const get = (name: string): Tensor => {
    const tensor = members.get(name);
    if (tensor === undefined) throw new Error(`${one.name} lacks ${name}`);
    return tensor;
  };
  return [1, 3].map((batch) => ({
    batch,
    inputs: one.inputs.map(({ name }) => get(`in/${name}/${batch}`)),
    outputs: one.outputs.map((_, index) => get(`out/${index}/${batch}`)),
  }));
}

/** The artifact with one small thing wrong, its checksum repaired. */
export function twinBytes(one: Case): Buffer {
  const bytes = artifactBytes(one);
  const { twin } = one;
  if (twin.kind === 'input') return bytes;
  if (twin.kind === 'weight')
    for (let offset = twin.offset; offset < twin.offset + twin.length; offset += 4)
      bytes.writeFloatLE(Math.fround(bytes.readFloatLE(offset) * Math.fround(twin.factor)), offset);
  else bytes.write(twin.to, twin.offset, 'ascii');
  const { offset, length, crc } = twin.member;
  const checksum = crc32(bytes.subarray(offset, offset + length));
  for (const place of crc) bytes.writeUInt32LE(checksum, place);
  return bytes;
}

export function twinInputs({ twin }: Case, inputs: readonly Tensor[]): readonly Tensor[] {
  if (twin.kind !== 'input') return inputs;
  const real = inputs.some(({ dtype }) => dtype === 'float32');
  return inputs.map((tensor): Tensor => {
    if (tensor.dtype === 'float32') return { ...tensor, data: tensor.data.map((value) => Math.fround(value * Math.fround(1.01))) };
    if (!real && tensor.dtype === 'int32') return { ...tensor, data: tensor.data.map((value) => value + 1) };
    return tensor;
  });
}

/** Largest difference in units of the tolerance; infinite where type or shape differ. Up to 1 passes. */
export function distance(found: Tensor | undefined, expected: Tensor, kind: Case['tolerance']): number {
  if (found === undefined || found.dtype !== expected.dtype || found.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  const [a, b] = [found.data, expected.data] as [ArrayLike<number>, ArrayLike<number>];
  if (expected.dtype !== 'float32') return Array.from(a).every((value, index) => value === b[index]) ? 0 : Number.POSITIVE_INFINITY;
  const [absolute, relative] = kind === 'deep' ? [1e-4, 1e-3] : [1e-5, 1e-4];
  let largest = 0;
  for (let index = 0; index < b.length; index++) largest = Math.max(largest, Math.abs(b[index] as number));
  let worst = 0;
  for (let index = 0; index < b.length; index++) {
    const reference = b[index] as number;
    const difference = Math.abs((a[index] as number) - reference);
    worst = Math.max(worst, difference / (absolute + relative * Math.max(Math.abs(reference), 0.1 * largest)));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
  }
  return worst;
}
