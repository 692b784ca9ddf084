import assert from 'node:assert/strict';
import test from 'node:test';
import { readEquation } from '../core/einsum-equation.ts';
import { scaleAxes, scaleDims } from './scale-axes.ts';

type Axes = readonly [reduced: readonly number[], transpose: readonly number[], expand: readonly number[], squeeze: readonly number[]];

/** `_analyze_quantization_info` of Keras 3.15.1: of the input, and of the kernel. */
const ROWS: readonly (readonly [equation: string, rank: number, input: Axes, kernel: Axes])[] = [
  ['ab,bc->ac', 2, [[1], [0, 1], [], []], [[0], [0, 1], [], []]],
  ['abc,cde->abde', 3, [[2], [0, 1, 2], [3], []], [[0], [0, 1, 2], [1], []]],
  ['abcd,cde->abe', 4, [[2, 3], [0, 1, 3, 2], [], [3]], [[0, 1], [0, 1, 2], [], []]],
  ['abc,cd->adb', 3, [[2], [0, 2, 1], [], []], [[0], [0, 1], [2], []]],
  ['abcd,bcde->abce', 4, [[3], [0, 1, 2, 3], [], []], [[2], [2, 0, 1, 3], [], []]],
  ['abc,bcd->ad', 3, [[1, 2], [0, 2, 1], [], [2]], [[0, 1], [1, 0, 2], [], [1]]],
  ['...x,xy->...y', 4, [[3], [0, 1, 2, 3], [], []], [[0], [0, 1], [1, 2], []]],
];

for (const [text, rank, ...wanted] of ROWS)
  test(`the scales of "${text}" lie where Keras puts them`, () => {
    const { input, kernel, output } = readEquation(text, rank);
    const found = [input, kernel].map((operand) => scaleAxes(operand, output)).map((axes) => axes && [axes.reduced, axes.transpose, axes.expand, axes.squeeze]);
    assert.deepEqual(found, wanted);
  });

test('a scale has 1 where it is shared, and on the axes that its operand lacks', () => {
  const { kernel, output } = readEquation('abc,cde->abde', 3);
  const axes = scaleAxes(kernel, output);
  assert.deepEqual(axes && scaleDims(axes, [8, 2, 3]), [1, 1, 2, 3]);
});

test('what Keras cannot place has no axes', () => assert.equal(scaleAxes(['a', 'b'], ['a', 'b'].slice(0, 0)), undefined));
