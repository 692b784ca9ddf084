import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePolicy } from './describe.ts';
import { ALLOW, errno, KILL } from './filter.ts';
import { lockPolicy, startPolicy } from './policies.ts';

test('a policy says of each call what the first row that holds answers', () => {
  const described = describePolicy([
    { call: 'read', answer: ALLOW },
    { call: 'read', answer: errno(1) },
    { call: 'mmap', when: [{ arg: 3, any: 0x101 }], answer: errno(1) },
    { call: 'mmap', answer: ALLOW },
    {
      call: 'prlimit64',
      when: [
        { arg: 0, int: 0 },
        { arg: 2, is: 0 },
      ],
      answer: ALLOW,
    },
    { call: 'openat', when: [{ arg: 2, has: 1, mask: 3 }], answer: errno(13) },
    { call: 'fork', answer: KILL },
  ]);
  assert.deepEqual(
    [...described],
    [
      ['read', 'allowed'],
      ['mmap', 'arg 3 & 0x101 not 0: EPERM; else allowed'],
      ['prlimit64', 'arg 0 = 0 and arg 2 is 0: allowed; else killed'],
      ['openat', 'arg 2 & 3 = 1: EACCES; else killed'],
      ['fork', 'killed'],
    ],
  );
});

test('every policy of ours can be told, and the lock names no file that could be opened', () => {
  assert.equal(describePolicy(startPolicy('decoder', 0x40000, false)).get('socket'), 'EPERM');
  assert.equal(describePolicy(lockPolicy(true)).get('openat'), 'EPERM');
  assert.equal(describePolicy(lockPolicy(true)).get('execve'), undefined);
});
