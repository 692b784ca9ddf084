import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../../artifact/source.ts';
import { scanPickles } from './scan-pickles.ts';
import { storagesLayout, tensorsLayout } from './torch-tar.ts';

/** CPython 3.11's `pickle.dumps(…, 2)`. */
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const COUNT = '\x80\x02K\x01.';
const STORAGE = '\x80\x02K\x07X\x03\0\0\0cpuctorch\nFloatStorage\n\x87.';
const TENSOR = '\x80\x02K\x08K\x07ctorch\nFloatTensor\n\x87.';
const SYSTEM = '\x80\x02cos\nsystem\nX\x01\0\0\0a\x85R.';
const eight = (value: number): string => String.fromCharCode(value) + '\0'.repeat(7);

const none = () => ({ has: new Set<string>(), asked: new Set<string>() });

test('storages and tensors of the old tar format are passed, and their keys kept', () => {
  const keys = none();
  const storages = `${COUNT}${STORAGE}${eight(2)}12345678\x80\x02](K\x09K\x07K\0K\x01ta.`;
  assert.deepEqual(scanPickles(bytesSource(latin1(storages)), { layout: storagesLayout(keys) }).findings, []);
  const tensors = COUNT + TENSOR + eight(1) + eight(2) + eight(1) + eight(0);
  const { findings } = scanPickles(bytesSource(latin1(tensors)), { layout: tensorsLayout(keys) });
  assert.deepEqual([findings.map(({ message }) => message), [...keys.has], [...keys.asked]], [[], ['7', '9', '8'], ['7']]);
});

test('scanner/pickle-tar-identifiers: only the number of a tensor is an ordinary identifier there', () => {
  const found = (id: string): string[] => scanPickles(bytesSource(latin1(`\x80\x02${id}Q.`)), { context: 'torch-tar' }).findings.map(({ check }) => check);
  for (const id of ['X\x02\0\0\x0012', 'K\x0c']) assert.deepEqual(found(id), []);
  for (const id of ['X\x03\0\0\0 12', 'X\x03\0\0\0-12', 'X\x03\0\0\x001_2', 'X\x01\0\0\0a', ')', 'K\x0c\x85', 'G\0\0\0\0\0\0\0\0'])
    assert.deepEqual(found(id), ['pickle/persistent-id'], id);
});

test('scanner/pickle-tar-bytes: raw bytes are passed only as many as there are, and a pickle behind them is looked at', () => {
  const look = (text: string): string[] => scanPickles(bytesSource(latin1(text)), { layout: storagesLayout(none()) }).findings.map(({ check }) => check);
  for (const count of [eight(0), eight(200), '\xff'.repeat(8)]) assert.ok(look(COUNT + STORAGE + count + SYSTEM).includes('pickle/unlisted-call'), count);
  assert.ok(look(`${COUNT}${STORAGE.replace('FloatStorage', 'OtherStorage')}${eight(1)}1234${SYSTEM}`).includes('pickle/unlisted-call'));
  assert.ok(look(`\x80\x02J\xff\xff\xff\xff.${SYSTEM}`).includes('pickle/unlisted-call'));
});
