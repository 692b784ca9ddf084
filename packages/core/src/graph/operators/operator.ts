import type { DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import { type Dim, type Dims, dimText } from '../dims.ts';
import type { Attribute, Value } from '../values.ts';

export interface Outline {
  readonly dtype: DType;
  readonly dims: Dims;
}

/** What inference may see of a node. */
export interface Inference {
  readonly op: string;
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Number of outputs that the node has. */
  readonly count: number;
  /** The values of an integer constant input, where it is one. */
  integers(index: number): readonly number[] | undefined;
  /** Dims that the lowering declares for what cannot be inferred (a Reshape to symbolic dims). */
  readonly declared: Dims | undefined;
}

/** A row of the operator table: the only ONNX operators that a Program may hold, and what they make of shapes and types. */
export interface Operator {
  readonly name: string;
  /** Names of the attributes it may carry. */
  readonly attributes: readonly string[];
  /** Least and greatest number of inputs. */
  readonly arity: readonly [least: number, most: number];
  infer(node: Inference): readonly Outline[];
}

export const defineOperator = (operator: Operator): Operator => operator;

export function input(node: Inference, index: number): Value {
  const value = node.inputs[index];
  if (value === undefined || value === null) throw misfit(node, `needs input ${index}`);
  return value;
}

export function dimAt(node: Inference, value: Value, axis: number): Dim {
  const dim = value.dims[axis < 0 ? axis + value.dims.length : axis];
  if (dim === undefined) throw misfit(node, `has no axis ${axis}`);
  return dim;
}

/** An axis attribute or operand as 0 … rank - 1. */
export function axisOf(node: Inference, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) throw misfit(node, `has no axis ${axis}`);
  return axis < 0 ? axis + rank : axis;
}

export function int(node: Inference, name: string, absent: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === 'int' ? attribute.value : absent;
}

export function ints(node: Inference, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'ints' ? attribute.value : undefined;
}

export function string(node: Inference, name: string, absent: string): string {
  const attribute = node.attributes[name];
  return attribute?.kind === 'string' ? attribute.value : absent;
}

export function misfit(node: Inference, why: string): HorngateError {
  const shapes = node.inputs.map((value) => (value ? `${value.dtype}[${value.dims.map(dimText).join(', ')}]` : '-')).join(', ');
  return new HorngateError('HG_ARTIFACT_SHAPE', `Cannot apply "${node.op}" to ${shapes}: ${why}`);
}
