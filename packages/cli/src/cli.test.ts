import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bytesSource, readNpy } from '@horngate/core/artifact';
import { CODES, DEFAULT_LIMITS, isCode } from '@horngate/core/words';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const BIN = at('packages/cli/bin/horngate.js');
const DIGITS = at('examples/digits/digits.keras');
const IMAGE = at('examples/digits/images/7.npy');
const LABELS = at('examples/digits/labels.txt');
const LAMBDA = at('conformance/keras/hostile/lambda.keras');

const home = mkdtempSync(join(tmpdir(), 'horngate-cli-'));
chmodSync(home, 0o755); // a guest's user must reach what is staged there
after(() => rmSync(home, { recursive: true, force: true }));
const file = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

function horngate(args: readonly string[], input?: Uint8Array): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    env: { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') },
  });
  return { status, out: stdout, err: stderr };
}

test('each command line ends with the status of the contract, and an error with its code', async (t) => {
  const broken = file('broken.npz', 'PK\x03\x04 no archive');
  const texts = file('texts.json', '{"x": ["a", "b"]}');
  const narrow = file('narrow.json', '{"x": [[1, 2, 3]]}');
  const run = ['run', DIGITS, '--input'];
  const cases: readonly [string, readonly string[], number, string | undefined][] = [
    ['a silent scan', ['scan', DIGITS], 0, undefined],
    ['a scan that finds', ['scan', LAMBDA], 1, undefined],
    ['a scan with a higher threshold', ['scan', at('conformance/keras/hostile/unknown-field.keras'), '--fail-on', 'high'], 0, undefined],
    ['no command', [], 2, 'HG_USAGE_ARGUMENT'],
    ['an unknown command', ['frobnicate'], 2, 'HG_USAGE_ARGUMENT'],
    ['an unknown option', ['scan', DIGITS, '--bogus'], 2, 'HG_USAGE_ARGUMENT'],
    ['a level that is none', ['scan', DIGITS, '--sandbox', 'L9'], 2, 'HG_USAGE_ARGUMENT'],
    ['a level that is not built', ['scan', DIGITS, '--sandbox', 'L4'], 4, 'HG_UNSUPPORTED_LEVEL'],
    ['a command that is not built', ['sanitize', DIGITS], 4, 'HG_UNSUPPORTED_COMMAND'],
    ['a rebuilt model', ['disarm', at('conformance/scanner/removable/removable-prefix.keras'), join(home, 'rebuilt.keras')], 0, undefined],
    ['what cannot be rebuilt', ['disarm', LAMBDA, join(home, 'never.keras')], 1, 'HG_ARTIFACT_CODE'],
    ['a rebuilt model of another kind', ['disarm', DIGITS, join(home, 'model.h5')], 2, 'HG_USAGE_ARGUMENT'],
    ['a rebuilt model that cannot be put there', ['disarm', DIGITS, join(home, 'no-folder', 'model.keras')], 2, 'HG_CONFLICT'],
    ['a file that is not there', ['scan', join(home, 'none')], 2, 'HG_NOT_FOUND'],
    ['an input that is not there', [...run, join(home, 'none.npy')], 2, 'HG_NOT_FOUND'],
    ['a broken input', [...run, broken], 2, 'HG_INPUT_FORMAT'],
    ['an input of another type', [...run, texts], 2, 'HG_INPUT_DTYPE'],
    ['an input of another shape', [...run, narrow], 2, 'HG_INPUT_SHAPE'],
    ['an output of no format', [...run, IMAGE, '--output', join(home, 'y.csv')], 2, 'HG_USAGE_ARGUMENT'],
    ['a batch that is no number', [...run, IMAGE, '--batch', '0'], 2, 'HG_USAGE_ARGUMENT'],
    ['a digest that is none', [...run, IMAGE, '--digest', 'md5:x'], 2, 'HG_USAGE_ARGUMENT'],
    ['another digest', [...run, IMAGE, '--digest', `sha256:${'0'.repeat(64)}`], 1, 'HG_ARTIFACT_DIGEST'],
    ['a refused model', ['run', LAMBDA, '--input', IMAGE], 1, 'HG_REFUSED_FINDINGS'],
    ['a deadline', [...run, IMAGE, '--policy', file('late.json', '{"version": 1, "limits": {"deadlineMs": 1}}')], 3, 'HG_LIMIT_DEADLINE'],
    ['a policy with a word that nobody obeys', ['scan', DIGITS, '--policy', file('typo.json', '{"version": 1, "scann": {}}')], 2, 'HG_USAGE_POLICY'],
    ['a policy of a later version of the house', ['scan', DIGITS, '--policy', file('quotas.json', '{"version": 1, "quotas": {}}')], 2, 'HG_USAGE_POLICY'],
  ];
  for (const [name, args, status, code] of cases)
    await t.test(name, () => {
      const said = horngate(args);
      assert.equal(said.status, status, said.err);
      if (code === undefined) return;
      assert.match(said.err, new RegExp(`^${code}: `, 'm'));
      assert.ok(isCode(code) && CODES[code][2] === status);
    });
});

test('run gives numbers in every format, and names the best classes', async (t) => {
  await t.test('as JSON: one document, with what the parent measured', () => {
    const { out, status } = horngate(['run', DIGITS, '--input', IMAGE, '--json', '--top', '2', '--labels', LABELS]);
    assert.equal(status, 0);
    const document = JSON.parse(out);
    assert.deepEqual(Object.keys(document), ['version', 'subject', 'verdict', 'posture', 'outputs', 'timingsMs']);
    assert.deepEqual([document.outputs[0].shape, document.outputs[0].data.length, document.outputs[0].top[0][0].label], [[1, 10], 10, 'seven']);
    assert.ok(document.posture.locked && document.posture.level >= 'L1');
  });
  await t.test('as a table', () => assert.match(horngate(['run', DIGITS, '--input', IMAGE]).out, /^dense float32 \[1, 10\]\n {4}0: /));
  await t.test('as .npy and .json, the same', () => {
    const [npy, json] = [join(home, 'y.npy'), join(home, 'y.json')];
    assert.equal(horngate(['run', DIGITS, '--input', IMAGE, '--output', npy]).status, 0);
    assert.equal(horngate(['run', DIGITS, '--input', IMAGE, '--output', json]).status, 0);
    const tensor = readNpy(bytesSource(readFileSync(npy)), DEFAULT_LIMITS);
    assert.deepEqual([...(tensor.data as Float32Array)], JSON.parse(readFileSync(json, 'utf8')).dense[0].map(Math.fround));
  });
  await t.test('from standard input', () => {
    const { out, status } = horngate(['run', DIGITS, '--input', '-', '--top', '1', '--labels', LABELS], readFileSync(IMAGE));
    assert.deepEqual([status, /seven/.test(out)], [0, true]);
  });
});

test('scan and inspect give the documents of the contract', () => {
  const scanned = JSON.parse(horngate(['scan', DIGITS, LAMBDA, '--json']).out);
  assert.deepEqual(
    scanned.reports.map(({ format, verdict }: { format: string; verdict: string }) => [format, verdict]),
    [
      ['keras-v3', 'admit'],
      ['keras-v3', 'refuse'],
    ],
  );
  const inspected = JSON.parse(horngate(['inspect', DIGITS, '--json']).out);
  assert.deepEqual(inspected.params, { total: 14426, trainable: 14394, nonTrainable: 32 });
  assert.deepEqual([inspected.version, inspected.format, inspected.runs, inspected.missing], [1, 'keras-v3', true, []]);
  const lambda = JSON.parse(horngate(['inspect', LAMBDA, '--json']).out);
  assert.deepEqual([lambda.runs, lambda.missing[0].class], [false, 'Lambda']);
});

test('an error with --json is a document too', () => {
  const { out, err, status } = horngate(['run', LAMBDA, '--input', IMAGE, '--json']);
  const { error } = JSON.parse(out);
  assert.deepEqual([status, error.code, error.where.pointer], [1, 'HG_REFUSED_FINDINGS', '/config/layers/1']);
  assert.match(err, /^HG_REFUSED_FINDINGS/);
});

test('doctor names the level, and exits 1 below the one that is asked for', () => {
  const { status, out } = horngate(['doctor', '--json']);
  const document = JSON.parse(out);
  assert.equal(status, 0);
  assert.deepEqual([document.version, document.tool.name, document.level], [1, 'horngate', document.level]);
  for (const { check, severity, message, why, fix, source, where } of document.findings)
    assert.ok(/^[a-z]+\/[a-z-]+$/.test(check) && severity && message && why && fix && source && where.pointer === null);
  const below = horngate(['doctor', '--min-level', 'L4']);
  assert.equal(below.status, 1);
  assert.match(below.out, new RegExp(`^level +${document.level} `));
  assert.match(below.out, /findings do not change it\.\n$/);
  assert.match(horngate(['doctor', '--help']).out, /findings do not change the exit status/);
});

test('the library takes a path and gives tensors by name', async () => {
  const script = `import { loadModel, decode } from 'horngate'; const m = await loadModel(${JSON.stringify(DIGITS)}, { home: process.env.HORNGATE_HOME });
const { dense } = await m.predict({ image: (await decode(${JSON.stringify(IMAGE)})).arr_0 }); console.log(dense.data.indexOf(Math.max(...dense.data)), m.posture.locked); m.dispose();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: at('.'),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') },
  });
  assert.equal(stdout, '7 true\n', stderr);
});
