import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import test from 'node:test';
import { GraphBuilder } from '../graph/builder.ts';
import { symbol } from '../graph/dims.ts';
import type { Constant, Graph } from '../graph/values.ts';
import { namesOf } from './names.ts';
import { floats, numbers, runGraph, writeModel } from './run.testing.ts';
import { signatureOf } from './signature.ts';
import { layoutWeights, writeWeights } from './weights.ts';
import { encodeModel, placed } from './writer.ts';

const batch = symbol('batch');

/** Every kind of attribute and constant, a guard, a left-out input. */
function everything(): Graph {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [batch, 5, 3]);
  g.origin = 'my "layer"\n1';
  const next = numbers(7);
  const weights = [g.floats(floats(next, [1, 64, 3]).data, [1, 64, 3]), g.floats(floats(next, [1, 64, 16]).data, [1, 64, 16])];
  const [, last] = g.nodes(
    'LSTM',
    [g.transpose(x, [1, 0, 2]), ...weights, null, null],
    { hidden_size: 16, activations: ['Sigmoid', 'Tanh', 'Tanh'], direction: 'forward', clip: 3 },
    2,
  );
  assert.ok(last);
  const wide = g.node('Concat', [g.reshape(last, [batch, 16]), g.node('ReduceSum', [x, g.ints([-1])], { keepdims: 0 })], { axis: -1 });
  g.guard({ value: g.node('Less', [g.node('ReduceMax', [x], { keepdims: 0 }), g.scalar(100)]), code: 'HG_INPUT_RANGE', message: 'Cannot go on' });
  return g.finish([{ name: 'y', value: g.node('LeakyRelu', [wide], { alpha: 0.25 }) }]);
}

test('a graph runs in ONNX Runtime and answers what arithmetic says', async () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [batch, 300]);
  // 300 x 2 floats lie in weights.bin, the two biases in the graph: y = sum(x) * (1, -2) + (10, 20).
  const kernel = g.floats(
    Float32Array.from({ length: 600 }, (_, at) => (at % 2 === 0 ? 1 : -2)),
    [300, 2],
  );
  const y = g.node('Add', [g.node('MatMul', [x, kernel]), g.floats([10, 20], [2])]);
  const found = await runGraph(g.finish([{ name: 'y', value: y }]), { x: { dtype: 'float32', shape: [2, 300], data: new Float32Array(600).fill(0.5, 300) } });
  assert.deepEqual(found['y']?.dims, [2, 2]);
  assert.deepEqual(found['y']?.data, Float32Array.of(10, 20, 160, -280));
});

test('guards are boolean scalars beside the outputs', async () => {
  const x = floats(numbers(1), [2, 5, 3]);
  const good = await runGraph(everything(), { x });
  assert.deepEqual([good['guard_0']?.dims, good['guard_0']?.data[0], good['y']?.dims], [[], 1, [2, 21]]);
  const bad = await runGraph(everything(), { x: { ...x, data: x.data.map((value) => value + 100) } });
  assert.equal(bad['guard_0']?.data[0], 0);
});

test('the same graph gives the same bytes', () => {
  const encode = (): Buffer => {
    const graph = everything();
    return Buffer.from(encodeModel(graph, placed(layoutWeights(graph))));
  };
  assert.ok(encode().equals(encode()));
});

test('a model that hands its input through keeps both names in its signature', async () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [batch, 2]);
  const graph = g.finish([
    { name: 'x', value: x },
    { name: 'y', value: g.node('Neg', [x]) },
    { name: 'one', value: g.scalar(1) },
  ]);
  assert.deepEqual(namesOf(graph).outputs, ['x_1', 'y', 'one']);
  assert.deepEqual(
    signatureOf(graph, 'main').outputs.map(({ name }) => name),
    ['x', 'y', 'one'],
  );
  const found = await runGraph(graph, { x: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(3, 4) } });
  assert.deepEqual([found['x']?.data, found['y']?.data, found['one']?.data], [Float32Array.of(3, 4), Float32Array.of(-3, -4), Float32Array.of(1)]);
});

test("the sender's text does not reach a native parser", async () => {
  const g = new GraphBuilder();
  const odd = ['a\0b', 'ü', 'a_b', '\ud800', '', 'x'.repeat(5000), '../../etc', '__proto__'];
  const inputs = odd.map((name) => g.input(name, 'float32', [symbol(`${name}_0`), 2]));
  g.origin = 'a\0"layer"';
  const sum = inputs.reduce((a, b) => g.node('Add', [a, b]));
  const graph = g.finish([{ name: 'ü', value: sum }]);
  const names = namesOf(graph);
  assert.equal(new Set([...names.inputs, ...names.outputs]).size, odd.length + 1);
  const bytes = encodeModel(graph, () => 'inline');
  assert.ok(!Buffer.from(bytes).includes('ü') && !Buffer.from(bytes).includes('a\0b'));
  const model = writeModel(graph);
  try {
    const { InferenceSession } = await import('onnxruntime-node');
    const session = await InferenceSession.create(model.path);
    assert.deepEqual(session.inputNames, names.inputs);
    await session.release();
  } finally {
    model.dispose();
  }
});

test('two names of sizes stay two where both are odd, and one stays one', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('ü'), symbol('ö'), symbol('ü'), batch]);
  assert.deepEqual(signatureOf(g.finish([{ name: 'y', value: g.node('Neg', [x]) }]), 'main').inputs[0]?.shape, ['dim#0', 'dim#1', 'dim#0', 'batch']);
});

test('weights are read once each, in the order of their places, aligned and apart', () => {
  const reads: string[] = [];
  const g = new GraphBuilder();
  const sizes = [4, 255, 256, 257, (1 << 18) - 1, 1 << 18, 300, (1 << 18) + 1];
  const values = sizes.map((size) => {
    const read = (): Uint8Array => {
      reads.push(`${size}`);
      return new Uint8Array(size * 4).fill(size % 251);
    };
    return g.constant({ dtype: 'float32', dims: [size], read });
  });
  const graph = g.finish(values.map((value, at) => ({ name: `y${at}`, value })));
  const layout = layoutWeights(graph, 100);
  assert.equal(reads.length, 0);
  assert.equal(layout.places.size, 6);
  const file = new Uint8Array(layout.bytes);
  let end = 100;
  writeWeights(graph, layout, (offset, bytes) => {
    assert.ok(offset >= end && offset % (bytes.length >= 1 << 20 ? 4096 : 64) === 0, `${offset}`);
    end = offset + bytes.length;
    file.set(bytes, offset);
  });
  assert.equal(end, layout.bytes);
  assert.deepEqual(reads, ['256', '257', '262143', '262144', '300', '262145']);
  for (const { value, bytes } of graph.constants as readonly Constant[]) {
    const place = layout.places.get(value.id);
    if (place !== undefined) assert.ok(file.subarray(place.offset, place.offset + bytes).every((byte) => byte === (bytes / 4) % 251));
  }
});

const oracle = process.env['HORNGATE_ORACLE'];
const python = oracle !== undefined && existsSync(oracle) ? oracle : undefined;

test("onnx's own library writes the same bytes, and its checker has nothing to say", {
  skip: python === undefined && 'HORNGATE_ORACLE names no Python',
}, () => {
  const graph = everything();
  const model = writeModel(graph);
  const script = `
import sys, onnx
model = onnx.load(sys.argv[1], load_external_data=False)
onnx.checker.check_model(sys.argv[1], full_check=True)
sys.stdout.buffer.write(model.SerializeToString(deterministic=True))
`;
  try {
    const written = execFileSync(python ?? '', ['-c', script, model.path], { cwd: dirname(model.path) });
    assert.ok(written.equals(readFileSync(model.path)));
  } finally {
    model.dispose();
  }
});
