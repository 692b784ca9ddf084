import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memo } from './memo.ts';
import { Container, Made, UNKNOWN } from './values.ts';

test('a memo gives what was put there last', async (t) => {
  const list = new Container('list', 7);
  await t.test('a thing, a literal and a thing again', () => {
    const memo = new Memo();
    for (const value of [list, 3, new Made('instance', 9), 0, list]) {
      memo.set(0, value);
      assert.equal(memo.get(0), value);
    }
    assert.deepEqual([...memo.things()], [UNKNOWN, list]);
  });
  await t.test('with holes, and entries far away that others come up to', () => {
    const memo = new Memo();
    memo.set(300, list);
    memo.set(1, 5);
    for (let index = 2; index < 310; index += 3) memo.set(index, index);
    assert.equal(memo.get(0), undefined);
    assert.equal(memo.get(3), undefined);
    assert.equal(memo.get(5), 5);
    assert.equal(memo.get(300), list);
    assert.equal(memo.get(2 ** 32 - 1), undefined);
  });
  await t.test('over many pages', () => {
    const memo = new Memo();
    for (let value = 0; value < 100_000; value++) memo.add(value);
    assert.deepEqual([memo.get(0), memo.get(16_383), memo.get(16_384), memo.get(99_999)], [0, 16_383, 16_384, 99_999]);
  });
});

test('behind many things, a memo keeps where a plain one stands, and the class of an object', () => {
  const memo = new Memo();
  for (let index = 0; index < 70_000; index++) memo.add(new Container('list', index));
  const made = new Made('instance', 80_000);
  made.args = new Container('tuple', 79_999);
  memo.add(made);
  const full = new Container('list', 80_001);
  full.plain = false;
  memo.add(full);
  assert.equal(memo.get(69_999), 69_999);
  const kept = memo.get(70_000);
  assert.ok(typeof kept === 'object' && kept.kind === 'instance' && kept.args === undefined);
  assert.equal(memo.get(70_001), UNKNOWN);
});
