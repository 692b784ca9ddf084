import type { DType } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import type { SpecDim, TensorSpec } from '../words/program.ts';
import type { Options } from './options.ts';
import type { Table } from './table.ts';

/** What comes out of a stage; a null is a size that only the call decides. */
export interface StageOutline {
  readonly dtype: DType;
  readonly shape: readonly (SpecDim | null)[];
}

/** One operation on texts or tables: how its options are read, what it makes of types and shapes, and what it computes. Compiler, checker and runner read the same record. */
export interface StageDefinition<Read = unknown> {
  readonly name: string;
  readonly kind: 'string' | 'table';
  /** Types of the table that it looks up in; none where it has no table. */
  readonly tables: readonly Table['dtype'][];
  readonly inputs: readonly [least: number, most: number];
  options(options: Options): Read;
  /** @throws HG_ARTIFACT_PROGRAM for inputs that it cannot take. */
  infer(inputs: readonly TensorSpec[], read: Read, table: Table['dtype'] | undefined): StageOutline;
  /** Called once, when a Program is loaded; what it gives is called with the tensors of each call. @throws HG_INPUT_* */
  prepare(read: Read, table: Table | undefined): (inputs: readonly Tensor[]) => Tensor;
}

export type AnyStage = StageDefinition<unknown>;

export const defineStage = <Read>(definition: StageDefinition<Read>): AnyStage => definition as AnyStage;

/** Most elements of one output: an array of 8 bytes each that a runner can still have. */
export const MAX_ELEMENTS = 2 ** 26;

export function expectDtype({ name, dtype }: TensorSpec, fits: boolean, wanted: string): void {
  if (!fits) throw new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as a stage must take ${wanted}: "${name}" is ${dtype}`);
}

export function counted(elements: number): number {
  if (elements <= MAX_ELEMENTS) return elements;
  throw new HorngateError('HG_LIMIT_TENSOR', `Cannot run the model as a stage must make at most ${MAX_ELEMENTS} elements: it would make ${elements}`);
}
