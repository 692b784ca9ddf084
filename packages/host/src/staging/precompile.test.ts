import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { flagsOf, type StagedGuest } from '@horngate/sandbox';
import { freshBuild } from '../../../../tools/build/fresh.js';
import { precompile } from './precompile.ts';
import { stageGuest } from './stage-guest.ts';

function homeFolder(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'horngate-precompile-'));
  chmodSync(home, 0o755);
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

const cacheOf = ({ bundle }: StagedGuest): string => `${bundle}.cache`;

/** Whether V8 takes what was kept, as the starter would ask it. */
function taken({ command, bundle }: StagedGuest, flags: readonly string[]): boolean {
  const ask = `
    require('node:v8').setFlagsFromString('--max-old-space-size=0');
    if (process.versions.v8.startsWith('11.')) require('node:v8').setFlagsFromString('--interrupt-budget=1000000');
    const [bundle] = process.argv.slice(1);
    const text = require('node:fs').readFileSync(bundle, 'utf8');
    const cachedData = require('node:fs').readFileSync(bundle + '.cache');
    const source = '(function (require, module, exports, __filename, __dirname) {' + text + '\\n})';
    process.stdout.write(String(new (require('node:vm').Script)(source, { filename: bundle, cachedData }).cachedDataRejected));`;
  const { stdout, stderr } = spawnSync(command[0] ?? '', [...command.slice(1), ...flags, '-e', ask, bundle], { encoding: 'utf8', env: {} });
  assert.match(stdout, /^(true|false)$/, stderr);
  return stdout === 'false';
}

/** What a guest says first, that it takes calls: nothing comes in. */
function starts({ command, starter = '', bundle }: StagedGuest): boolean {
  const { status, stdout } = spawnSync(command[0] ?? '', [...command.slice(1), ...flagsOf('reader', { memoryBytes: 2 ** 30 }), starter, bundle], {
    env: {},
    input: '',
  });
  return status === 0 && stdout.subarray(0, 4).toString() === 'HGF1';
}

test('a reader is started from what V8 made of its bundle, whatever the size of its heap', async (t) => {
  const { guests } = await freshBuild();
  const guest = await stageGuest({ guests, home: homeFolder(t) }, 'reader');
  assert.ok(guest.readable.includes(cacheOf(guest)) && guest.readable.includes(guest.starter ?? ''));
  assert.equal(statSync(cacheOf(guest)).mode & 0o777, 0o444);
  assert.equal(statSync(cacheOf(guest)).uid, process.getuid?.(), 'the guests may not change it');
  for (const memoryBytes of [2 ** 28, 2 ** 31, 2 ** 34]) assert.ok(taken(guest, flagsOf('reader', { memoryBytes })), String(memoryBytes));
  assert.ok(starts(guest));
});

test('what V8 does not take is left alone: the guest starts from its bundle', async (t) => {
  const { guests } = await freshBuild();
  const guest = await stageGuest({ guests, home: homeFolder(t) }, 'reader');
  const cache = cacheOf(guest);
  assert.ok(!taken(guest, ['--no-lazy']), 'made under other flags');
  const whole = readFileSync(cache);
  chmodSync(cache, 0o644);
  for (const [what, bytes] of [
    ['of another version', Buffer.concat([whole.subarray(0, 4), Buffer.from('0000'), whole.subarray(8)])],
    ['cut', whole.subarray(0, 1000)],
    ['empty', Buffer.alloc(0)],
  ] as const) {
    writeFileSync(cache, bytes);
    assert.ok(starts(guest), what);
  }
  rmSync(cache);
  assert.ok(starts(guest), 'gone');
  const again = await stageGuest({ guests, home: dirname(dirname(guest.folder)) }, 'reader');
  assert.ok(!again.readable.includes(cache), 'and nobody is led to it');
});

test('a bundle that cannot be started leaves nothing behind', (t) => {
  const home = homeFolder(t);
  const bundle = join(home, 'broken.cjs');
  writeFileSync(bundle, 'process.exit(1)');
  precompile(['/nonexistent/node'], bundle, null);
  precompile([process.execPath, '-e', 'process.exit(1)'], bundle, null);
  assert.deepEqual(readdirSync(home), [basename(bundle)]);
});
