import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { hostile, noL2 } from './guest.testing.ts';
import { CALLS } from './layers/seccomp/calls-x86-64.ts';
import { ALLOW, compileFilter } from './layers/seccomp/filter.ts';
import { startPolicy } from './layers/seccomp/policies.ts';
import { simulate } from './layers/seccomp/simulate.testing.ts';

test('sandbox/not-dumpable: nobody of the same user may look into a locked runner', async (t) => {
  for (const level of noL2 ? (['L1'] as const) : (['L1', 'L2'] as const)) {
    const guest = await hostile(t, { level, profile: 'runner' });
    const owner = (): number => statSync(`/proc/${guest.pid}/environ`).uid;
    assert.notEqual(owner(), 0, 'the control: before the lock it is of its user');
    await guest.lock();
    assert.equal(owner(), 0, level); // proc(5): what is not dumpable is of root
  }
});

test('sandbox/lock-only: before its lock a runner can ask for that one filter, and cannot become dumpable or listen to calls', () => {
  const filter = compileFilter(startPolicy('runner', 0x40000, false));
  const ask = (call: string, ...args: number[]): number => simulate(filter, CALLS.get(call) ?? -1, args.map(BigInt));
  assert.equal(ask('seccomp', 1, 1), ALLOW, 'for all threads');
  for (const flags of [0, 2, 8, 9]) assert.notEqual(ask('seccomp', 1, flags), ALLOW, `flags ${flags}`);
  assert.equal(ask('prctl', 4, 0), ALLOW);
  for (const value of [1, 2]) assert.notEqual(ask('prctl', 4, value), ALLOW, `dumpable ${value}`);
});
