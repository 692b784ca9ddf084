import assert from 'node:assert/strict';
import { test } from 'node:test';
import { floats, numbers, runGraph } from '../../onnx/run.testing.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { GraphBuilder } from '../builder.ts';
import { symbol } from '../dims.ts';
import type { Graph } from '../values.ts';
import { halve } from './halve.ts';
import { prune } from './prune.ts';
import { quantise } from './quantise.ts';
import { verify } from './verify.ts';

/** Two products with large constant weights, one with a small one, an operator without a float16 kernel, and an output of whole numbers. */
function sample(): { graph: Graph; x: Tensor } {
  const g = new GraphBuilder();
  const next = numbers(7);
  const weights = (...dims: number[]) => g.floats(floats(next, dims).data, dims);
  const x = g.input('x', 'float32', [symbol('batch'), 64]);
  const hidden = g.node('Relu', [g.node('Add', [g.node('MatMul', [x, weights(64, 96)]), weights(96)])]);
  const other = g.node('Gemm', [hidden, weights(96, 80), weights(80)], {});
  const smooth = g.node('Celu', [g.node('MatMul', [other, weights(80, 5)])], { alpha: 1.5 });
  const best = g.node('ArgMax', [smooth], { axis: 1, keepdims: 0 });
  const graph = g.finish([
    { name: 'y', value: smooth },
    { name: 'best', value: best },
    { name: 'echo', value: x },
  ]);
  return { graph, x: floats(next, [9, 64]) };
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] as number))), 0);
const largest = (a: ArrayLike<number>): number => Array.from(a).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

for (const [name, pass, tolerance] of [
  ['halve', halve, 2e-3],
  ['quantise', quantise, 4e-2],
] as const)
  test(`${name} gives almost the same numbers under the same names and types`, async () => {
    const { graph, x } = sample();
    const other = prune(pass(graph));
    verify(other, name);
    const [exact, found] = [await runGraph(graph, { x }), await runGraph(other, { x })];
    for (const output of ['y', 'best', 'echo']) assert.equal(found[output]?.type, exact[output]?.type);
    const [a, b] = [found['y']?.data as Float32Array, exact['y']?.data as Float32Array];
    assert.ok(worst(a, b) > 0, 'another arithmetic gives other numbers');
    assert.ok(worst(a, b) < tolerance * largest(b), `${worst(a, b) / largest(b)}`);
    assert.deepEqual(found['echo']?.data, exact['echo']?.data);
  });

test('halve keeps half the bytes of the weights, and float32 at the border and where there is no kernel', () => {
  const { graph } = sample();
  const half = prune(halve(graph));
  const bytes = ({ constants }: Graph): number => constants.reduce((sum, constant) => sum + constant.bytes, 0);
  assert.equal(bytes(half) * 2, bytes(graph));
  for (const { op, inputs } of half.nodes)
    assert.equal(inputs[0]?.dtype, op === 'Celu' || inputs[0]?.id === graph.inputs[0]?.value.id ? 'float32' : inputs[0]?.dtype);
  assert.ok(half.nodes.some(({ op, inputs }) => op === 'MatMul' && inputs[0]?.dtype === 'float16'));
  assert.ok(half.nodes.some(({ op, inputs }) => op === 'Celu' && inputs[0]?.dtype === 'float32'));
});

test('quantise rounds the products of many weights, each input once, and leaves the others', () => {
  const { graph } = sample();
  const ops = prune(quantise(graph)).nodes.map(({ op }) => op);
  const count = (name: string): number => ops.filter((op) => op === name).length;
  assert.deepEqual([count('MatMulInteger'), count('DynamicQuantizeLinear'), count('MatMul'), count('Gemm')], [2, 2, 1, 0]);
});
