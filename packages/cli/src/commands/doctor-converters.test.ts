import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const home = mkdtempSync(join(tmpdir(), 'horngate-converters-'));
after(() => rmSync(home, { recursive: true, force: true }));

test('doctor says what converts inputs, and what it did not ask', () => {
  const command = fileURLToPath(new URL('../../bin/horngate.js', import.meta.url));
  const ask = (...args: string[]) =>
    spawnSync(process.execPath, [command, 'doctor', '--converters', ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'], HORNGATE_HOME: home } });
  const { converters } = JSON.parse(ask('--json').stdout);
  const png = converters.find(({ input }: { input: string }) => input === 'png');
  assert.deepEqual([png.guest, png.memorySafe, png.advisories], ['media', false, []]);
  assert.match(ask().stdout, /not of each library inside it/);
});
