import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshBuild } from '../../../../tools/build/fresh.js';
import { configure, loadModel } from '../index.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const [A, B] = ['a', 'b'].map((name) => at(`conformance/confirm/canary-${name}.keras`)) as [string, string];

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A working folder with `models/m.keras`, and the command line in it. */
function workshop(t: TestContext): { readonly folder: string; readonly model: string; horngate(...args: string[]): Run } {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-pins-'));
  chmodSync(folder, 0o755); // a guest's user must reach what is staged there
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'models'));
  const model = join(folder, 'models', 'm.keras');
  copyFileSync(A, model);
  writeFileSync(join(folder, 'x.json'), '{"x": [[1, 2]]}');
  const horngate = (...args: string[]): Run => {
    const env = { PATH: process.env['PATH'], HORNGATE_HOME: join(folder, 'home') };
    const { status, stdout, stderr } = spawnSync(process.execPath, [at('packages/cli/bin/horngate.js'), ...args], { cwd: folder, env, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  };
  return { folder, model, horngate };
}

test('pin, verify, and every command that loads a model', async (t) => {
  const { folder, model, horngate } = workshop(t);
  const pinned = JSON.parse(horngate('pin', 'models/m.keras', '--name', 'org/canary', '--json').out);
  const sha256sum = spawnSync('sha256sum', [A], { encoding: 'utf8' }).stdout.slice(0, 64);
  assert.deepEqual([pinned.root, pinned.changed, pinned.path], [`sha256:${sha256sum}`, true, 'models/m.keras']);
  await t.test('what is as pinned is confirmed, and runs', () => {
    const { status, out, err } = horngate('verify');
    assert.equal(status, 0);
    assert.match(out, /^as pinned {2}org\/canary/);
    assert.match(err, /horngate\.lock/, 'it says which lock vouches');
    const run = JSON.parse(horngate('run', model, '--input', 'x.json', '--json').out);
    assert.deepEqual([run.subject, run.outputs[0].data], [pinned.root, [7]]);
  });
  copyFileSync(B, model);
  const other = `sha256:${spawnSync('sha256sum', [B], { encoding: 'utf8' }).stdout.slice(0, 64)}`;
  await t.test('verify tells both digests, file by file', () => {
    const { status, out, err } = horngate('verify', '--json');
    const { confirmed, error, pins } = JSON.parse(out);
    assert.deepEqual([status, confirmed, error.code], [1, false, 'HG_ARTIFACT_DIGEST']);
    assert.deepEqual([pins[0].pinned, pins[0].found, pins[0].files[0].state], [pinned.root, other, 'changed']);
    assert.match(err, /^HG_ARTIFACT_DIGEST: /m);
  });
  const commands: Readonly<Record<string, readonly string[]>> = {
    run: [model, '--input', 'x.json'],
    check: [model, '--input', 'x.json', '--expected', 'x.json'],
    convert: [model, 'out.onnx'],
    disarm: [model, 'out.keras'],
    inspect: [model],
  };
  for (const [command, args] of Object.entries(commands))
    await t.test(`${command} refuses the other file`, () => {
      const { status, err } = horngate(command, ...args);
      assert.equal(status, 1);
      assert.ok(err.includes('HG_ARTIFACT_DIGEST') && err.includes(pinned.root) && err.includes(other), err);
    });
  await t.test('scan looks at it all the same', () => assert.equal(JSON.parse(horngate('scan', model, '--json').out).reports[0].subject, other));
  await t.test('a pin moves on purpose', () => {
    const refused = horngate('pin', 'models/m.keras', '--name', 'org/canary');
    assert.deepEqual([refused.status, /HG_CONFLICT/.test(refused.err)], [2, true]);
    assert.equal(horngate('pin', 'models/m.keras', '--name', 'org/canary', '--replace').status, 0);
    assert.equal(horngate('verify').status, 0);
    const { models } = JSON.parse(readFileSync(join(folder, 'horngate.lock'), 'utf8'));
    assert.deepEqual([models['org/canary'].root, models['org/canary'].previous.root], [other, pinned.root]);
  });
});

test('verify names what nobody pinned, and is strict about it when asked', async (t) => {
  const { folder, model, horngate } = workshop(t);
  horngate('pin', 'models', '--name', 'all');
  copyFileSync(B, join(folder, 'models', 'new.keras'));
  copyFileSync(B, join(folder, 'free.keras'));
  const cases: readonly [string, readonly string[], number, RegExp][] = [
    ['an unlisted file', ['verify'], 0, /unlisted new\.keras, is sha256:/],
    ['strictly', ['verify', '--strict'], 1, /HG_REFUSED_PIN/],
    ['a model without a pin', ['verify', 'free.keras'], 0, /^no pin/],
    ['strictly', ['verify', 'free.keras', '--strict'], 1, /HG_REFUSED_PIN/],
    ['no such file', ['verify', 'none.keras'], 2, /HG_NOT_FOUND/],
    ['no such lock', ['verify', '--lock', 'none.lock'], 2, /HG_NOT_FOUND/],
    ['a lock that is none', ['verify', '--lock', 'x.json'], 2, /HG_USAGE_LOCK/],
    ['a model that a named lock does not pin', ['run', 'free.keras', '--input', 'x.json', '--lock', 'horngate.lock'], 1, /HG_REFUSED_PIN/],
    ['a file of a pinned folder', ['run', model, '--input', 'x.json', '--lock', 'horngate.lock'], 0, /7/],
    ['a name that is a path', ['pin', model, '--name', '../m'], 2, /HG_USAGE_ARGUMENT/],
  ];
  for (const [name, args, status, said] of cases)
    await t.test(`${name}: ${args.join(' ')}`, () => {
      const run = horngate(...args);
      assert.equal(run.status, status, run.err);
      assert.match(run.out + run.err, said);
    });
  await t.test('without a lock, and without paths, there is nothing to verify', () => {
    rmSync(join(folder, 'horngate.lock'));
    const { status, err } = horngate('verify');
    assert.deepEqual([status, /HG_NOT_FOUND/.test(err)], [2, true]);
  });
});

test('host/published: a file that is called as a published one, and is another, is not confirmed, unless somebody pinned it', (t) => {
  const { folder, horngate } = workshop(t);
  copyFileSync(B, join(folder, 'vgg16_weights_tf_dim_ordering_tf_kernels.h5'));
  const { status, out, err } = horngate('verify', 'vgg16_weights_tf_dim_ordering_tf_kernels.h5');
  assert.deepEqual([status, /HG_ARTIFACT_DIGEST/.test(err)], [1, true]);
  assert.match(out, /is not what Keras 3\.15\.1 publishes/);
  assert.equal(horngate('pin', 'vgg16_weights_tf_dim_ordering_tf_kernels.h5').status, 0);
  assert.equal(horngate('verify', 'vgg16_weights_tf_dim_ordering_tf_kernels.h5').status, 0);
});

test('the library takes a lock too', async (t) => {
  const { folder, model, horngate } = workshop(t);
  configure({ guests: (await freshBuild()).guests });
  horngate('pin', 'models/m.keras');
  const options = { lock: join(folder, 'horngate.lock'), home: join(folder, 'home') };
  const loaded = await loadModel(model, options);
  const { dense } = await loaded.predict({ x: { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) } });
  loaded.dispose();
  assert.deepEqual(Array.from(dense?.data as Float32Array), [7]);
  copyFileSync(B, model);
  await assert.rejects(loadModel(model, options), { code: 'HG_ARTIFACT_DIGEST' });
  await assert.rejects(loadModel(A, options), { code: 'HG_REFUSED_PIN' });
});
