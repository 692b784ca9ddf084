import type { DType } from '../tensor/dtype.ts';
import type { Code } from '../words/error.ts';
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
  | { readonly kind: 'graph'; readonly value: Graph };

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
}

export interface GraphGuard {
  readonly value: Value;
  readonly code: Code;
  readonly message: string;
}

/** A graph in single assignment form, nodes in an order in which they can run. */
export interface Graph {
  readonly inputs: readonly NamedValue[];
  readonly outputs: readonly NamedValue[];
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly guards: readonly GraphGuard[];
}

/** The same value with another mask, or with none. */
export function withMask(value: Value, mask: Value | undefined): Value {
  const { id, dtype, dims } = value;
  return mask === undefined ? { id, dtype, dims } : { id, dtype, dims, mask };
}
