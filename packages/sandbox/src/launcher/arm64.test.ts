import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ARM64 } from '../layers/seccomp/calls-arm64.ts';
import { compileFilter } from '../layers/seccomp/filter.ts';
import { startPolicy } from '../layers/seccomp/policies.ts';
import { openFolder } from '../stage.testing.ts';
import { arm64 } from './arm64.ts';
import { Assembly } from './assembler.ts';
import { executable, sharedObject } from './elf.ts';
import { buildLauncher, buildLock } from './launcher.ts';

const OBJDUMP = ['/usr/bin/aarch64-linux-gnu-objdump', '/usr/bin/llvm-objdump'].find((path) => existsSync(path));
const skip = OBJDUMP === undefined ? 'no disassembler for arm64 is installed (binutils-aarch64-linux-gnu)' : false;
const folder = openFolder();

/** What binutils reads in the code: one instruction a line, in its words. */
function disassembled(code: Uint8Array, address: number): string[] {
  const path = join(folder, 'code');
  writeFileSync(path, code);
  const args = ['-D', '-b', 'binary', '-m', 'aarch64', `--adjust-vma=0x${address.toString(16)}`, path];
  const { stdout, stderr } = spawnSync(OBJDUMP ?? '', args, { encoding: 'utf8' });
  assert.equal(stderr, '');
  return [...stdout.matchAll(/^ +[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$/gm)].map(([, text = '']) =>
    text
      .replaceAll('\t', ' ')
      .replace(/ +\/\/.*$/, '')
      .trim(),
  );
}

const CODE = 0x20000;
const DATA = 0x40000;

function codeOf(write: (assembly: Assembly) => void): string[] {
  const assembly = new Assembly(arm64);
  write(assembly);
  return disassembled(assembly.encode(CODE, DATA), CODE);
}

const ended = (status: string): string[] => [`mov x0, #${status}`, 'mov x8, #0x5e', 'svc #0x0'];

test('the encoder for arm64 says what a disassembler reads (the code itself is not run here)', { skip }, async (t) => {
  await t.test('numbers of every size, and negative ones', () => {
    const said = codeOf((assembly) => assembly.call(56, [-100, 0x123456789abc, 7]));
    assert.deepEqual(said, [
      ...['mov x0, #0xff9c', 'movk x0, #0xffff, lsl #16', 'movk x0, #0xffff, lsl #32', 'movk x0, #0xffff, lsl #48'],
      ...['mov x1, #0x9abc', 'movk x1, #0x5678, lsl #16', 'movk x1, #0x1234, lsl #32', 'movk x1, #0x0, lsl #48'],
      ...['mov x2, #0x7', 'movk x2, #0x0, lsl #16', 'movk x2, #0x0, lsl #32', 'movk x2, #0x0, lsl #48'],
      ...['mov x8, #0x38', 'svc #0x0'],
    ]);
  });
  await t.test('addresses of places, and what lies there', () => {
    const said = codeOf((assembly) => {
      assembly.data(new Uint8Array(5));
      const place = assembly.data(new Uint8Array(8));
      assembly.call(64, [place, { valueAt: place.offset }]);
    });
    assert.deepEqual(said, ['adr x0, 0x40008', 'adr x9, 0x40008', 'ldr x1, [x9]', 'mov x8, #0x40', 'svc #0x0']);
  });
  await t.test('a failed call, another result, and an end with the result', () => {
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.exitOnError(109))),
      ['tbz x0, #63, 0x20010', ...ended('0x6d')],
    );
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.exitUnless(1, 116))),
      ['cmp x0, #0x1', 'b.eq 0x20014', ...ended('0x74')],
    );
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.exitWithResult(40))),
      ['add x0, x0, #0x28', 'mov x8, #0x5e', 'svc #0x0'],
    );
  });
  await t.test('results, copies and pointers', () => {
    const [from, to] = [{ offset: 0 }, { offset: 3 }];
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.keepResult(to))),
      ['adr x9, 0x40003', 'str x0, [x9]'],
    );
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.copy(from, to))),
      ['adr x9, 0x40000', 'ldr w10, [x9]', 'adr x9, 0x40003', 'str w10, [x9]'],
    );
    assert.deepEqual(
      codeOf((assembly) => assembly.add(arm64.point(from, to))),
      ['adr x10, 0x40003', 'adr x9, 0x40000', 'str x10, [x9]'],
    );
  });
  await t.test('the end of a function', () => assert.deepEqual(disassembled(Uint8Array.from(arm64.leave), 0), ['mov x0, #0x0', 'ret']));
});

test('an arm64 launcher and lock are files that binutils reads as such, without an unknown instruction', { skip }, () => {
  const plan = {
    command: ['/bin/x'],
    environment: { A: 'b' },
    descriptors: 4,
    uid: 65534,
    limits: [{ resource: 2, soft: 1, hard: 1 }],
    landlockAbi: 7,
    paths: [{ path: '/bin/x', access: 'execute', folder: false }],
    policy: (pointer: number) => startPolicy('reader', pointer, false),
    gate: { descriptor: 3, kept: false },
  } as const;
  const files = { launcher: buildLauncher(plan, 'arm64'), lock: buildLock([{ call: 'read', answer: 0x7fff0000 }], 'arm64', 3) };
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    assert.match(spawnSync(OBJDUMP ?? '', ['-p', path], { encoding: 'utf8' }).stdout, /file format elf64-littleaarch64[\s\S]*LOAD[\s\S]*align 2\*\*16/);
    const view = Buffer.from(bytes);
    const codeBytes = Number(view.readBigUInt64LE(64 + 32)); // of the first segment
    const entry = name === 'launcher' ? Number(view.readBigUInt64LE(24)) - 0x20000 : 0x170;
    const lines = disassembled(bytes.subarray(entry, codeBytes), 0x20000 + entry);
    assert.ok(lines.length > 30, name);
    assert.deepEqual(
      lines.filter((line) => /undefined|\.inst|udf/.test(line)),
      [],
      name,
    );
  }
});

test('segments lie where a kernel with pages of 64 KiB can map them', () => {
  const assembly = new Assembly(arm64);
  assembly.call(0, [assembly.data(new Uint8Array(8))]);
  for (const make of [executable, sharedObject]) {
    const view = Buffer.from(make(assembly));
    for (let index = 0; index < view.readUInt16LE(56); index++) {
      const at = 64 + 56 * index;
      if (view.readUInt32LE(at) !== 1) continue;
      assert.equal(view.readBigUInt64LE(at + 8) % 65536n, view.readBigUInt64LE(at + 16) % 65536n);
    }
  }
});

test('data too far from the code are refused rather than missed', () => {
  const assembly = new Assembly(arm64);
  assembly.add(arm64.keepResult({ offset: 2 ** 20 }));
  assert.throws(() => assembly.encode(CODE, DATA), { code: 'HG_GUEST_START' });
});

const HEADER = '/usr/include/asm-generic/unistd.h';

test('numbers of arm64 are those of the kernel header', { skip: existsSync(HEADER) ? false : 'linux-libc-dev is not installed' }, () => {
  const text = readFileSync(HEADER, 'utf8');
  const large = new Map([...text.matchAll(/#define (__NR3264_\w+) (\d+)/g)].map(([, name = '', value]) => [name, value]));
  // The names of 64-bit processors stand before the #else of the last condition.
  const [wide = ''] = text.split('#if __BITS_PER_LONG == 64 && !defined(__SYSCALL_COMPAT)').at(-1)?.split('#else') ?? [];
  const named = [...text.matchAll(/#define __NR_(\w+) (\d+)/g), ...wide.matchAll(/#define __NR_(\w+) (__NR3264_\w+)/g)];
  let compared = 0;
  for (const [, name = '', value = ''] of named) {
    if (/^(arch_specific_syscall|syscalls|sync_file_range2|stat|lstat)$/.test(name)) continue; // not calls, or not of arm64
    assert.equal(ARM64.numbers.get(name), Number(large.get(value) ?? value), name);
    compared += 1;
  }
  assert.ok(compared > 290);
});

test('a filter for arm64 asks for its architecture, and leaves out calls that it does not have', () => {
  const filter = new DataView(
    compileFilter(
      [
        { call: 'open', answer: 1 },
        { call: 'openat', answer: 2 },
      ],
      ARM64,
    ).buffer,
  );
  assert.equal(filter.getUint32(8 + 4, true), 0xc00000b7);
  assert.equal(filter.byteLength / 8, 6 + 2 + 1);
  assert.equal(filter.getUint32(8 * 6 + 4, true), 56);
  assert.throws(() => compileFilter([{ call: 'opne', answer: 1 }], ARM64), { code: 'HG_INTERNAL' });
});
