import type { Table } from '../stages/table.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Code } from '../words/error.ts';
import type { StageOptions } from '../words/program.ts';
import type { Dims } from './dims.ts';

/**
 * A tensor in the graph. `mask` is the boolean tensor that Keras carries beside it ([batch, time], true where a step counts).
 *
 * There is no layout here: `dims` are what they say. Layers speak Keras' channels-last, convolutions stand between two Transpose nodes, and a pass cancels what meets.
 */
export interface Value {
  readonly id: string;
  readonly dtype: DType;
  readonly dims: Dims;
  readonly mask?: Value;
}

/** A constant as a thunk: nothing is read before the weights are written, one after the other. `read` gives `bytes` little-endian bytes. */
export interface Constant {
  readonly value: Value;
  readonly bytes: number;
  read(): Uint8Array;
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | SubGraph;

/**
 * The body of a Scan. It has no constants and no guards of its own, and sees nothing of the graph around it but what stands in `inputs` of its node:
 * first what ONNX hands in, then `captures` values which ONNX takes from the scope outside. So a pass over the graph outside sees all that is read.
 */
export interface SubGraph {
  readonly kind: 'graph';
  readonly value: Graph;
  /** How many of the node's inputs, the last ones, are captured. */
  readonly captures: number;
}

export interface Node {
  readonly op: string;
  /** null where an optional input is left out. */
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Name of the layer that this node is part of. */
  readonly origin: string;
}

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
  /** The type that callers see, where the graph's border has to have another: bfloat16, which is float32 there. */
  readonly as?: 'bfloat16';
}

export interface GraphGuard {
  readonly value: Value;
  readonly code: Code;
  readonly message: string;
}

/** What no ONNX operator does: an operation of `stages`, run between two graphs. `cut` makes a Program of both. */
export interface StageNode {
  readonly operation: string;
  readonly options: StageOptions;
  readonly table: Table | null;
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** How many nodes there were when it was added: it reads none that came later. */
  readonly after: number;
  readonly origin: string;
}

/** A graph in single assignment form, nodes in an order in which they can run. */
export interface Graph {
  readonly inputs: readonly NamedValue[];
  readonly outputs: readonly NamedValue[];
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly guards: readonly GraphGuard[];
  /** None in a graph that is ONNX. */
  readonly steps?: readonly StageNode[];
}

/** The same value with another mask, or with none. */
export function withMask(value: Value, mask: Value | undefined): Value {
  const { id, dtype, dims } = value;
  return mask === undefined ? { id, dtype, dims } : { id, dtype, dims, mask };
}

/** The body of a node, where it has one. */
export const bodyOf = ({ attributes }: Pick<Node, 'attributes'>): SubGraph | undefined => {
  const body = attributes['body'];
  return body?.kind === 'graph' ? body : undefined;
};
