import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import { isEnvironment, readEnvironment, readInstallation } from './index.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'horngate-environment-'));
after(() => rmSync(work, { recursive: true, force: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const pinned = ({ packages }: Environment): readonly string[] => packages.map(({ name, version }) => `${name}==${version}`).sort();
const locked = (name: string): Environment => readEnvironment(join(ROOT, 'conformance/updates/locks', name));

/** Made by uv 0.9.0 and pipenv 2026.10.3 (`conformance/updates/locks.sh`): all of them lock Keras 3.11.0. */
test('lock files of uv and pipenv say the same', () => {
  const requirements = pinned(locked('requirements.txt'));
  assert.ok(requirements.includes('keras==3.11.0') && requirements.length > 10);
  assert.deepEqual(pinned(locked('pylock.toml')), requirements);
  assert.deepEqual(pinned(locked('uv.lock')), [...requirements, 'example==0.1.0'].sort());
  const pipfile = pinned(locked('Pipfile.lock'));
  assert.ok(pipfile.includes('keras==3.11.0') && pipfile.some((one) => one.startsWith('idna==')));
  for (const name of ['requirements.txt', 'pylock.toml', 'uv.lock', 'Pipfile.lock']) assert.deepEqual(locked(name).unread, []);
});

test('a poetry.lock is read as the same tables of packages', () => {
  const path = file(
    'poetry.lock',
    '[[package]]\nname = "keras"\nversion = "3.11.0"\noptional = false\npython-versions = ">=3.9"\nfiles = []\n\n[metadata]\nlock-version = "2.1"\n',
  );
  assert.deepEqual(pinned(readEnvironment(path)), ['keras==3.11.0']);
});

const PYTHON = process.env['HORNGATE_ORACLE'];
test('the environment of a real Python is read as its own pip reads it', { skip: PYTHON === undefined && 'HORNGATE_ORACLE names no Python' }, () => {
  const pip = (...args: string[]): string =>
    execFileSync(PYTHON as string, ['-m', 'pip', '--disable-pip-version-check', ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const listed = file('pip-list.json', pip('list', '--format', 'json'));
  const expected = pinned(readEnvironment(listed));
  assert.ok(expected.length > 10);
  const folder = readEnvironment(dirname(dirname(PYTHON as string)));
  assert.deepEqual([pinned(folder), folder.unread], [expected, []]);
  assert.deepEqual(pinned(readEnvironment(file('pip-inspect.json', pip('inspect')))), expected);
  const frozen = pinned(readEnvironment(file('freeze.txt', pip('freeze', '--all'))));
  assert.deepEqual(frozen, expected);
});

test('requirements say a version only where they pin one', () => {
  const text = `# a comment
keras == 3.11.0  # pinned
Tensor_Flow[and-cuda]==2.19.0 ; python_version < "3.13"
numpy>=1.26,<3
h5py
torch===2.5.1+cu124 \\
    --hash=sha256:aa
joblib (==1.4.2)
onnx==1.*
--index-url https://index.example/simple
-r other.txt
-e git+https://index.example/x.git#egg=x
mine @ https://index.example/mine-1.0.whl
../here
`;
  const read = readEnvironment(file('requirements-dev.txt', text));
  assert.deepEqual(pinned(read), [
    'Tensor_Flow==2.19.0',
    'h5py==any',
    'joblib==1.4.2',
    'keras==3.11.0',
    'mine==@https://index.example/mine-1.0.whl',
    'numpy==>=1.26,<3',
    'onnx==1.*',
    'torch==2.5.1+cu124',
  ]);
  assert.deepEqual(
    read.unread.map(({ where }) => where),
    ['line 11', 'line 12', 'line 14'],
  );
});

test('a package of the command line is read as a requirement', () => {
  assert.deepEqual(pinned(readEnvironment('keras==3.11.0')), ['keras==3.11.0']);
  for (const spec of ['keras', 'keras>=3', './none', '']) assert.throws(() => readEnvironment(spec), { code: 'HG_NOT_FOUND' });
});

test('lists of conda are read, by the names of PyPI', () => {
  const columns =
    '# packages in environment at /opt/x:\n#\n# Name                    Version                   Build  Channel\n_libgcc_mutex             0.1                 conda_forge    conda-forge\nkeras                     3.11.0             pyh753f3f9_0    conda-forge\npytorch                   2.5.1           cpu_generic_py311    conda-forge\n';
  const json = '[{"base_url": "x", "channel": "conda-forge", "name": "pytorch", "version": "2.5.1", "platform": "linux-64"}]';
  assert.deepEqual(pinned(readEnvironment(file('conda.txt', columns))), ['keras==3.11.0', 'libgcc_mutex==0.1', 'torch==2.5.1']);
  assert.deepEqual(pinned(readEnvironment(file('conda.json', json))), ['torch==2.5.1']);
});

test('updates/environment-links: site-packages are read as text, without links, and what has no metadata is told', () => {
  const site = join(work, 'venv/lib/python3.11/site-packages');
  file('venv/pyvenv.cfg', '');
  file(
    'venv/lib/python3.11/site-packages/keras-3.11.0.dist-info/METADATA',
    'Metadata-Version: 2.4\nName: keras\nVersion: 3.11.0\n\nVersion: 9.9 in the description\n',
  );
  file('venv/lib/python3.11/site-packages/old-1.0.egg-info/PKG-INFO', 'Name: old\r\nVersion: 1.0\r\n');
  file('venv/lib/python3.11/site-packages/none-1.0.dist-info/RECORD', '');
  file('venv/lib/python3.11/site-packages/empty-1.0.dist-info/METADATA', 'Name: empty\n');
  mkdirSync(join(site, 'link-1.0.dist-info'));
  symlinkSync(file('elsewhere/METADATA', 'Name: elsewhere\nVersion: 1.0\n'), join(site, 'link-1.0.dist-info/METADATA'));
  mkdirSync(join(site, 'pipe-1.0.dist-info'));
  execFileSync('mkfifo', [join(site, 'pipe-1.0.dist-info/METADATA')]);
  const read = readEnvironment(join(work, 'venv'));
  assert.deepEqual(pinned(read), ['keras==3.11.0', 'old==1.0']);
  assert.equal(read.unread.length, 4);
  assert.deepEqual(readEnvironment(site).packages, read.packages);
  assert.ok(isEnvironment(join(work, 'venv')) && isEnvironment(site));
});

test('models are no environments', () => {
  for (const path of ['conformance/keras/hostile', 'conformance/keras/hostile/lambda.keras', 'package.json', 'none'])
    assert.ok(!isEnvironment(join(ROOT, path)), path);
  assert.throws(() => readEnvironment(join(ROOT, 'conformance/keras/hostile')), { code: 'HG_INPUT_FORMAT' });
});

/** Names, what they hold, how reading them ends. */
const HOSTILE: readonly (readonly [name: string, text: string | Uint8Array, code: string])[] = [
  ['a/uv.lock', '[[package', 'HG_INPUT_FORMAT'],
  ['b/uv.lock', 'package = 1', 'HG_INPUT_FORMAT'],
  ['c/uv.lock', 'package = [1]', 'HG_INPUT_FORMAT'],
  ['d/uv.lock', `a = ${'['.repeat(100_000)}`, 'HG_INPUT_FORMAT'],
  ['e/uv.lock', `package = [${'{},'.repeat(20_001)}]`, 'HG_LIMIT_ENTRIES'],
  ['a/Pipfile.lock', '[]', 'HG_INPUT_FORMAT'],
  ['b/Pipfile.lock', '{"default": []}', 'HG_INPUT_FORMAT'],
  ['c/Pipfile.lock', `${'['.repeat(65)}${']'.repeat(65)}`, 'HG_LIMIT_DEPTH'],
  ['d/Pipfile.lock', '{"default": {"keras": null}}', 'HG_INPUT_FORMAT'],
  ['a/list.json', '{"installed": 1}', 'HG_INPUT_FORMAT'],
  ['b/list.json', 'nonsense', 'HG_INPUT_FORMAT'],
  ['c/list.json', '[{"name": "keras", "version": "1"}, null]', 'HG_INPUT_FORMAT'],
  ['a/requirements.txt', '\n'.repeat(20_001), 'HG_LIMIT_ENTRIES'],
  ['b/requirements.txt', new Uint8Array(16 * 2 ** 20 + 1), 'HG_LIMIT_BYTES'],
  ['a/package-lock.json', '{"lockfileVersion": 1, "dependencies": {}}', 'HG_UNSUPPORTED_FORMAT'],
];

for (const [name, text, code] of HOSTILE) test(`refuses ${name}: ${code}`, () => assert.throws(() => readEnvironment(file(`hostile/${name}`, text)), { code }));

test('hostile names and versions are told, never taken', () => {
  const rows = [
    { name: '../../x', version: '1' },
    { name: 'keras\u001b[2J', version: '1' },
    { name: '__proto__', version: '1' },
    { name: 'keras', version: '3.0\n' },
    { name: 'keras', version: 3 },
    { name: 'keras', version: 'x'.repeat(257) },
    { name: 'constructor', version: '1.0', channel: 'x' },
  ];
  const read = readEnvironment(file('hostile/rows.json', JSON.stringify(rows)));
  assert.deepEqual([pinned(read), read.unread.length], [['constructor==1.0'], 6]);
});

test('this installation is read as it is installed: our packages, what they need, Node.js', () => {
  const { packages, unread } = readInstallation(join(ROOT, 'packages/cli'), '20.19.0');
  const names = new Set(packages.map(({ name }) => name));
  for (const name of ['node', 'horngate', '@horngate/core', 'commander', 'onnxruntime-node', 'sharp', 'tuf-js']) assert.ok(names.has(name), name);
  for (const name of ['typescript', '@biomejs/biome', 'playwright-core']) assert.ok(!names.has(name), name);
  assert.deepEqual(unread, []);
});

/** Numbers of a small generator (Park and Miller), so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

test('a lock file with bytes changed by chance is read, or refused with a code', async (t) => {
  const next = numbers(11);
  for (const name of ['uv.lock', 'pylock.toml', 'Pipfile.lock', 'requirements.txt'])
    await t.test(name, () => {
      const whole = readFileSync(join(ROOT, 'conformance/updates/locks', name)).subarray(0, 6000);
      for (let round = 0; round < 300; round++) {
        const bytes = Uint8Array.from(whole.subarray(0, 1 + next(whole.length)));
        for (let change = next(4); change > 0; change--) bytes[next(bytes.length)] = next(256);
        const path = file(`changed/${name}`, bytes);
        try {
          readEnvironment(path);
        } catch (error) {
          assert.ok(error instanceof HorngateError && /^HG_(INPUT|LIMIT)_/.test(error.code), String(error));
        }
      }
    });
});
