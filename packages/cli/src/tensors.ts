import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { writeNpy, writeNpz } from '@horngate/core/artifact';
import { printable } from '@horngate/core/render';
import { brainValue, fromHalves, halfValue, isHalf, sizeOf, type Tensor } from '@horngate/core/tensor';
import { HorngateError, type Tensors } from '@horngate/core/words';

/** Refuses a name that no output can be written to, before the work is done. @throws HG_USAGE_ARGUMENT */
export function checkOutput(path: string): void {
  if (!['.npz', '.npy', '.json'].includes(extname(path)))
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot write "${path}" as its name must end in .npz, .npy or .json`);
}

/** Writes outputs in the order of the model's outputs, in the format that the name asks for. @throws HG_USAGE_ARGUMENT, HG_CONFLICT */
export function writeTensors(path: string, outputs: Tensors): void {
  const format = extname(path);
  const tensors = Object.values(outputs);
  const [only] = tensors;
  if (format === '.npz') write(path, writeNpz(new Map(Object.entries(outputs))));
  else if (format === '.json') write(path, `${namedJson(outputs)}\n`);
  else if (only === undefined || tensors.length > 1)
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot write "${path}" as .npy holds one output: the model has ${tensors.length}`);
  else write(path, writeNpy(only));
}

function write(path: string, data: string | Uint8Array): void {
  try {
    writeFileSync(path, data);
  } catch (error) {
    throw new HorngateError('HG_CONFLICT', `Cannot write "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

const namedJson = (outputs: Tensors): string =>
  `{${Object.entries(outputs)
    .map(([name, tensor]) => `${JSON.stringify(name)}: ${nestedJson(tensor)}`)
    .join(', ')}}`;

/** Nested arrays. JSON has no NaN and no infinity: they are the texts "NaN", "Infinity" and "-Infinity". 64-bit integers keep all digits. */
export function nestedJson({ shape, ...tensor }: Tensor): string {
  const build = (axis: number, from: number, count: number): string => {
    if (axis === shape.length) return elementJson(tensor, from);
    const size = shape[axis] ?? 0;
    const step = size === 0 ? 0 : count / size;
    return `[${Array.from({ length: size }, (_, index) => build(axis + 1, from + index * step, step)).join(', ')}]`;
  };
  return build(0, 0, sizeOf(shape));
}

/** The elements in one flat array, as JSON. */
export const flatJson = (tensor: Tensor): string => nestedJson({ ...tensor, shape: [sizeOf(tensor.shape)] } as Tensor);

function elementJson({ dtype, data }: Omit<Tensor, 'shape'>, index: number): string {
  const element = (data as ArrayLike<number | bigint | string>)[index] ?? 0;
  const value = isHalf(dtype) ? (dtype === 'float16' ? halfValue : brainValue)(Number(element)) : element;
  if (dtype === 'bool') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || !Number.isFinite(value)) return JSON.stringify(String(value));
  return dtype === 'float32' || isHalf(dtype) ? shortest(value) : String(value);
}

/** The fewest digits that give the same float32 again. */
export function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

const MOST = 8;

/** A table for people: a row of the batch a line, the first and last values of each. */
export function table(name: string, tensor: Tensor): string {
  const [rows = 1, ...rest] = tensor.shape;
  const width = sizeOf(rest);
  const lines = Array.from({ length: Math.min(rows, MOST) }, (_, row) => `  ${String(row).padStart(3)}: ${rowText(tensor, row * width, width)}`);
  const more = rows > MOST ? [`  … ${rows - MOST} more`] : [];
  return [`${name} ${tensor.dtype} [${tensor.shape.join(', ')}]`, ...lines, ...more].join('\n');
}

function rowText(tensor: Tensor, from: number, count: number): string {
  const values = Array.from({ length: Math.min(count, MOST) }, (_, index) => printable(elementJson(tensor, from + index)).padStart(12));
  return values.join(' ') + (count > MOST ? ' …' : '');
}

export interface Ranked {
  readonly label: string;
  readonly score: number;
}

/** The best `top` classes of each row of the last axis, by label or by index. @throws HG_INPUT_SHAPE where there are fewer labels than classes. */
export function topOf(tensor: Tensor, top: number, labels: readonly string[] | undefined): Ranked[][] {
  const classes = tensor.shape.at(-1) ?? 1;
  if (tensor.dtype === 'string') throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot rank the classes of an output of texts');
  if (labels !== undefined && labels.length !== classes)
    throw new HorngateError('HG_INPUT_SHAPE', `Cannot name the classes as there must be ${classes} labels: found ${labels.length}`);
  const scores = Array.from(isHalf(tensor.dtype) ? fromHalves(tensor.data as Uint16Array, tensor.dtype) : (tensor.data as ArrayLike<number | bigint>), Number);
  return Array.from({ length: classes === 0 ? 0 : scores.length / classes }, (_, row) =>
    scores
      .slice(row * classes, (row + 1) * classes)
      .map((score, index): Ranked => ({ label: labels?.[index] ?? String(index), score }))
      .sort((a, b) => b.score - a.score)
      .slice(0, top),
  );
}
