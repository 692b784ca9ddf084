import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const ENVIRONMENT = process.env['HORNGATE_KERAS'];
const SKIP = { skip: ENVIRONMENT === undefined ? 'HORNGATE_KERAS names no environment with Keras (see docs/guests/keras.md)' : false };

function homeFor(t: TestContext): { home: string; horngate: (...args: readonly string[]) => { status: number | null; stdout: string; stderr: string } } {
  const home = mkdtempSync(join(tmpdir(), 'horngate-guest-'));
  chmodSync(home, 0o755);
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const env = { ...process.env, HORNGATE_HOME: home };
  return { home, horngate: (...args) => spawnSync(process.execPath, [at('packages/cli/bin/horngate.js'), ...args], { encoding: 'utf8', env }) };
}

test('guest keras check names what is missing', (t) => {
  const { horngate } = homeFor(t);
  const { status, stdout, stderr } = horngate('guest', 'keras', 'check');
  assert.equal(status, 3);
  assert.match(stderr, /HG_UNAVAILABLE_KERAS_GUEST/);
  assert.match(stdout, /^missing .*horngate guest keras install/m);
  assert.equal(JSON.parse(horngate('guest', 'keras', 'check', '--json').stdout).error.code, 'HG_UNAVAILABLE_KERAS_GUEST');
});

test('guest takes keras, and install or check', (t) => {
  const { horngate } = homeFor(t);
  for (const args of [['torch', 'check'], ['keras', 'remove'], ['keras']]) assert.equal(horngate('guest', ...args).status, 2, args.join(' '));
  assert.equal(horngate('guest', 'keras', 'update').status, 4);
});

test('guest keras install names what stands in the way: no interpreter, no environment, none that the guests can reach', (t) => {
  const { home, horngate } = homeFor(t);
  const closed = mkdtempSync(join(tmpdir(), 'horngate-closed-'));
  t.after(() => rmSync(closed, { recursive: true, force: true }));
  writeFileSync(join(closed, 'python3'), '', { mode: 0o755 });
  const failures = [
    ['--python', '/nonexistent/python3'],
    ['--environment', home],
    ...(process.getuid?.() === 0 ? [['--python', join(closed, 'python3')]] : []),
  ];
  for (const args of failures) {
    const { status, stderr } = horngate('guest', 'keras', 'install', ...args);
    assert.deepEqual([status, /HG_UNAVAILABLE_KERAS_GUEST/.test(stderr)], [3, true], `${args.join(' ')}: ${stderr}`);
  }
});

test('a Lambda model runs through the Keras guest by the command line', SKIP, (t) => {
  const { home, horngate } = homeFor(t);
  const installed = horngate('guest', 'keras', 'install', '--environment', ENVIRONMENT ?? '', '--json');
  assert.equal(installed.status, 0, installed.stderr);
  const { usable, posture } = JSON.parse(installed.stdout);
  assert.deepEqual([usable, posture.level, posture.locked], [true, 'L2', true]);
  const make = "import keras, sys; keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda t: t * 2.0 + 1.0, name='twice')]).save(sys.argv[1])";
  execFileSync(join(ENVIRONMENT ?? '', 'bin/python'), ['-c', make, join(home, 'model.keras')], { stdio: 'pipe', env: { ...process.env, HOME: home } });
  writeFileSync(join(home, 'x.json'), '{"instances": [[1, 2], [3, 4]]}');
  writeFileSync(join(home, 'policy.json'), '{"version": 1, "contain": "keras-guest"}');
  const run = horngate('run', join(home, 'model.keras'), '--input', join(home, 'x.json'), '--policy', join(home, 'policy.json'), '--json');
  assert.equal(run.status, 0, run.stderr);
  const { verdict, outputs, posture: measured } = JSON.parse(run.stdout);
  assert.equal(verdict, 'contain');
  assert.deepEqual([measured.profile, measured.level, measured.locked], ['keras', 'L2', true]);
  assert.deepEqual([outputs[0].name, outputs[0].data.flat()], ['twice', [3, 5, 7, 9]]);
  assert.equal(horngate('run', join(home, 'model.keras'), '--input', join(home, 'x.json')).status, 1, 'by the default policy it is refused');
});
