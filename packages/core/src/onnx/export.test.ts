import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../artifact/source.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/values.ts';
import { exportModel } from './export.ts';
import { GREATEST_OPSET, LEAST_OPSET } from './opset.ts';
import { floats, numbers, runGraph } from './run.testing.ts';
import { layoutWeights, writeWeights } from './weights.ts';
import { encodeModel, placed } from './writer.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = await import('onnxruntime-node');

/** A graph as the files of a Program hold it. */
function filesOf(graph: Graph) {
  const layout = layoutWeights(graph);
  const weights = new Uint8Array(layout.bytes);
  writeWeights(graph, layout, (offset, bytes) => weights.set(bytes, offset));
  return { main: bytesSource(encodeModel(graph, placed(layout))), weights: bytesSource(weights) };
}

function sample(op: 'Gelu' | 'Mish') {
  const g = new GraphBuilder();
  const next = numbers(3);
  const x = g.input('x', 'float32', [4, 32]);
  const product = g.node('MatMul', [x, g.floats(floats(next, [32, 16]).data, [32, 16])]);
  const y = g.node('ReduceMax', [g.node(op, [product], op === 'Gelu' ? { approximate: 'none' } : {}), g.ints([1])], { keepdims: 1 });
  return { graph: g.finish([{ name: 'y', value: y }]), x: floats(next, [4, 32]) };
}

const gelu = sample('Gelu');
const reference = (await runGraph(gelu.graph, { x: gelu.x }))['y']?.data as Float32Array;

for (const opset of [LEAST_OPSET, 17, 18, 20, 21, 22, 24, GREATEST_OPSET])
  test(`a model in opset ${opset} is taken by ONNX Runtime as one file, and gives the same numbers`, async () => {
    const { main, weights } = filesOf(gelu.graph);
    const session = await ort.InferenceSession.create(exportModel(main, weights, { opset, weightsFile: null }));
    const found = (await session.run({ x: new ort.Tensor('float32', gelu.x.data, [4, 32]) }))['y']?.data as Float32Array;
    await session.release();
    reference.forEach((value, at) => void assert.ok(Math.abs(value - (found[at] as number)) < 1e-6));
  });

test('an opset without an operator is refused by the name of the operator, one outside the range by its number', () => {
  const { main, weights } = filesOf(sample('Mish').graph);
  assert.throws(() => exportModel(main, weights, { opset: 17, weightsFile: null }), { code: 'HG_UNSUPPORTED_OPERATION', message: /"Mish".*at least 18/ });
  for (const opset of [LEAST_OPSET - 1, GREATEST_OPSET + 1, 17.5])
    assert.throws(() => exportModel(main, weights, { opset, weightsFile: null }), { code: 'HG_USAGE_ARGUMENT' });
});

test('weights beside the model are named by the file that the caller wants', () => {
  const { main, weights } = filesOf(gelu.graph);
  const text = new TextDecoder('latin1').decode(exportModel(main, weights, { opset: 21, weightsFile: 'model.onnx.data' }));
  assert.ok(text.includes('model.onnx.data') && !text.includes('weights.bin'));
});
