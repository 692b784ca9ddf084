import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const DIGITS = at('examples/digits/digits.keras');
const LAMBDA = at('conformance/keras/hostile/lambda.keras');
const UV = at('conformance/updates/locks/uv.lock');

/** The Node.js that runs this test may be an old one, which is an answer about this installation. */
const PATIENT = ['--fail-on', 'critical'];

const home = mkdtempSync(join(tmpdir(), 'horngate-advisories-'));
chmodSync(home, 0o755); // a guest's user must reach what is staged there
after(() => rmSync(home, { recursive: true, force: true }));

function horngate(...args: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('packages/cli/bin/horngate.js'), 'advisories', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') },
  });
  return { status, out: stdout, err: stderr };
}

test('each command line ends with the status of the contract', async (t) => {
  const broken = join(home, 'uv.lock');
  writeFileSync(broken, '[[package');
  const cases: readonly [string, readonly string[], number, string | undefined][] = [
    ['a model without a trigger', ['check', DIGITS, ...PATIENT], 0, undefined],
    ['no path at all: this installation', ['check', ...PATIENT], 0, undefined],
    ['a model with a trigger', ['check', LAMBDA], 1, undefined],
    ['a runtime that is affected', ['check', '--runtime', 'keras==3.11.0'], 1, undefined],
    ['a runtime below the threshold', ['check', '--runtime', 'keras==3.15.1', ...PATIENT], 0, undefined],
    ['a runtime at the threshold', ['check', '--runtime', 'keras==3.15.1', '--fail-on', 'low'], 1, undefined],
    ['a lock file as a path', ['check', UV], 1, undefined],
    ['a broken lock file', ['check', broken], 2, 'HG_INPUT_FORMAT'],
    ['a runtime that is not there', ['check', '--runtime', join(home, 'none')], 2, 'HG_NOT_FOUND'],
    ['a file that is not there', ['check', join(home, 'none.keras')], 2, 'HG_NOT_FOUND'],
    ['a format that is none', ['check', '--format', 'xml'], 2, 'HG_USAGE_ARGUMENT'],
    ['an action that is none', ['guess'], 2, 'HG_USAGE_ARGUMENT'],
    ['a refresh from nowhere', ['refresh'], 2, 'HG_USAGE_ARGUMENT'],
    ['a refresh from what is not there', ['refresh', join(home, 'none')], 2, 'HG_NOT_FOUND'],
    ['a folder that nobody signed', ['refresh', at('examples')], 1, 'HG_REFUSED_SIGNATURE'],
    ['a mirror on this machine', ['refresh', 'https://127.0.0.1:9/'], 1, 'HG_REFUSED_SOURCE'],
  ];
  for (const [name, args, status, code] of cases)
    await t.test(name, () => {
      const ran = horngate(...args);
      assert.equal(ran.status, status, ran.err);
      assert.equal(/HG_[A-Z_]+/.exec(ran.err)?.[0], code);
    });
});

test('the three answers stand apart in the JSON', () => {
  const { files, runtimes, together, engine, installation, snapshot } = JSON.parse(horngate('check', '--runtime', 'keras==3.15.1', LAMBDA, UV, '--json').out);
  assert.equal(snapshot.root, 'development');
  assert.ok(files[0].triggers.some(({ id }: { id: string }) => id === 'CVE-2026-12481'));
  assert.deepEqual(
    runtimes.map(({ spec }: { spec: string }) => spec),
    [UV, 'keras==3.15.1'],
  );
  assert.deepEqual(
    together.map(({ spec, ids }: { spec: string; ids: string[] }) => [spec, ids]),
    [[UV, ['CVE-2026-12481']]],
  );
  assert.ok(engine.every(({ status }: { status: string }) => status === 'not_affected'));
  assert.deepEqual([installation.asked > 20, installation.unread], [true, []]);
});

test('each format is one document on stdout', () => {
  for (const [format, key] of Object.entries({ osv: 'results', csaf: 'product_tree', openvex: 'statements' }))
    assert.ok(key in JSON.parse(horngate('check', LAMBDA, '--format', format).out), format);
});

test("feed/unsigned: records that nobody signed are the operator's own addition, and each output says so", (t) => {
  const folder = join(home, 'osv');
  mkdirSync(folder);
  const affected = [{ package: { ecosystem: 'PyPI', name: 'keras' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }];
  writeFileSync(join(folder, 'a.json'), JSON.stringify({ id: 'CVE-2126-0001', modified: '2126-01-01T00:00:00Z', affected }));
  t.after(() => horngate('refresh', '--drop-unsigned'));
  assert.equal(JSON.parse(horngate('refresh', folder, '--unsigned', '--json').out).unsigned.records, 1);
  const asked = ['check', '--runtime', 'keras==99.0'];
  for (const format of ['text', 'json', 'osv', 'csaf', 'openvex'])
    assert.match(horngate(...asked, '--format', format).out, /nobody signed|"unsigned": \{/, format);
  const found = () => JSON.parse(horngate(...asked, '--json').out).runtimes[0].matches.find(({ id }: { id: string }) => id === 'CVE-2126-0001');
  assert.equal(found().sources[0].says, 'signed by nobody');
  horngate('refresh', '--drop-unsigned');
  assert.equal(found(), undefined);
});
