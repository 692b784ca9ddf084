import assert from 'node:assert/strict';
import test from 'node:test';
import type { InferenceSession } from 'onnxruntime-node';
import { writeModel } from '../../onnx/run.testing.ts';
import { DTYPES, type DType } from '../../tensor/dtype.ts';
import { GraphBuilder } from '../builder.ts';
import type { Graph, Node, Value } from '../values.ts';
import { OPERATORS } from './index.ts';
import { KERNELS } from './kernels.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = await import('onnxruntime-node');

type Make = (g: GraphBuilder, input: (...dims: number[]) => Value) => Pick<Node, 'inputs'> & Partial<Pick<Node, 'attributes'>>;

const one: Make = (_, x) => ({ inputs: [x(2, 3)] });
const two: Make = (_, x) => ({ inputs: [x(2, 3), x(2, 3)] });
const withInts =
  (...values: number[][]): Make =>
  (g, x) => ({ inputs: [x(1, 3), ...values.map((list) => g.ints(list))] });
const image: Make = (_, x) => ({ inputs: [x(1, 2, 4, 4)], attributes: { kernel_shape: { kind: 'ints', value: [2, 2] } } });
const gates =
  (count: number): Make =>
  (_, x) => ({ inputs: [x(3, 2, 4), x(1, 5 * count, 4), x(1, 5 * count, 5)], attributes: { hidden_size: { kind: 'int', value: 5 } } });

/** How an operator that takes more than one plain tensor is called. */
const CALLS: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    [
      'Add',
      'Sub',
      'Mul',
      'Div',
      'Mod',
      'Pow',
      'PRelu',
      'And',
      'Or',
      'Xor',
      'Max',
      'Min',
      'Mean',
      'Sum',
      'Equal',
      'Greater',
      'GreaterOrEqual',
      'Less',
      'LessOrEqual',
      'BitwiseAnd',
      'BitwiseOr',
      'BitwiseXor',
    ].map((op) => [op, two]),
  ),
  Mod: (g, x) => ({ ...two(g, x), attributes: { fmod: { kind: 'int', value: 1 } } }),
  Cast: (_, x) => ({ inputs: [x(2, 3)], attributes: { to: { kind: 'int', value: 7 } } }),
  Clip: (_, x) => ({ inputs: [x(2, 3), x(), x()] }),
  Where: (g, x) => ({ inputs: [g.input('condition', 'bool', [2, 3]), x(2, 3), x(2, 3)] }),
  Reshape: withInts([3, 1]),
  Transpose: (_, x) => ({ inputs: [x(2, 3)], attributes: { perm: { kind: 'ints', value: [1, 0] } } }),
  Slice: withInts([0], [1], [1]),
  Pad: withInts([0, 0, 1, 1]),
  Concat: (g, x) => ({ ...two(g, x), attributes: { axis: { kind: 'int', value: 0 } } }),
  Split: (_, x) => ({ inputs: [x(2, 4)], attributes: { axis: { kind: 'int', value: 1 }, num_outputs: { kind: 'int', value: 2 } } }),
  Gather: withInts([0]),
  GatherND: (g, x) => ({ inputs: [x(2, 3), g.input('places', 'int64', [2, 1])] }),
  GatherElements: (g, x) => ({ inputs: [x(2, 3), g.input('places', 'int64', [2, 3])], attributes: { axis: { kind: 'int', value: 1 } } }),
  ScatterElements: (g, x) => ({ inputs: [x(2, 3), g.input('places', 'int64', [2, 3]), x(2, 3)], attributes: { axis: { kind: 'int', value: 1 } } }),
  ScatterND: (g, x) => ({ inputs: [x(2, 3), g.input('places', 'int64', [2, 1]), x(2, 3)] }),
  Einsum: (_, x) => ({ inputs: [x(2, 3), x(3, 2)], attributes: { equation: { kind: 'string', value: 'ij,jk->ik' } } }),
  BitShift: (g, x) => ({ ...two(g, x), attributes: { direction: { kind: 'string', value: 'LEFT' } } }),
  TopK: withInts([1]),
  Squeeze: withInts([0]),
  Unsqueeze: withInts([0]),
  Expand: withInts([2, 3]),
  Tile: withInts([2, 2]),
  Range: (_, x) => ({ inputs: [x(), x(), x()] }),
  CumSum: (g, x) => ({ inputs: [x(2, 3), g.scalar(0, 'int64')] }),
  ReverseSequence: (g, x) => ({ inputs: [x(2, 3), g.input('lengths', 'int64', [3])] }),
  ...Object.fromEntries(['ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSum'].map((op) => [op, withInts([1])])),
  Gemm: (_, x) => ({ inputs: [x(2, 3), x(3, 2)] }),
  MatMul: (_, x) => ({ inputs: [x(2, 3), x(3, 2)] }),
  Conv: (_, x) => ({ inputs: [x(1, 2, 4, 4), x(3, 2, 2, 2)] }),
  ConvTranspose: (_, x) => ({ inputs: [x(1, 2, 4, 4), x(2, 3, 2, 2)] }),
  MaxPool: image,
  AveragePool: image,
  GlobalAveragePool: (_, x) => ({ inputs: [x(1, 2, 4, 4)] }),
  GlobalMaxPool: (_, x) => ({ inputs: [x(1, 2, 4, 4)] }),
  BatchNormalization: (_, x) => ({ inputs: [x(2, 3), x(3), x(3), x(3), x(3)] }),
  LayerNormalization: (_, x) => ({ inputs: [x(2, 3), x(3), x(3)] }),
  RNN: gates(1),
  GRU: gates(3),
  LSTM: gates(4),
  DepthToSpace: (_, x) => ({ inputs: [x(1, 4, 2, 2)], attributes: { blocksize: { kind: 'int', value: 2 } } }),
  SpaceToDepth: (_, x) => ({ inputs: [x(1, 1, 4, 4)], attributes: { blocksize: { kind: 'int', value: 2 } } }),
  Det: (_, x) => ({ inputs: [x(2, 3, 3)] }),
  Resize: (g, x) => ({ inputs: [x(1, 2, 4, 4), null, null, g.ints([1, 2, 8, 8])] }),
};

/** A graph of one node, past all inference: its outputs go nowhere but to Shape, so that their types are ONNX Runtime's own affair. */
function graphOf(op: string, dtype: DType): Graph {
  const g = new GraphBuilder();
  let next = 0;
  const call = (CALLS[op] ?? one)(g, (...dims) => g.input(`x${next++}`, dtype, dims));
  const outputs = Array.from({ length: op === 'Split' || op === 'TopK' ? 2 : 1 }, (_, index): Value => ({ id: `made${index}`, dtype, dims: [] }));
  const node: Node = { op, attributes: {}, origin: '', ...call, outputs };
  const end: Node = {
    op: 'Shape',
    inputs: [outputs[0] as Value],
    outputs: [{ id: 'end', dtype: 'int64', dims: [1] }],
    attributes: { start: { kind: 'int', value: 0 }, end: { kind: 'int', value: 0 } },
    origin: '',
  };
  const graph = g.finish([]);
  const value: Value = { id: 'end', dtype: 'int64', dims: [0] };
  return { ...graph, nodes: [...graph.nodes, node, end], outputs: [{ name: 'end', value }] };
}

async function loads(graph: Graph): Promise<boolean> {
  const model = writeModel(graph);
  let session: InferenceSession | undefined;
  try {
    session = await ort.InferenceSession.create(model.path, { logSeverityLevel: 4, intraOpNumThreads: 1, graphOptimizationLevel: 'disabled' });
    return true;
  } catch {
    return false;
  } finally {
    await session?.release();
    model.dispose();
  }
}

test('the table of kernels says what ONNX Runtime loads', async (t) => {
  for (const op of OPERATORS.keys())
    if (op !== 'ConstantOfShape')
      await t.test(op, async () => {
        const found: DType[] = [];
        for (const dtype of DTYPES) if (dtype !== 'string' && (await loads(graphOf(op, dtype)))) found.push(dtype);
        assert.deepEqual([...(KERNELS.get(op) ?? [])].sort(), found.sort());
      });
});

test('a type without a kernel is refused while the graph is built', () => {
  const g = new GraphBuilder();
  const [condition, x] = [g.input('condition', 'bool', [2]), g.input('x', 'int16', [2])];
  for (const refused of [
    () => g.node('Where', [condition, x, x]),
    () => g.node('Relu', [x]),
    () => g.node('Add', [g.input('y', 'bfloat16', [2]), g.input('z', 'bfloat16', [2])]),
  ])
    assert.throws(refused, { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.equal(g.node('Add', [x, x]).dtype, 'int16');
});
