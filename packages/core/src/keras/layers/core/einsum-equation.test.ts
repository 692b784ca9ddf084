import assert from 'node:assert/strict';
import test from 'node:test';
import { symbol } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { einsumShapes, readEquation } from './einsum-equation.ts';

const input = (...dims: number[]): Value => ({ id: 'x', dtype: 'float32', dims: [symbol('batch'), ...dims] });
const shapes = (equation: string, x: Value, output: readonly (number | null)[], bias?: string) =>
  einsumShapes(readEquation(equation, x.dims.length), x, output, bias);

/** Kernel and bias as `_analyze_einsum_string` of Keras 3.15.1 has them. */
for (const [equation, x, output, axes, kernel, bias] of [
  ['...x,xy->...y', input(2, 3, 5), [4], 'y', [5, 4], [4]],
  ['ab...,bc->ac...', input(3, 4, 2), [5], 'c', [3, 5], [5, 1, 1]],
  ['abc,cde->abde', input(6, 8), [null, 2, 3], 'd', [8, 2, 3], [2, 1]],
  ['abc,cd->abd', input(6, 5), [6, 4], 'bd', [5, 4], [6, 4]],
  ['abc,bcd->abd', input(4, 5), [4, 3], 'd', [4, 5, 3], [3]],
  ['abcd,cde->abe', input(6, 2, 3), [null, 7], 'e', [2, 3, 7], [7]],
] as const)
  test(`"${equation}" has a kernel [${kernel.join(', ')}] and a bias [${bias.join(', ')}]`, () =>
    assert.deepEqual(shapes(equation, x, output, axes), { kernel, bias }));

for (const [what, equation, x, output, bias, code] of [
  ['an equation that is none', 'ab,bc', input(3), [2], undefined, 'HG_ARTIFACT_FIELD'],
  ['spaces', 'ab, bc -> ac', input(3), [2], undefined, 'HG_ARTIFACT_FIELD'],
  ['an input of another rank', 'ab,bc->ac', input(3, 4), [2], undefined, 'HG_ARTIFACT_SHAPE'],
  ['a declared output of another rank', 'ab,bc->ac', input(3), [2, 3], undefined, 'HG_ARTIFACT_FIELD'],
  ['an output of another size than the input', 'abc,cd->abd', input(3, 4), [2, 5], undefined, 'HG_ARTIFACT_FIELD'],
  ['an output that comes from nowhere', 'ab,bc->ad', input(3), [2], undefined, 'HG_ARTIFACT_FIELD'],
  ['a kernel axis without a size', 'ab,bc->ac', input(3), [null], undefined, 'HG_ARTIFACT_FIELD'],
  ['a kernel axis that nobody else has', 'ab,bcd->ac', input(3), [2], undefined, 'HG_ARTIFACT_FIELD'],
  ['a bias along no axis of the output', 'ab,bc->ac', input(3), [2], 'b', 'HG_ARTIFACT_FIELD'],
] as const)
  test(`refuses ${what}`, () => assert.throws(() => shapes(equation, x, output, bias), { code }));
