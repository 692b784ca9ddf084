import assert from 'node:assert/strict';
import test from 'node:test';
import { GraphBuilder } from '../builder.ts';
import { addDims, ceilDiv, multiplyDims, symbol } from '../dims.ts';
import { estimate, sizeOfDim } from './estimate.ts';

test('the peak is what lives together', () => {
  const g = new GraphBuilder();
  // 10 floats in, three in a row of 100, then 1: two of the hundred live at one time.
  let x = g.input('x', 'float32', [symbol('batch'), 10]);
  x = g.node('Tile', [x, g.ints([1, 10])]);
  for (const op of ['Relu', 'Exp']) x = g.node(op, [x]);
  const graph = g.finish([{ name: 'y', value: g.node('ReduceSum', [x, g.ints([1])], { keepdims: 1 }) }]);
  assert.equal(estimate(graph, 1), 4 * (10 + 200));
  assert.equal(estimate(graph, 32), 32 * 4 * (10 + 200));
});

test('what branches off stays until it is read again', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [10]);
  const early = g.node('Relu', [x]);
  const late = g.node('Exp', [g.node('Exp', [g.node('Exp', [x])])]);
  assert.equal(estimate(g.finish([{ name: 'y', value: g.node('Add', [early, late]) }]), 1), 4 * (10 + 10 + 20));
});

test('a result that nobody reads counts while it is made, and outputs stay', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float64', [4]);
  const [a] = g.nodes('Split', [x], { axis: 0, num_outputs: 2 }, 2);
  assert.ok(a);
  assert.equal(estimate(g.finish([{ name: 'a', value: a }]), 1), 8 * (4 + 2 + 2));
});

test('symbols have the sizes that are given, the batch that is asked for, else 1', () => {
  const sizes = new Map([['time', 9]]);
  const half = ceilDiv(symbol('time'), 2);
  assert.equal(sizeOfDim(half, sizes), 5);
  assert.equal(sizeOfDim(ceilDiv(addDims(half, 2), 4), sizes), 2);
  assert.equal(sizeOfDim(multiplyDims([half, symbol('time'), symbol('other')]), sizes), 45);
  assert.equal(sizeOfDim(addDims(symbol('time'), -20), sizes), 0);
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [symbol('batch'), symbol('time')]);
  const graph = g.finish([{ name: 'y', value: g.node('Relu', [x]) }]);
  assert.equal(estimate(graph, 2, sizes), 2 * 2 * 9 * 4);
  assert.equal(estimate(graph, 2), 2 * 2 * 4);
});

test('names that look like formulas are names, or at least numbers', () => {
  for (const name of ['floor((', '(a)*(', ')*(', 'a + b', '3*x', '((((', 'floor((floor((x)/0)/2)', ' - ']) {
    const size = sizeOfDim(ceilDiv(symbol(name), 2), new Map([[name, 6]]));
    assert.ok(Number.isInteger(size) && size >= 0, `${name}: ${size}`);
    assert.equal(sizeOfDim(symbol(name), new Map([[name, 6]])), 6);
  }
});
