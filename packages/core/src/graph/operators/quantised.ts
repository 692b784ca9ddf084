import { broadcastDims, type Dims, isKnown } from '../dims.ts';
import { defineOperator, dimAt, type Inference, input, misfit, type Operator } from './operator.ts';

/** [..., rows, inner] of 8-bit integers times [..., inner, columns] of such, as int32. */
function product(node: Inference): Dims {
  const [a, b] = [input(node, 0), input(node, 1)];
  const bytes = [a, b].every(({ dtype }) => dtype === 'uint8' || dtype === 'int8');
  if (!bytes || a.dims.length < 2 || b.dims.length < 2) throw misfit(node, 'wants two matrices of 8-bit integers');
  const [inner, outer] = [dimAt(node, a, -1), dimAt(node, b, -2)];
  if (isKnown(inner) && isKnown(outer) && inner !== outer) throw misfit(node, 'wants equal inner sizes');
  const batch = broadcastDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
  if (batch === undefined) throw misfit(node, 'cannot broadcast them');
  return [...batch, dimAt(node, a, -2), dimAt(node, b, -1)];
}

/** https://onnx.ai/onnx/operators: products of integers, and floats as integers with a scale. */
export const quantised: readonly Operator[] = [
  defineOperator({ name: 'MatMulInteger', attributes: [], arity: [2, 4], infer: (node) => [{ dtype: 'int32', dims: product(node) }] }),
  defineOperator({
    name: 'DynamicQuantizeLinear',
    attributes: [],
    arity: [1, 1],
    infer: (node) => {
      const { dtype, dims } = input(node, 0);
      if (dtype !== 'float32') throw misfit(node, 'wants float32');
      return [
        { dtype: 'uint8', dims },
        { dtype, dims: [] },
        { dtype: 'uint8', dims: [] },
      ];
    },
  }),
];
