import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder } from '../../graph/builder.ts';
import { runGraph } from '../../onnx/run.testing.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { carried, carrierOf } from './carried.ts';

test('a type without a kernel is carried by one that holds its numbers', () => {
  assert.equal(carrierOf('Max', 'int16'), 'int32');
  assert.equal(carrierOf('ReduceSum', 'uint32'), 'int64');
  assert.equal(carrierOf('Where', 'bool'), 'uint8');
  assert.equal(carrierOf('Add', 'int8'), 'int8');
  assert.equal(carrierOf('Unique', 'uint8'), 'int64');
});

test('what does not fit wraps around on the way back, as in NumPy', async () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'int16', [3]);
  const y = carried(g, 'ReduceSum', [x, g.ints([0])], { keepdims: 0 });
  const data: Tensor = { dtype: 'int16', shape: [3], data: Int16Array.of(30000, 30000, 30000) };
  const found = await runGraph(g.finish([{ name: 'y', value: g.cast(y, 'int32') }]), { x: data });
  assert.equal(y.dtype, 'int16');
  // numpy.sum(numpy.array([30000] * 3, "int16"), dtype="int16")
  assert.deepEqual(Array.from((found['y']?.data ?? []) as Int32Array), [24464]);
});
