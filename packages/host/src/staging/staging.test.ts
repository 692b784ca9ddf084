import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startGuest } from '@horngate/sandbox';
import { checkReach, type StageOptions, stageFiles, stageGuest } from './index.ts';
import { closureOf } from './libraries.ts';
import { inTurn } from './turn.ts';

const needsRoot = process.getuid?.() === 0 ? false : 'needs a parent that is root';
const LIMITS = { memoryBytes: 2 ** 29, cpuSeconds: 20, fileBytes: 0, openFiles: 64, deadlineMs: 20_000 };
const RUNTIME = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')), 'bin/napi-v6/linux/x64');

/** The smallest guest: says that it takes calls, and waits for the end of its input. */
const GUEST = `
const fs = require('node:fs');
const head = Buffer.alloc(24); head.write('HGF1'); head[8] = 5;
if (process.argv[2]) require(process.argv[2]);
fs.writeSync(1, head);
while (fs.readSync(0, Buffer.alloc(1)) > 0);
`;

function folders(t: TestContext, mode = 0o755): { home: string; bundle: string; run: string } {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-staging-'));
  chmodSync(folder, mode);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = join(folder, 'guest.cjs');
  writeFileSync(bundle, GUEST);
  const run = join(folder, 'run');
  mkdirSync(run);
  chmodSync(run, 0o755);
  return { home: join(folder, 'home'), bundle, run };
}

/** A guest starts from what was staged, at L1, and loads what lies beside it. */
async function starts(options: StageOptions, runDir: string, load: readonly string[] = []): Promise<void> {
  const stage = await stageFiles(options);
  const guest = await startGuest({ profile: 'runner', level: 'L1', stage, limits: LIMITS, runDir, args: load });
  guest.kill();
}

test('a guest starts from this node, and ONNX Runtime loads beside it', async (t) => {
  const { home, bundle, run } = folders(t);
  const runtime = ['onnxruntime_binding.node', 'libonnxruntime.so.1'].map((name) => join(RUNTIME, name));
  await starts({ home, bundle, runtime }, run, ['./runtime/onnxruntime_binding.node']);
});

test('a guest starts from a node in a folder of 0700, as nvm and pyenv have them', { skip: needsRoot }, async (t) => {
  const { home, bundle, run } = folders(t);
  const locked = join(dirname(home), 'nvm');
  mkdirSync(locked, { mode: 0o700 });
  const node = join(locked, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o700);
  chmodSync(bundle, 0o600);
  await starts({ home, bundle, node }, run);
});

test('a warm start takes the same folder, reads no source, and costs less than 3 ms', async (t) => {
  const { home, bundle } = folders(t);
  const first = await stageFiles({ home, bundle });
  const times: number[] = [];
  for (let count = 0; count < 9; count++) {
    const before = performance.now();
    assert.deepEqual(await stageFiles({ home, bundle }), first);
    times.push(performance.now() - before);
  }
  assert.ok(Math.min(...times) < 3, `found ${times}`);
});

test('a changed source makes another folder, and unchanged files are kept once', async (t) => {
  const { home, bundle } = folders(t);
  const first = await stageFiles({ home, bundle });
  appendFileSync(bundle, '// changed\n');
  const second = await stageFiles({ home, bundle });
  assert.notEqual(second.folder, first.folder);
  assert.match(readFileSync(second.bundle, 'utf8'), /changed/);
  assert.doesNotMatch(readFileSync(first.bundle, 'utf8'), /changed/, 'who started from it goes on');
  assert.equal(statSync(join(first.folder, 'node')).ino, statSync(join(second.folder, 'node')).ino);
  utimesSync(bundle, 0, 0);
  assert.equal((await stageFiles({ home, bundle })).folder, second.folder, 'another time, the same bytes');
});

test('parallel starts of other processes leave one whole stage', async (t) => {
  const { home, bundle } = folders(t);
  const all = await Promise.all(Array.from({ length: 4 }, () => stageFiles({ home, bundle })));
  assert.equal(new Set(all.map(({ folder }) => folder)).size, 1);
  assert.deepEqual(
    readdirSync(join(home, 'stage')).filter((name) => /unfinished|turn/.test(name)),
    [],
  );
});

test('a turn whose process is gone is over', async (t) => {
  const { home } = folders(t);
  mkdirSync(home);
  const path = join(home, 'x.turn');
  writeFileSync(path, '4194303');
  assert.equal(await inTurn(path, () => 'mine'), 'mine');
  assert.ok(!existsSync(path));
});

test('a stage says what it is: modes, names, and no more than asked', async (t) => {
  const { home, bundle } = folders(t);
  const { folder, command, readable } = await stageFiles({ home, bundle });
  assert.deepEqual(readdirSync(folder).sort(), ['guest.cjs', 'lib', 'lock-jit.so', 'lock.so', 'node', 'runtime']);
  for (const path of [folder, join(folder, 'lib')]) assert.equal(statSync(path).mode & 0o777, 0o755);
  assert.equal(statSync(join(folder, 'node')).mode & 0o777, 0o555);
  for (const path of [...command.filter((part) => part.startsWith('/')), ...readable]) assert.ok(path.startsWith(folder));
});

test('a home that the guests cannot reach is named, before anything starts', { skip: needsRoot }, async (t) => {
  const { home, bundle } = folders(t, 0o700);
  await assert.rejects(stageFiles({ home, bundle }), {
    code: 'HG_UNAVAILABLE_STORE',
    message: /must be able to pass ".*horngate-staging-[^/"]+": found mode 0700/,
  });
  assert.doesNotThrow(() => checkReach(dirname(home), null));
});

test('a home is made reachable whatever the umask says', { skip: needsRoot }, async (t) => {
  const { home, bundle, run } = folders(t);
  const before = process.umask(0o077);
  t.after(() => process.umask(before));
  await starts({ home: join(home, 'deep', 'er'), bundle }, run);
});

test('a bundle that is not the one which was listed is refused', async (t) => {
  const { home, bundle } = folders(t);
  const guests = dirname(bundle);
  copyFileSync(bundle, join(guests, 'checker.cjs'));
  const list = (sha256: string): void =>
    writeFileSync(join(guests, 'bundles.json'), JSON.stringify({ version: 1, bundles: [{ file: 'checker.cjs', sha256 }] }));
  list('00');
  await assert.rejects(stageGuest({ guests, home }, 'checker'), { code: 'HG_UNAVAILABLE_STORE', message: /SHA-256 must be 00/ });
  list(createHash('sha256').update(GUEST).digest('hex'));
  assert.equal(basename((await stageGuest({ guests, home }, 'checker')).bundle), 'checker.cjs');
  assert.throws(() => stageGuest({ guests, home }, 'keras'), { code: 'HG_UNAVAILABLE_KERAS_GUEST' });
  assert.throws(() => stageGuest({ guests, home }, 'runner'), { code: 'HG_UNAVAILABLE_RUNTIME' }, 'nothing is installed beside these bundles');
});

test('the libraries are those that the dynamic loader finds', () => {
  const listed = [...execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).matchAll(/(\S+) => \S+ \(0x/g)].map((match) => match[1]);
  assert.deepEqual([...closureOf(process.execPath, []).libraries.keys()].sort(), listed.sort());
});
