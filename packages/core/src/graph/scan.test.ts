import assert from 'node:assert/strict';
import test from 'node:test';
import { GraphBuilder } from './builder.ts';
import { symbol } from './dims.ts';
import { scan } from './scan.ts';
import { bodyOf } from './values.ts';

const builder = () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('time'), symbol('batch'), 3]);
  const h = g.input('h', 'float32', [symbol('batch'), 3]);
  return { g, x, h };
};

test('a loop captures what it reads from outside, constants too, and nothing twice', () => {
  const { g, x, h } = builder();
  const kernel = g.floats(new Float32Array(9), [3, 3]);
  const bias = g.node('Neg', [h]);
  const { states, sequences } = scan(g, [h], [x], ([before], [part]) => {
    const next = g.node('Add', [g.node('MatMul', [before ?? h, kernel]), g.node('Add', [part ?? x, g.node('Mul', [bias, bias])])]);
    return { states: [next], sequences: [next] };
  });
  const { nodes, constants } = g.finish([]);
  assert.deepEqual([states.length, sequences.length, constants.length], [1, 1, 1]);
  assert.deepEqual(sequences[0]?.dims, x.dims);
  const node = nodes.find(({ op }) => op === 'Scan');
  const body = node && bodyOf(node);
  assert.deepEqual([body?.captures, body?.value.inputs.length, node?.inputs.length], [2, 4, 4]);
  assert.deepEqual(
    node?.inputs.slice(2).map((value) => value?.id),
    [kernel.id, bias.id],
  );
  assert.deepEqual(
    body?.value.nodes.map(({ op }) => op),
    ['MatMul', 'Mul', 'Add', 'Add'],
  );
});

test('a loop keeps the shapes and types of its states', () => {
  const { g, x, h } = builder();
  assert.throws(() => scan(g, [h], [x], ([before]) => ({ states: [g.node('Concat', [before ?? h, before ?? h], { axis: 1 })], sequences: [] })), {
    code: 'HG_ARTIFACT_SHAPE',
  });
  assert.throws(() => scan(g, [h], [x], ([before]) => ({ states: [g.cast(before ?? h, 'float64')], sequences: [] })), { code: 'HG_ARTIFACT_SHAPE' });
});

test('a condition on the data cannot stand inside of a loop', () => {
  const { g, x, h } = builder();
  const value = g.node('Greater', [g.scalar(1), g.scalar(0)]);
  assert.throws(
    () =>
      scan(g, [h], [x], (states) => {
        g.guard({ value, code: 'HG_INPUT_SHAPE', message: 'no' });
        return { states, sequences: [] };
      }),
    { code: 'HG_UNSUPPORTED_FIELD' },
  );
});
