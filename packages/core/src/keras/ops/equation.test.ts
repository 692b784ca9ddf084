import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder } from '../../graph/builder.ts';
import { HorngateError } from '../../words/error.ts';
import type { Call } from '../define-layer.ts';
import { readEquation } from './equation.ts';

const call = { refuse: (code, message) => new HorngateError(code, message) } as Pick<Call, 'refuse'> as Call;

function read(subscripts: string, ...shapes: readonly (readonly number[])[]): string {
  const g = new GraphBuilder();
  const operands = shapes.map((dims, index) => g.input(`x${index}`, 'float32', dims));
  const { terms, answer, gone } = readEquation(subscripts, operands, call);
  return `${terms.join(',')}->${answer}${gone.some((axes) => axes.length > 0) ? ` ${JSON.stringify(gone)}` : ''}`;
}

test('an ellipsis stands for the axes that a term does not name, from the right', () => {
  assert.equal(read('...ij,...jk->...ik', [5, 2, 3, 4], [2, 4, 6]), 'abij,bjk->abik');
  assert.equal(read('...->...', [5, 2]), 'ab->ab');
});

test('an axis of 1 below an ellipsis goes where another operand has more', () => {
  assert.equal(read('...i,...i->...', [5, 2], [1, 2]), 'ai,i->a [[],[0]]');
  assert.equal(read('...i,...i->...', [1, 2], [1, 2]), 'ai,ai->a');
});

test('without an arrow the letters that stand once come in their order', () => {
  assert.equal(read('bij,jk', [5, 2, 3], [3, 4]), 'bij,jk->bik');
  assert.equal(read('ba', [5, 2]), 'ba->ba');
  assert.equal(read('ii', [2, 2]), 'ii->');
  assert.equal(read('ba...', [5, 2, 3]), 'bac->cba');
});
