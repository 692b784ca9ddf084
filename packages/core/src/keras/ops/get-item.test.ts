import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operand } from '../operand.ts';
import { getItem } from './get-item.ts';
import { lowerOperation, number } from './operations.testing.ts';

const none: Operand = { kind: 'json', value: null };
const rest: Operand = { kind: 'ellipsis' };
const cut = (start: number | null, stop: number | null, step: number | null = null): Operand => {
  const bound = (value: number | null): Operand => ({ kind: 'json', value });
  return { kind: 'slice', start: bound(start), stop: bound(stop), step: bound(step) };
};
const key = (...items: Operand[]): Operand => ({ kind: 'list', items });
const dims = (...items: Operand[]): string => lowerOperation(getItem, [{ dims: ['batch', 6, 5] }, key(...items)]).dims;
const all = cut(null, null);

// Shapes are those of NumPy: np.zeros((b, 6, 5))[...].shape
for (const [what, found, wanted] of [
  ['[:, 2]', dims(all, number(2)), 'batch,5'],
  ['[:, -1, 0]', dims(all, number(-1), number(0)), 'batch'],
  ['[..., 1:-1]', dims(rest, cut(1, -1)), 'batch,6,3'],
  ['[:, ::-1]', dims(all, cut(null, null, -1)), 'batch,6,5'],
  ['[:, 4:1:-2]', dims(all, cut(4, 1, -2)), 'batch,2,5'],
  ['[:, -100:100:4]', dims(all, cut(-100, 100, 4)), 'batch,2,5'],
  ['[:, 3:3]', dims(all, cut(3, 3)), 'batch,0,5'],
  ['[:, 6::-1]', dims(all, cut(6, null, -1)), 'batch,6,5'],
  ['[None, ..., None, 2]', dims(none, rest, none, number(2)), '1,batch,6,1'],
  ['[0]', dims(number(0)), '6,5'],
] as const)
  test(`${what} has the shape of NumPy`, () => assert.equal(found, wanted));

test('a slice of an axis that a call decides has a size by name', () => {
  const sliced = (part: Operand): string => lowerOperation(getItem, [{ dims: ['batch', 'time'] }, key(all, part)]).dims;
  assert.equal(sliced(cut(1, -1)), 'batch,time - 2');
  assert.equal(sliced(cut(null, null, 2)), 'batch,floor((time + 1)/2)');
  assert.equal(sliced(number(-1)), 'batch');
  assert.equal(sliced(cut(3, 1, -1)), 'batch,slice(time,3,1,-1)');
});

for (const [code, items] of [
  ['HG_ARTIFACT_SHAPE', [all, number(6)]],
  ['HG_ARTIFACT_SHAPE', [all, number(-7)]],
  ['HG_ARTIFACT_SHAPE', [all, all, all, all]],
  ['HG_ARTIFACT_SHAPE', [rest, rest]],
  ['HG_ARTIFACT_SHAPE', Array<Operand>(100).fill(none)],
  ['HG_ARTIFACT_FIELD', [all, cut(null, null, 0)]],
  ['HG_UNSUPPORTED_FIELD', [all, key(number(1))]],
  ['HG_UNSUPPORTED_FIELD', [cut(-3, null, -1)]],
  ['HG_UNSUPPORTED_FIELD', [number(0.5)]],
] as const)
  test(`refuses ${items
    .map(({ kind }) => kind)
    .slice(0, 4)
    .join()}: ${code}`, () => {
    assert.throws(() => dims(...items), { code });
  });
