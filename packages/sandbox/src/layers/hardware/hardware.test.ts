import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { confirmProcessors, hardwarePlan, sharesCores } from './hardware.ts';
import { checkProcessors, ownProcessors, processorMask, readProcessors } from './processors.ts';

test('lists of processors are read as the kernel writes them', () => {
  for (const [text, list] of [
    ['0-1', [0, 1]],
    ['0', [0]],
    ['0-2,5,7-8\n', [0, 1, 2, 5, 7, 8]],
    ['', []],
  ] as const)
    assert.deepEqual(readProcessors(text), list);
  assert.equal(readProcessors('0-999999999').length, 8192);
  assert.deepEqual(ownProcessors('Name:\tnode\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2\nMems_allowed:\t1\n'), [0, 2]);
  assert.ok(ownProcessors().length > 0);
});

test('a mask has whole words, the first processor in the lowest bit', () => {
  assert.deepEqual([...processorMask([0])], [1, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...processorMask([1, 9])], [2, 2, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...processorMask([64])], [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
});

test('a processor that is not to be had ends the start: the kernel would leave it out without a word', () => {
  assert.deepEqual(checkProcessors([1], [0, 1]), [1]);
  for (const cpus of [[2], [0, 2], []]) assert.throws(() => checkProcessors(cpus, [0, 1]), { code: 'HG_GUEST_START', message: /sandbox\/affinity/ });
  confirmProcessors(undefined, undefined);
  confirmProcessors([1, 0], '0-1');
  for (const found of ['0-1', '', undefined]) assert.throws(() => confirmProcessors([0], found), { code: 'HG_GUEST_START' });
});

function made(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'horngate-hardware-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

test('core scheduling is asked for where cores have two threads, and where nobody says that they have not', async (t) => {
  for (const [smt, wanted] of [
    ['1\n', true],
    ['0\n', false],
    [undefined, true],
  ] as const) {
    const root = made(smt === undefined ? {} : { 'sys/devices/system/cpu/smt/active': smt });
    t.after(() => rmSync(root, { recursive: true }));
    assert.equal(sharesCores(root), wanted);
    assert.deepEqual(hardwarePlan({ coreScheduling: true }, root), wanted ? { coreScheduling: true } : {});
    assert.deepEqual(hardwarePlan({}, root), {});
  }
});
