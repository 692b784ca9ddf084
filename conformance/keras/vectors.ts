import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import { fromHalves, isFloat, isHalf, isInteger, type Tensor, toHalves } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digests } from '@horngate/core/words';

/** One line of a family's `manifest.json`; see README.md. */
export interface Case {
  readonly name: string;
  /** The folder of `cases` that holds it. */
  readonly family: string;
  readonly tags: readonly string[];
  /** Classes of layers and operations that it holds. */
  readonly layers: readonly string[];
  readonly tolerance: 'plain' | 'deep' | 'half' | 'bfloat16' | 'quantised';
  readonly inputs: readonly { readonly name: string; readonly dtype: string }[];
  readonly outputs: readonly string[];
  /** Types of the outputs, where one of them is bfloat16: the vectors keep it as float32. */
  readonly types?: readonly string[];
  readonly twin: Twin;
  /** Name of the artifact, where it is not `<name>.keras`: of a file, or of the folder of `files`. */
  readonly file?: string;
  /** The files of a model of several, in the order in which they are given; they lie in a folder. */
  readonly files?: readonly string[];
}

export type Twin =
  | {
      readonly kind: 'weight';
      readonly offset: number;
      readonly length: number;
      readonly factor: number;
      readonly member?: Member;
      /** Which of several files holds the weight. */
      readonly part?: string;
    }
  | { readonly kind: 'config'; readonly offset: number; readonly to: string; readonly member?: Member }
  | { readonly kind: 'input'; readonly factor?: number };

interface Member {
  readonly offset: number;
  readonly length: number;
  readonly crc: readonly [number, number];
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const CASES = at('cases');

/** A folder whose first case is still being made has no manifest yet. */
export const families = (): readonly string[] =>
  readdirSync(CASES)
    .filter((family) => existsSync(`${CASES}/${family}/manifest.json`))
    .sort();

export const cases = (): readonly Case[] =>
  families().flatMap((family) =>
    (JSON.parse(readFileSync(`${CASES}/${family}/manifest.json`, 'utf8')) as { cases: readonly Omit<Case, 'family'>[] }).cases.map((one) => ({
      ...one,
      family,
    })),
  );
export const artifactName = ({ name, file }: Pick<Case, 'name' | 'file'>): string => file ?? `${name}.keras`;
/** Where it lies, unless it is kept gzipped. */
export const artifactPath = (one: Pick<Case, 'family' | 'name' | 'file'>): string => `${CASES}/${one.family}/${artifactName(one)}`;

/** Most artifacts are kept gzipped: HDF5 pads small files with zeros to ten times their size. */
export function artifactBytes(one: Pick<Case, 'family' | 'name' | 'file'>): Buffer {
  const path = artifactPath(one);
  return existsSync(`${path}.gz`) ? gunzipSync(readFileSync(`${path}.gz`)) : readFileSync(path);
}

/** One file of an artifact, under the name by which it is given. */
export interface ArtifactFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** The files of an artifact: most have one. */
export function artifactFiles(one: Pick<Case, 'family' | 'name' | 'file' | 'files'>): ArtifactFile[] {
  if (one.files === undefined) return [{ path: artifactName(one), bytes: artifactBytes(one) }];
  return one.files.map((path) => ({ path, bytes: readFileSync(`${artifactPath(one)}/${path}`) }));
}

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
    inputs: one.inputs.map(({ name, dtype }) => narrowed(get(`in/${name}/${batch}`), dtype)),
    outputs: one.outputs.map((_, index) => narrowed(get(`out/${index}/${batch}`), one.types?.[index])),
  }));
}

/** NumPy has no bfloat16 in files: the vectors hold such numbers as float32. */
const narrowed = (tensor: Tensor, dtype: string | undefined): Tensor =>
  dtype === 'bfloat16' ? { dtype, shape: tensor.shape, data: toHalves(tensor.data as Float32Array, dtype) } : tensor;

/** The numbers of a tensor, whatever their type. */
const numbersOf = ({ dtype, data }: Tensor): ArrayLike<number> => (isHalf(dtype) ? fromHalves(data as Uint16Array, dtype) : (data as ArrayLike<number>));

/** The artifact with one small thing wrong, its checksum repaired where it has one: an archive has, an HDF5 file has none over its numbers. */
export function twinFiles(one: Case): ArtifactFile[] {
  const { twin } = one;
  const part = twin.kind === 'weight' ? twin.part : undefined;
  return artifactFiles(one).map(({ path, bytes }, index) => ({
    path,
    bytes: path === part || (part === undefined && index === 0) ? changed(bytes, twin) : bytes,
  }));
}

function changed(bytes: Buffer, twin: Twin): Buffer {
  if (twin.kind === 'input') return bytes;
  if (twin.kind === 'weight')
    for (let offset = twin.offset; offset < twin.offset + twin.length; offset += 4)
      bytes.writeFloatLE(Math.fround(bytes.readFloatLE(offset) * Math.fround(twin.factor)), offset);
  else bytes.write(twin.to, twin.offset, 'ascii');
  if (twin.member === undefined) return bytes;
  const { offset, length, crc } = twin.member;
  const checksum = crc32(bytes.subarray(offset, offset + length));
  for (const place of crc) bytes.writeUInt32LE(checksum, place);
  return bytes;
}

export function twinInputs({ twin }: Case, inputs: readonly Tensor[]): readonly Tensor[] {
  if (twin.kind !== 'input') return inputs;
  const real = inputs.some(({ dtype }) => isFloat(dtype));
  const factor = Math.fround(twin.factor ?? 1.01);
  return inputs.map((tensor): Tensor => {
    if (isHalf(tensor.dtype))
      return {
        ...tensor,
        data: toHalves(
          Float32Array.from(numbersOf(tensor), (value) => value * factor),
          tensor.dtype,
        ),
      } as Tensor;
    if (tensor.dtype === 'float32' || tensor.dtype === 'float64') return { ...tensor, data: tensor.data.map((value) => Math.fround(value * factor)) } as Tensor;
    if (!real && (tensor.dtype === 'int64' || tensor.dtype === 'uint64')) return { ...tensor, data: tensor.data.map((value) => value + 1n) } as Tensor;
    return real ? tensor : otherTensor(tensor);
  });
}

/** Whole numbers plus 1, texts with more letters. */
function otherTensor(tensor: Tensor): Tensor {
  if (tensor.dtype === 'string') return { ...tensor, data: tensor.data.map((text) => `q${text.replaceAll(' ', 'q ')}q`) };
  if (tensor.dtype === 'int64') return { ...tensor, data: tensor.data.map((value) => value + 1n) };
  if (tensor.dtype === 'uint64') return { ...tensor, data: tensor.data.map((value) => value + 1n) };
  return isInteger(tensor.dtype) ? ({ ...tensor, data: (tensor.data as Int32Array).map((value) => value + 1) } as Tensor) : tensor;
}

/** Absolute, relative to each number, and relative to the largest; as in `twin.py`. */
const TOLERANCES: Readonly<Record<Case['tolerance'], readonly [number, number, number]>> = {
  plain: [1e-5, 1e-4, 0],
  deep: [1e-4, 1e-3, 0],
  half: [0, 0, 2e-2],
  bfloat16: [0, 0, 1e-1],
  quantised: [0, 0, 2e-2],
};

/** Largest difference in units of the tolerance; infinite where type or shape differ. Up to 1 passes. */
export function distance(found: Tensor | undefined, expected: Tensor, kind: Case['tolerance']): number {
  if (found === undefined || found.dtype !== expected.dtype || found.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  const [a, b] = [numbersOf(found), numbersOf(expected)];
  if (!isFloat(expected.dtype)) return Array.from(a).every((value, index) => value === b[index]) ? 0 : Number.POSITIVE_INFINITY;
  const [absolute, relative, ofLargest] = TOLERANCES[kind];
  let largest = 0;
  for (let index = 0; index < b.length; index++) largest = Math.max(largest, Math.abs(b[index] as number));
  let worst = 0;
  for (let index = 0; index < b.length; index++) {
    const reference = b[index] as number;
    const difference = Math.abs((a[index] as number) - reference);
    worst = Math.max(worst, difference / (absolute + relative * Math.max(Math.abs(reference), 0.1 * largest) + ofLargest * largest));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
  }
  return worst;
}
