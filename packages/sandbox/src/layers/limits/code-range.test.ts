import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeRangeBytes } from './code-range.ts';

test('what a process may write and execute is counted by its maps, and nothing else', () => {
  const maps = [
    '0074a000-03044000 r-xp 0034a000 fe:00 10207425                           /usr/bin/node',
    '06b51000-06b52000 rw-p 06751000 fe:00 10207425                           /usr/bin/node',
    '7fea4c000000-7fea6bdc0000 rwxp 00000000 00:00 0 ',
    '7fea6c000000-7fea74000000 ---p 00000000 00:00 0 ',
    '7fea84000000-7fea84001000 rwxs 00000000 00:00 0 ',
    '7fea85000000-7fea85001000 rwxp 00000000 00:00 0 ',
  ].join('\n');
  assert.equal(codeRangeBytes(maps), 0x1fdc0000 + 0x1000);
});

test('sandbox/one-code-range: threads of this process, each with a range of its own, give a guest no more memory', () => {
  const maps = ['7fea4c000000-7fea6bdc0000 rwxp 00000000 00:00 0 ', '7feb4c000000-7feb6bdc0000 rwxp 00000000 00:00 0 '].join('\n');
  assert.equal(codeRangeBytes(maps), 512 * 2 ** 20);
});
