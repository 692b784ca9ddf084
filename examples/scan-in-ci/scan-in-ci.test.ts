import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const HOSTILE = join(ROOT, 'conformance/keras/hostile/lambda.keras');
const DIGITS = join(ROOT, 'examples/digits/digits.keras');
const env = { ...process.env, SCAN_PATH: HOSTILE, FAIL_ON: 'medium', POLICY: '' };

test('the library call says what is in each file', () => {
  const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'scan.js'), DIGITS, HOSTILE], { encoding: 'utf8', cwd: ROOT });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { outcome: string; reasons: string[] });
  assert.deepEqual(
    lines.map(({ outcome }) => outcome),
    ['admit', 'refuse'],
  );
  assert.ok(lines[1]?.reasons.includes('keras/lambda-bytecode'));
});

test('the script of the action runs as it stands, fails at a finding, and writes SARIF', async (t) => {
  const script = /run: \|\n([\s\S]*)$/.exec(readFileSync(join(import.meta.dirname, 'action.yml'), 'utf8'))?.[1] ?? assert.fail('no script');
  const local = script
    .replace('npx --yes horngate', `"${process.execPath}" packages/cli/bin/horngate.js`)
    .replace(/^.*command -v bwrap.*$/m, '')
    .replace('> "$SARIF"', '');
  for (const [path, status] of [
    [HOSTILE, 1],
    [DIGITS, 0],
  ] as const)
    await t.test(path.split('/').at(-1) as string, () => {
      const ran = spawnSync('bash', ['-eo', 'pipefail', '-c', local], { encoding: 'utf8', cwd: ROOT, env: { ...env, SCAN_PATH: path } });
      assert.equal(ran.status, status, ran.stderr);
      assert.equal(JSON.parse(ran.stdout).version, '2.1.0');
    });
});

test('the hook takes the files that hold models, and its command is ours', () => {
  const hook = readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8');
  const pattern = new RegExp(/files: '(.*)'/.exec(hook)?.[1] ?? assert.fail('no pattern'));
  for (const name of ['a.keras', 'b.weights.h5', 'model.safetensors', 'x.pkl']) assert.match(name, pattern);
  for (const name of ['README.md', 'train.py', 'keras']) assert.doesNotMatch(name, pattern);
  assert.match(hook, /^ {2}entry: horngate scan$/m);
});
