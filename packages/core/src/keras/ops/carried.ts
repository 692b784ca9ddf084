import type { AttributeInput, GraphBuilder } from '../../graph/builder.ts';
import { KERNELS } from '../../graph/operators/kernels.ts';
import type { Value } from '../../graph/values.ts';
import type { DType } from '../../tensor/dtype.ts';

/** Wider types that hold every number of a type, so that an answer cast back is the one that wraps around as the type itself does. */
const CARRIERS: Readonly<Partial<Record<DType, readonly DType[]>>> = {
  bool: ['uint8', 'int32'],
  int8: ['int32', 'int64'],
  uint8: ['int32', 'int64'],
  int16: ['int32', 'int64'],
  uint16: ['int32', 'int64'],
  int32: ['int64'],
  uint32: ['int64'],
  float16: ['float32'],
};

/** The type in which ONNX Runtime runs the operator for this one: itself, or one that carries it; itself too where there is none, and the node is refused. */
export function carrierOf(op: string, dtype: DType): DType {
  const kernels = KERNELS.get(op);
  if (kernels === undefined || kernels.has(dtype)) return dtype;
  return CARRIERS[dtype]?.find((carrier) => kernels.has(carrier)) ?? dtype;
}

type Attributes = Readonly<Record<string, AttributeInput>>;

/** One node on operands of one type, by way of a carrier where ONNX Runtime has no kernel for theirs. The condition of Where is left as it is. */
export function carried(g: GraphBuilder, op: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
  const from = op === 'Where' ? 1 : 0;
  const dtype = inputs[from]?.dtype ?? 'float32';
  const carrier = carrierOf(op, dtype);
  if (carrier === dtype) return g.node(op, inputs, attributes);
  const made = g.node(
    op,
    inputs.map((input, index) => (index >= from && input.dtype === dtype ? g.cast(input, carrier) : input)),
    attributes,
  );
  return made.dtype === carrier ? g.cast(made, dtype) : made;
}

/** `Where`, for every type. */
export const either = (g: GraphBuilder, condition: Value, yes: Value, no: Value): Value => carried(g, 'Where', [condition, yes, no]);
