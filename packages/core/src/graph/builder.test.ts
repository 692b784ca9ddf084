import assert from 'node:assert/strict';
import test from 'node:test';
import { floats, numbers, runGraph } from '../onnx/run.testing.ts';
import { GraphBuilder } from './builder.ts';
import { addDims, ceilDiv, scaleDim, symbol } from './dims.ts';

test('constants of one key are one constant, and scalars know minus zero', () => {
  const g = new GraphBuilder();
  assert.equal(g.ints([1, 2]), g.ints([1, 2]));
  assert.notEqual(g.scalar(0).id, g.scalar(-0).id);
  assert.notEqual(g.scalar(1).id, g.scalar(1, 'int64').id);
  assert.notEqual(g.floats([1], [1]).id, g.floats([1], [1]).id);
});

test('an input whose name looks like a value of the graph is another value', () => {
  const g = new GraphBuilder();
  const names = ['Relu_1', 'constant_0', 'Relu_1'];
  const inputs = names.map((name) => g.input(name, 'float32', [2]));
  const values = [...inputs, g.node('Relu', [inputs[0] ?? null]), g.scalar(1)];
  assert.equal(new Set(values.map(({ id }) => id)).size, values.length);
});

test('shapes that only a call decides are computed in the graph', async () => {
  const g = new GraphBuilder();
  const [batch, time] = [symbol('batch'), symbol('time')];
  const x = g.input('x', 'float32', [batch, time, 6]);
  const graph = g.finish([
    // Two unknown sizes move, so the shape is put together at run time.
    { name: 'swapped', value: g.reshape(x, [time, batch, 2, 3]) },
    { name: 'wide', value: g.reshape(x, [batch, scaleDim(time, 2), 3]) },
    { name: 'sizes', value: g.shape(x, [addDims(scaleDim(time, 2), batch, -1), 7]) },
    { name: 'same', value: g.reshape(x, [batch, time, 6]) },
  ]);
  const found = await runGraph(graph, { x: floats(numbers(1), [2, 5, 6]) });
  assert.deepEqual(found['swapped']?.dims, [5, 2, 2, 3]);
  assert.deepEqual(found['wide']?.dims, [2, 10, 3]);
  assert.deepEqual(found['sizes']?.data, BigInt64Array.of(11n, 7n));
  assert.deepEqual(found['same']?.data, floats(numbers(1), [2, 5, 6]).data);
});

test('a size that is no sum of axes at hand is refused by name', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('batch'), 6]);
  assert.throws(() => g.shape(x, [ceilDiv(symbol('time'), 2)]), { code: 'HG_UNSUPPORTED_FIELD', message: /floor\(\(time \+ 1\)\/2\)/ });
});

test('attributes get the kind that ONNX declares', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [1, 1, 4]);
  g.node('LeakyRelu', [x], { alpha: 1 });
  g.node('Concat', [x, x], { axis: 1 });
  g.node('MaxPool', [x], { kernel_shape: [2], auto_pad: 'SAME_UPPER' });
  const kinds = g.finish([]).nodes.flatMap(({ attributes }) => Object.entries(attributes).map(([name, { kind }]) => `${name}: ${kind}`));
  assert.deepEqual(kinds, ['alpha: float', 'axis: int', 'kernel_shape: ints', 'auto_pad: string']);
});

test('sizes that are no exact numbers any more, or below 0, are refused before anything is written', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('batch'), 2 ** 53 - 1]);
  assert.throws(() => g.node('Tile', [x, g.ints([1, 2])]), { code: 'HG_LIMIT_ACTIVATION' });
  assert.throws(() => g.ints([Number.POSITIVE_INFINITY]), { code: 'HG_LIMIT_ACTIVATION' });
  assert.throws(() => g.node('Pad', [g.input('y', 'float32', [2]), g.ints([-2, -1])]), { code: 'HG_ARTIFACT_SHAPE' });
});

test('a value is arranged in dims of as many elements, or its layer is refused', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [5]);
  assert.deepEqual(g.reshape(x, [1, 5]).dims, [1, 5]);
  assert.throws(() => g.reshape(x, [1, 3]), { code: 'HG_ARTIFACT_SHAPE' });
});
