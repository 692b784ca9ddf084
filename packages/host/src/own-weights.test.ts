import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '@horngate/core/words';
import { at, options } from './flow.testing.ts';
import { prepare } from './prepare.ts';
import { start } from './session.ts';

/** Embeddings of more than 1 KiB stay where the file is mapped; kernels of layers that multiply are copied into layouts of their own when they are small. */
const EMBEDDING = at('conformance/keras/cases/whole/whole-text-transformer.keras');

/** A locked guest hides its mappings from its own user. */
const needsRoot = process.getuid?.() === 0 ? false : 'not run: needs a parent that is root';

/** Device and inode of what processes have mapped from files below a folder: `address perms offset device inode path`. @see proc_pid_maps(5) */
function mapped(folder: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const rows = pids.flatMap((pid) => mapsOf(pid).filter((row) => row.includes(` ${folder}/`)));
  return [...new Set(rows.map((row) => row.split(/\s+/)[4] ?? ''))];
}

function mapsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n');
  } catch {
    return [];
  }
}

test('host/own-weights: weights are mapped from a copy of the session, when the policy says so', { skip: needsRoot }, async (t) => {
  const host = await options(t);
  const { sealed } = await prepare(EMBEDDING, host);
  const inodes = readdirSync(sealed.folder).map((name) => String(statSync(join(sealed.folder, name)).ino));
  const shared = await start(sealed, host);
  const control = mapped(sealed.store.folder);
  shared.dispose();
  await shared[Symbol.asyncDispose]();
  assert.ok(control.length > 0 && control.every((inode) => inodes.includes(inode)), `the control: sealed files are mapped (${control})`);

  const policy = { ...DEFAULT_POLICY, sandbox: { ...DEFAULT_POLICY.sandbox, ownWeights: true } };
  const before = readdirSync(sealed.store.folder);
  await using own = await start(sealed, { ...host, policy });
  const copies = mapped(sealed.store.folder);
  assert.ok(copies.length > 0 && !copies.some((inode) => inodes.includes(inode)), `files of its own are mapped (${copies})`);
  assert.deepEqual(readdirSync(sealed.store.folder), before, 'the copy has no name any more');
  assert.ok(own.posture.locked);
});
