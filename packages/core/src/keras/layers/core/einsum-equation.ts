import { isKnown } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';

/** The equation of an EinsumDense for an input of one rank: a label for each axis. Axes that `...` stands for have digits as labels, which no equation has. */
export interface Equation {
  readonly input: readonly string[];
  readonly kernel: readonly string[];
  readonly output: readonly string[];
  /** Axes of the input that `...` stands for. */
  readonly elided: number;
  readonly left: boolean;
}

const PLAIN = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/;
const LEFT = /^\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)$/;
const RIGHT = /^([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.$/;

/**
 * Reads an equation such as `...x,xy->...y` for an input of `rank` axes.
 *
 * @throws HG_ARTIFACT_FIELD for what is none; HG_ARTIFACT_SHAPE where the rank does not fit.
 * @see keras/src/layers/core/einsum_dense.py, `_analyze_einsum_string`
 */
export function readEquation(text: string, rank: number): Equation {
  const left = LEFT.exec(text);
  const right = RIGHT.exec(text);
  const found = PLAIN.exec(text) ?? left ?? right;
  if (found === null)
    throw new HorngateError(
      'HG_ARTIFACT_FIELD',
      `Cannot read "equation" as it must have one input, a kernel and an output: found ${JSON.stringify(text.slice(0, 80))}`,
    );
  const [input, kernel, output] = [1, 2, 3].map((group) => [...(found[group] ?? '')]) as [string[], string[], string[]];
  const elided = rank - input.length;
  if (left === null && right === null ? elided !== 0 : elided < (left === null ? 0 : 1))
    throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot apply the equation ${JSON.stringify(text.slice(0, 80))} to an input of rank ${rank}`);
  const more = Array.from({ length: elided }, (_, axis) => String(axis));
  const around = (labels: string[]): string[] => (left === null ? [...labels, ...more] : [...more, ...labels]);
  return { input: around(input), kernel, output: around(output), elided, left: left !== null };
}

/** Sizes of the kernel and of the bias; `declared` is the field `output_shape`, which lacks the batch and what `...` stands for. */
export interface EinsumShapes {
  readonly kernel: readonly number[];
  readonly bias: readonly number[] | undefined;
}

/**
 * What Keras makes of the equation and the declared output: a kernel axis has the size of the output's axis of that label, else of the input's.
 * The bias reaches from the first of its axes to the end, 1 where it has none.
 *
 * @throws HG_ARTIFACT_FIELD, HG_ARTIFACT_SHAPE where Keras finds no size, or two.
 */
export function einsumShapes(equation: Equation, x: Value, declared: readonly (number | null)[], biasAxes: string | undefined): EinsumShapes {
  const { kernel, output, elided, left } = equation;
  const own = output.filter((label) => !/\d/.test(label));
  const sizes = new Map<string, number | null>(own.map((label, index) => [label, (left ? declared[index] : index === 0 ? null : declared[index - 1]) ?? null]));
  if (declared.length !== own.length - (left ? 0 : 1)) throw field('output_shape', `${own.length - (left ? 0 : 1)} sizes`);
  for (const [label, size] of sizes) {
    const given = inputSize(equation, x, label);
    if (size !== null && given !== undefined && given !== size) throw field('output_shape', `${given} on the axis "${label}"`);
    if (given === undefined && !kernel.includes(label) && !equation.input.includes(label))
      throw field('equation', `the axis "${label}" in its input or kernel`);
  }
  // The batch is the one axis of the output whose size Keras takes from the input.
  const sizeOf = (label: string): number => {
    const size = sizes.has(label)
      ? (sizes.get(label) ?? (!left && label === own[0] ? inputSize(equation, x, label) : undefined))
      : inputSize(equation, x, label);
    if (size === undefined || size === null) throw field('equation', `a size of the axis "${label}" of its kernel`);
    return size;
  };
  return { kernel: kernel.map(sizeOf), bias: biasAxes === undefined ? undefined : biasShape(own, biasAxes, sizeOf, left ? 0 : elided) };
}

function biasShape(own: readonly string[], axes: string, sizeOf: (label: string) => number, behind: number): readonly number[] {
  const first = Math.min(...[...axes].map((label) => own.indexOf(label)));
  if (axes === '' || first < 0) throw field('bias_axes', 'axes of the output');
  return [...own.slice(first).map((label) => (axes.includes(label) ? sizeOf(label) : 1)), ...Array.from({ length: behind }, () => 1)];
}

function inputSize({ input }: Equation, x: Value, label: string): number | undefined {
  const dim = x.dims[input.lastIndexOf(label)];
  return dim !== undefined && isKnown(dim) ? dim : undefined;
}

const field = (name: string, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FIELD', `Cannot build an EinsumDense as its "${name}" must have ${wanted}`);
