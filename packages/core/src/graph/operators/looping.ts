import { type Dims, isKnown, sameDim } from '../dims.ts';
import { bodyOf } from '../values.ts';
import { defineOperator, dimAt, type Inference, input, int, misfit, type Operator, type Outline } from './operator.ts';

/**
 * Scan over the first axis: states go from step to step, each step takes its part of the sequences, and its other answers become sequences.
 *
 * Inputs are the states, the sequences, then what the body captures; `num_scan_inputs` says how many sequences there are.
 */
function scan(node: Inference): readonly Outline[] {
  const body = bodyOf(node);
  if (body === undefined) throw misfit(node, 'wants a body');
  const { value: graph, captures } = body;
  const given = node.inputs.length - captures;
  const sequences = int(node, 'num_scan_inputs', 0);
  const states = given - sequences;
  if (sequences < 1 || states < 0 || graph.inputs.length !== node.inputs.length || graph.outputs.length < states || graph.outputs.length !== node.count)
    throw misfit(node, 'wants a body of its inputs and outputs');
  if (graph.constants.length > 0 || graph.guards.length > 0) throw misfit(node, 'wants a body without constants and guards');
  graph.inputs.forEach(({ value }, index) => {
    const outer = input(node, index);
    const dims = index >= states && index < given ? outer.dims.slice(1) : outer.dims;
    if (outer.dtype !== value.dtype || dims.length !== value.dims.length || !dims.every((dim, axis) => sameDim(dim, value.dims[axis] ?? -1)))
      throw misfit(node, `wants a body with input ${index} as it is given`);
  });
  const time = dimAt(node, input(node, states), 0);
  return graph.outputs.map(({ value }, index) => {
    if (index >= states) return { dtype: value.dtype, dims: [time, ...value.dims] };
    const state = input(node, index);
    if (state.dtype !== value.dtype || !canBeSame(state.dims, value.dims)) throw misfit(node, `keeps the shape of state ${index}`);
    return { dtype: state.dtype, dims: state.dims };
  });
}

/** Two sizes that only a call decides may have two names, as elsewhere. */
const canBeSame = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((dim, axis) => !isKnown(dim) || !isKnown(b[axis] ?? -1) || dim === b[axis]);

/** https://onnx.ai/onnx/operators/onnx__Scan.html: the one operator with a graph inside. Axes are always the first, so that no attribute says so. */
export const looping: readonly Operator[] = [
  defineOperator({
    name: 'Scan',
    attributes: ['body', 'num_scan_inputs', 'scan_input_directions', 'scan_output_directions'],
    arity: [1, 1 << 16],
    infer: scan,
  }),
];
