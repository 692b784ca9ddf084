import { addDims, broadcastDims, type Dim, type Dims, floorDiv, isKnown, sameDim, scaleDim } from '../dims.ts';
import { defineOperator, dimAt, type Inference, input, int, ints, misfit, type Operator, type Outline, string } from './operator.ts';

function matmul(node: Inference): Dims {
  const [a, b] = [input(node, 0), input(node, 1)];
  if (a.dims.length < 2 || b.dims.length < 2 || a.dtype !== b.dtype) throw misfit(node, 'wants two matrices of one type');
  const [inner, outer] = [dimAt(node, a, -1), dimAt(node, b, -2)];
  if (isKnown(inner) && isKnown(outer) && inner !== outer) throw misfit(node, 'wants equal inner sizes');
  const batch = broadcastDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
  if (batch === undefined) throw misfit(node, 'cannot broadcast them');
  return [...batch, dimAt(node, a, -2), dimAt(node, b, -1)];
}

function gemm(node: Inference): Dims {
  const [a, b] = [input(node, 0), input(node, 1)];
  const [rows, inner] = int(node, 'transA', 0) ? [1, 0] : [0, 1];
  const [outer, columns] = int(node, 'transB', 0) ? [1, 0] : [0, 1];
  if (a.dims.length !== 2 || b.dims.length !== 2) throw misfit(node, 'wants two matrices');
  if (!sameDim(dimAt(node, a, inner), dimAt(node, b, outer))) throw misfit(node, 'wants equal inner sizes');
  return [dimAt(node, a, rows), dimAt(node, b, columns)];
}

/** Sizes after a sliding window: floor((size + pads - dilation * (kernel - 1) - 1) / stride) + 1, or ceil(size / stride) for SAME_UPPER. */
function windowed(node: Inference, spatial: Dims, kernel: readonly number[]): Dims {
  const strides = ints(node, 'strides') ?? kernel.map(() => 1);
  const dilations = ints(node, 'dilations') ?? kernel.map(() => 1);
  const pads = ints(node, 'pads') ?? kernel.flatMap(() => [0, 0]);
  const same = string(node, 'auto_pad', 'NOTSET') === 'SAME_UPPER';
  return spatial.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    const room = same ? addDims(size, -1) : addDims(size, pads[axis] ?? 0, pads[axis + kernel.length] ?? 0, -reach);
    if (isKnown(room) && room < 0) throw misfit(node, 'has a window wider than its input');
    return addDims(floorDiv(room, stride), 1);
  });
}

function conv(node: Inference): Dims {
  const [x, w] = [input(node, 0), input(node, 1)];
  const kernel = w.dims.slice(2);
  if (x.dims.length !== w.dims.length || !kernel.every(isKnown) || x.dtype !== w.dtype) throw misfit(node, 'wants a kernel of its rank and type');
  const channels = scaleDim(dimAt(node, w, 1), int(node, 'group', 1));
  if (!sameDim(channels, dimAt(node, x, 1))) throw misfit(node, 'wants a kernel of its channels');
  return [dimAt(node, x, 0), dimAt(node, w, 0), ...windowed(node, x.dims.slice(2), kernel)];
}

/** (size - 1) * stride + output_padding + dilation * (kernel - 1) + 1 - pads, the kernel being [channels, filters / group, ...window]. */
function convTranspose(node: Inference): Dims {
  const [x, w] = [input(node, 0), input(node, 1)];
  const kernel = w.dims.slice(2);
  if (x.dims.length !== w.dims.length || !kernel.every(isKnown) || x.dtype !== w.dtype) throw misfit(node, 'wants a kernel of its rank and type');
  if (!sameDim(dimAt(node, w, 0), dimAt(node, x, 1))) throw misfit(node, 'wants a kernel of its channels');
  const [strides, dilations, pads, more] = ['strides', 'dilations', 'pads', 'output_padding'].map((name) => ints(node, name) ?? []);
  const spatial = kernel.map((size, axis) => {
    const [reach, pad] = [(dilations?.[axis] ?? 1) * (size - 1), (pads?.[axis] ?? 0) + (pads?.[axis + kernel.length] ?? 0)];
    return addDims(scaleDim(addDims(dimAt(node, x, axis + 2), -1), strides?.[axis] ?? 1), reach + 1 + (more?.[axis] ?? 0) - pad);
  });
  return [dimAt(node, x, 0), scaleDim(dimAt(node, w, 1), int(node, 'group', 1)), ...spatial];
}

function pool(node: Inference): Dims {
  const x = input(node, 0);
  const kernel = ints(node, 'kernel_shape');
  if (kernel === undefined || kernel.length !== x.dims.length - 2) throw misfit(node, 'wants a window of its rank');
  return [...x.dims.slice(0, 2), ...windowed(node, x.dims.slice(2), kernel)];
}

/** RNN, LSTM and GRU, layout 0: X is [time, batch, features]; Y is [time, directions, batch, units], Y_h and Y_c are [directions, batch, units]. */
function recurrent(node: Inference): readonly Outline[] {
  const x = input(node, 0);
  const [time, batch, units] = [dimAt(node, x, 0), dimAt(node, x, 1), int(node, 'hidden_size', 0)];
  const directions = string(node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  const last: Dims = [directions, batch, units];
  return [[time, directions, batch, units], last, last].slice(0, node.count).map((dims) => ({ dtype: x.dtype, dims }));
}

function resize(node: Inference): Dims {
  const x = input(node, 0);
  const sizes = node.inputs[3] ? node.integers(3) : undefined;
  if (sizes !== undefined) return sizes;
  if (node.declared === undefined) throw misfit(node, 'needs its dims declared');
  if (node.declared.length !== x.dims.length) throw misfit(node, 'keeps its rank');
  return node.declared;
}

/** DepthToSpace: `blocksize` times as high and as wide; SpaceToDepth the other way. */
function blocks(node: Inference, deeper: boolean): Dims {
  const x = input(node, 0);
  const size = int(node, 'blocksize', 0);
  const [batch = 1, channels = 1, ...spatial] = x.dims;
  if (x.dims.length !== 4 || size < 1) throw misfit(node, 'wants a block of its image');
  for (const dim of deeper ? spatial : [channels])
    if (isKnown(dim) && dim % (deeper ? size : size * size) !== 0) throw misfit(node, `cannot be divided by ${size}`);
  if (deeper) return [batch, scaleDim(channels, size * size), ...spatial.map((dim) => floorDiv(dim, size))];
  return [batch, floorDiv(channels, size * size), ...spatial.map((dim) => scaleDim(dim, size))];
}

function det(node: Inference): Dims {
  const x = input(node, 0);
  if (!sameDim(dimAt(node, x, -1), dimAt(node, x, -2))) throw misfit(node, 'wants square matrices');
  return x.dims.slice(0, -2);
}

const normalized = (node: Inference): Outline => ({ dtype: input(node, 0).dtype, dims: input(node, 0).dims });
const WINDOW = ['auto_pad', 'dilations', 'kernel_shape', 'pads', 'strides'];
const RECURRENT = ['activation_alpha', 'activation_beta', 'activations', 'clip', 'direction', 'hidden_size'];

const simple = (name: string, attributes: readonly string[], arity: readonly [number, number], infer: (node: Inference) => Dims): Operator =>
  defineOperator({ name, attributes, arity, infer: (node) => [{ dtype: input(node, 0).dtype, dims: infer(node) }] });

/** https://onnx.ai/onnx/operators: operators with weights or windows. */
export const neural: readonly Operator[] = [
  simple('MatMul', [], [2, 2], matmul),
  simple('Gemm', ['alpha', 'beta', 'transA', 'transB'], [2, 3], gemm),
  simple('Conv', [...WINDOW, 'group'], [2, 3], conv),
  simple('ConvTranspose', ['dilations', 'group', 'kernel_shape', 'output_padding', 'pads', 'strides'], [2, 3], convTranspose),
  simple('MaxPool', [...WINDOW, 'ceil_mode', 'storage_order'], [1, 1], pool),
  simple('AveragePool', [...WINDOW, 'ceil_mode', 'count_include_pad'], [1, 1], pool),
  ...['GlobalAveragePool', 'GlobalMaxPool'].map((name) =>
    simple(name, [], [1, 1], (node) => input(node, 0).dims.map((dim: Dim, axis) => (axis < 2 ? dim : 1))),
  ),
  defineOperator({ name: 'BatchNormalization', attributes: ['epsilon', 'momentum', 'training_mode'], arity: [5, 5], infer: (node) => [normalized(node)] }),
  defineOperator({ name: 'LayerNormalization', attributes: ['axis', 'epsilon', 'stash_type'], arity: [2, 3], infer: (node) => [normalized(node)] }),
  defineOperator({ name: 'RNN', attributes: [...RECURRENT, 'layout'], arity: [3, 6], infer: recurrent }),
  defineOperator({ name: 'LSTM', attributes: [...RECURRENT, 'input_forget', 'layout'], arity: [3, 8], infer: recurrent }),
  defineOperator({ name: 'GRU', attributes: [...RECURRENT, 'layout', 'linear_before_reset'], arity: [3, 6], infer: recurrent }),
  simple('DepthToSpace', ['blocksize', 'mode'], [1, 1], (node) => blocks(node, false)),
  simple('SpaceToDepth', ['blocksize'], [1, 1], (node) => blocks(node, true)),
  simple('Det', [], [1, 1], det),
  simple('Resize', ['antialias', 'coordinate_transformation_mode', 'cubic_coeff_a', 'exclude_outside', 'mode', 'nearest_mode'], [1, 4], resize),
];
