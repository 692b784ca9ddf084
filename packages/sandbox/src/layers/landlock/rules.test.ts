import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Access, lackingOf, NEWEST_ABI, pathAttribute, rulesetAttribute } from './rules.ts';

/** Rights by ABI, from include/uapi/linux/landlock.h of Linux 6.15 and the table "Previous limitations" of its documentation. */
const HANDLED: readonly (readonly [abi: number, fs: number, net?: number, scope?: number])[] = [
  [1, 0x1fff], // EXECUTE to MAKE_SYM
  [2, 0x3fff], // REFER
  [3, 0x7fff], // TRUNCATE
  [4, 0x7fff, 3], // BIND_TCP, CONNECT_TCP
  [5, 0xffff, 3], // IOCTL_DEV
  [6, 0xffff, 3, 3], // abstract sockets, signals
  [7, 0xffff, 3, 3], // logging alone
];

const words = (bytes: Uint8Array): number[] => [...new BigUint64Array(bytes.slice().buffer)].map(Number);

test('a rule set refuses all that its ABI can refuse, and is as long as that ABI knows', () => {
  assert.equal(HANDLED.at(-1)?.[0], NEWEST_ABI);
  for (const [abi, ...wanted] of HANDLED) assert.deepEqual(words(rulesetAttribute(abi)), wanted, `ABI ${abi}`);
});

/** `struct landlock_path_beneath_attr` is packed: u64 and s32. */
const rights = (access: Access, folder: boolean, abi: number): number => {
  const attribute = pathAttribute({ path: '/x', access, folder }, abi);
  assert.equal(attribute.byteLength, 12);
  return Number(new DataView(attribute.buffer).getBigUint64(0, true));
};

test('a path gets what its access means, no right that the ABI does not know, and a file none that only folders have', () => {
  const [EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, MAKE_REG, TRUNCATE] = [1, 2, 4, 8, 256, 0x4000] as const;
  for (const [abi, fs] of HANDLED) {
    assert.equal(rights('read', true, abi), READ_FILE | READ_DIR);
    assert.equal(rights('read', false, abi), READ_FILE);
    assert.equal(rights('execute', false, abi), READ_FILE | EXECUTE);
    const write = READ_FILE | READ_DIR | WRITE_FILE | MAKE_REG; // what was written keeps its name
    assert.equal(rights('write', true, abi), abi >= 3 ? write | TRUNCATE : write);
    for (const access of ['read', 'execute', 'write'] as const) {
      assert.equal(rights(access, true, abi) & ~fs, 0, 'EINVAL: a right that the rule set does not handle');
      assert.equal(rights(access, false, abi) & ~(1 | 2 | 4 | 0x4000 | 0x8000), 0, 'EINVAL: a right of folders');
    }
  }
});

test('what an ABI lacks is named, with what covers it', () => {
  assert.deepEqual(
    HANDLED.map(([abi]) => lackingOf(abi).length),
    [5, 4, 3, 2, 1, 0, 0],
  );
  assert.match(lackingOf(0)[0] ?? '', /nothing confines the opening of files/);
  for (const [abi] of HANDLED) for (const line of lackingOf(abi)) assert.match(line, /covered by the system call filter|always refused/);
});

const HEADER = '/usr/include/linux/landlock.h';

test('rights have the bits of the kernel header', { skip: existsSync(HEADER) ? false : 'linux-libc-dev is not installed' }, () => {
  const text = readFileSync(HEADER, 'utf8');
  const all = [...text.matchAll(/#define LANDLOCK_ACCESS_FS_\w+\s+\(1ULL << (\d+)\)/g)].reduce((sum, [, bit]) => sum | (1 << Number(bit)), 0);
  assert.ok(
    HANDLED.some(([, fs]) => fs === all),
    `0x${all.toString(16)}: an older header knows a prefix of ours`,
  );
});
