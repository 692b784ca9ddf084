import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Table } from '../stages/table.ts';
import { GraphBuilder } from './builder.ts';
import { cut, type Piece } from './cut.ts';
import { symbol } from './dims.ts';
import type { Value } from './values.ts';

const TABLE: Table = { dtype: 'string', entries: ['a', 'b'] };
const LOOKUP = { mask: null, masked: 'zero', oov: 1, first: 0, method: 'hash', salt: null };
const lookup = (g: GraphBuilder, x: Value): Value => g.step('lookup', LOOKUP, TABLE, [x], { dtype: 'int64', dims: x.dims });
const invert = (g: GraphBuilder, x: Value): Value => g.step('invert', { mask: null, oov: '?', start: 1 }, TABLE, [x], { dtype: 'string', dims: x.dims });
const texts = (g: GraphBuilder, name: string): Value => g.input(name, 'string', [symbol('batch'), 2]);

/** A piece as text: what goes in, what runs, what comes out. */
function told(piece: Piece): string {
  if (piece.kind === 'step') return `${piece.inputs} ${piece.step.operation} ${piece.output.name}`;
  const { inputs, outputs, nodes } = piece.graph;
  return `${inputs.map(({ name }) => name)} ${piece.name}(${nodes.map(({ op }) => op)}) ${outputs.map(({ name }) => name)}`;
}

test('a graph without texts stays one graph', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('batch'), 2]);
  const graph = g.finish([{ name: 'y', value: g.node('Neg', [x]) }]);
  assert.deepEqual(cut(graph), [{ kind: 'graph', name: 'main', graph }]);
});

test('texts go through a table to a graph, and numbers that no table needs are reckoned beside them', () => {
  const g = new GraphBuilder();
  const [name, x] = [texts(g, 'name'), g.input('x', 'int64', [symbol('batch'), 2])];
  const early = g.node('Neg', [x]);
  const index = lookup(g, name);
  const graph = g.finish([{ name: 'y', value: g.node('Add', [index, early]) }]);
  assert.deepEqual(cut(graph).map(told), ['name lookup value-0', 'x,value-0 part-2(Neg,Add) y']);
});

test('numbers become texts at the end, and are an output as well', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'int64', [symbol('batch'), 2]);
  const scores = g.node('Neg', [x]);
  const graph = g.finish([
    { name: 'scores', value: scores },
    { name: 'label', value: invert(g, g.node('Abs', [scores])) },
  ]);
  assert.deepEqual(cut(graph).map(told), ['x main(Neg,Abs) scores,value-0', 'value-0 invert label']);
});

test('a table in the middle stands between two graphs, and a table behind a table needs none', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'int64', [symbol('batch'), 2]);
  const looked = lookup(g, invert(g, g.node('Neg', [x])));
  const graph = g.finish([{ name: 'y', value: g.node('Add', [looked, x]) }]);
  assert.deepEqual(cut(graph).map(told), ['x main(Neg) value-0', 'value-0 invert value-1', 'value-1 lookup value-2', 'value-2,x part-4(Add) y']);
});

test('what no output needs is not run', () => {
  const g = new GraphBuilder();
  const [name, x] = [texts(g, 'name'), g.input('x', 'int64', [symbol('batch'), 2])];
  g.node('Neg', [lookup(g, name)]);
  const graph = g.finish([{ name: 'y', value: lookup(g, invert(g, x)) }]);
  assert.deepEqual(cut(graph).map(told), ['x invert value-0', 'value-0 lookup y']);
});

test('texts are handed through under the names of outputs, also where these are names of other inputs', () => {
  const g = new GraphBuilder();
  const [a, b] = [texts(g, 'a'), texts(g, 'b')];
  const same = g.finish([{ name: 'a', value: a }]);
  assert.deepEqual(cut(same).map(told), []);
  const crossed = g.finish([
    { name: 'a', value: b },
    { name: 'b', value: a },
    { name: 'c', value: a },
  ]);
  assert.deepEqual(cut(crossed).map(told), ['b identity value-0', 'a identity value-1', 'a identity c', 'value-0 identity a', 'value-1 identity b']);
});

test('an output with the name of an input waits until nobody reads the input any more', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'int64', [symbol('batch'), 2]);
  const graph = g.finish([
    { name: 'x', value: invert(g, x) },
    { name: 'y', value: lookup(g, invert(g, g.node('Neg', [x]))) },
  ]);
  assert.deepEqual(cut(graph).map(told), ['x main(Neg) value-0', 'x invert value-1', 'value-0 invert value-2', 'value-2 lookup y', 'value-1 identity x']);
});

test('constants and guards go with the nodes that need them', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'int64', [symbol('batch'), 2]);
  const one = g.scalar(1, 'int64');
  g.guard({ value: g.node('Greater', [g.node('ReduceMax', [x], { keepdims: 0 }), one]), code: 'HG_INPUT_RANGE', message: 'Cannot' });
  const looked = lookup(g, invert(g, g.node('Add', [x, one])));
  const pieces = cut(g.finish([{ name: 'y', value: g.node('Add', [looked, one]) }]));
  const graphs = pieces.flatMap((piece) => (piece.kind === 'graph' ? [piece.graph] : []));
  assert.deepEqual(
    graphs.map(({ constants, guards }) => [constants.length, guards.length]),
    [
      [1, 0],
      [1, 1],
    ],
  );
});

test('where texts are moved, a graph moves their positions', () => {
  const g = new GraphBuilder();
  const [a, b] = [texts(g, 'a'), texts(g, 'b')];
  const both = g.node('Concat', [a, b], { axis: 1 });
  assert.equal(both.dtype, 'string');
  assert.deepEqual(cut(g.finish([{ name: 'y', value: both }])).map(told), [
    'a positions value-0',
    'a,b positions value-1',
    'value-0,value-1 part-2(Concat) value-2',
    'value-2,a,b pick y',
  ]);
});

test('a chain as long as a file can make it is cut without a stack or a square', () => {
  const g = new GraphBuilder();
  let x = g.input('x', 'int64', [symbol('batch'), 2]);
  for (let step = 0; step < 20_000; step++) x = lookup(g, invert(g, g.node('Neg', [x])));
  assert.equal(cut(g.finish([{ name: 'y', value: x }])).length, 60_000);
  const wide = new GraphBuilder();
  let sum = lookup(wide, texts(wide, 'a'));
  for (let node = 0; node < 100_000; node++) sum = wide.node('Neg', [sum]);
  assert.equal(cut(wide.finish([{ name: 'y', value: sum }])).length, 2);
});

test('no node of ONNX takes a text', () => {
  const g = new GraphBuilder();
  const name = texts(g, 'name');
  assert.throws(() => g.node('Neg', [name]), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => g.node('Equal', [name, name]), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => g.cast(g.scalar(1, 'int64'), 'string'), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(
    () =>
      g.node(
        'Concat',
        Array.from({ length: 257 }, () => name),
        { axis: 1 },
      ),
    { code: 'HG_UNSUPPORTED_FIELD' },
  );
  assert.equal(g.node('Identity', [name]).dtype, 'string');
});
