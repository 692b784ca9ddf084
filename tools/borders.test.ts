import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './checkout.testing.ts';
import { globSources, type PACKAGES, read } from './files.testing.ts';
import { cycleIn, type Import, importsOf, importsOfPackages, withoutComments } from './imports.testing.ts';

/** What each package may import of the house; `@horngate/` is left out. Nobody imports `guests`: its bundles are files. */
const HOUSE: Readonly<Record<(typeof PACKAGES)[number], readonly RegExp[]>> = {
  core: [],
  sandbox: [/^core\//],
  guests: [/^core\//, /^sandbox\/inside$/],
  host: [/^core\//, /^sandbox$/],
  trust: [/^core\//],
  server: [/^core\//, /^sandbox$/, /^host$/, /^trust(\/|$)/],
  console: [/^core\//],
  cli: [/^core\//, /^sandbox$/, /^host$/, /^trust(\/|$)/, /^server$/],
};

const BASE = ['tensor', 'text', 'statistics', 'artifact', 'stages', 'graph'];
const POLICY = ['scanner', 'pre-analysis', 'input-sanitation', 'data-privacy', 'confirm-hash', 'updates', 'reporting'];
const BELOW_POLICY = ['words', ...BASE];

/** What each folder of core may import; a file at its root counts as a folder of its name. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  words: [],
  ...Object.fromEntries([...BASE, ...POLICY, 'keras', 'onnx'].map((folder) => [folder, BELOW_POLICY])),
  scanner: [...BELOW_POLICY, 'keras', 'onnx'],
  judge: BELOW_POLICY,
  compile: [...BELOW_POLICY, 'keras', 'onnx'],
  disarm: [...BELOW_POLICY, 'keras', 'scanner'],
  render: [...BELOW_POLICY, 'keras', 'onnx', ...POLICY, 'judge'],
};

/** Tables, and state machines, which are better read in one piece. */
const LONG = [/^packages\/core\/src\/keras\/known\//, /^packages\/core\/src\/keras\/ops\/index\.ts$/, /^packages\/core\/src\/scanner\/pickle\/allow-list\.ts$/];

const imports = importsOfPackages();
const packageOf = (path: string): string => path.split('/')[1] ?? '';
const folderOf = (path: string): string => (path.split('/')[3] ?? '').replace(/\.ts$/, '');
const manifest = (name: string): Record<string, Record<string, unknown> | undefined> => JSON.parse(read(`packages/${name}/package.json`));
const told = (found: readonly Import[]): readonly string[] => found.map(({ from, target }) => `${from} imports ${target}`);

test('the reader of imports sees every form', () => {
  const text = `import { a } from './a.ts';\nimport type { B } from '../b.ts';\nimport {\n  c,\n} from '@horngate/core/words';\nexport * from './d.ts';
export type { E } from './e.ts';\nimport './f.ts';\nconst g = await import('./g.ts');\n// import './no.ts'\n/* import './no.ts' */\nimport * as h from 'node:h';\n`;
  const found = importsOf('packages/x/src/y.ts', text);
  assert.deepEqual(
    found.map(({ target, typeOnly }) => `${typeOnly ? 'type ' : ''}${target}`),
    ['./a.ts', 'type ../b.ts', '@horngate/core/words', './d.ts', 'type ./e.ts', './f.ts', 'node:h', './g.ts'],
  );
  assert.equal(found[1]?.file, 'packages/x/b.ts');
});

test('packages point one way, and nobody imports guests', () => {
  const wrong = imports.filter(({ from, target }) => {
    const name = /^@horngate\/(.*)$/.exec(target)?.[1] ?? (target === 'horngate' ? 'cli' : undefined);
    return name !== undefined && !HOUSE[packageOf(from) as keyof typeof HOUSE].some((allowed) => allowed.test(name));
  });
  assert.deepEqual(told(wrong), []);
});

test('a relative import stays inside its package and leads to a source', () => {
  const wrong = imports.filter(
    ({ from, file }) => file !== undefined && !(file.startsWith(`packages/${packageOf(from)}/src/`) && existsSync(join(ROOT, file))),
  );
  assert.deepEqual(told(wrong), []);
});

test('folders of core point one way: words, bases, keras and onnx and the policy, render', () => {
  const wrong = imports.filter(({ from, file, typeOnly }) => {
    if (packageOf(from) !== 'core' || file === undefined || folderOf(file) === folderOf(from)) return false;
    // A Program and a Session speak of tensors; types alone make no cycle at run time.
    if (typeOnly && folderOf(from) === 'words' && folderOf(file) === 'tensor') return false;
    return !CORE[folderOf(from)]?.includes(folderOf(file));
  });
  assert.deepEqual(told(wrong), []);
});

test('every folder of core has its place in the borders and is an entry point', () => {
  const entries = Object.keys(manifest('core')['exports'] ?? {}).map((entry) => entry.replace('./', ''));
  const folders = readdirSync(join(ROOT, 'packages/core/src'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() || /^[a-z-]+\.ts$/.test(entry.name),
  );
  for (const { name } of folders) {
    assert.ok(CORE[name.replace(/\.ts$/, '')] !== undefined, `"${name}" must be in the table of borders`);
    assert.ok(entries.includes(name.replace(/\.ts$/, '')), `"${name}" must be an entry point of @horngate/core`);
  }
  assert.ok(!entries.includes('.'), 'core has no root barrel');
});

test('no file imports itself by way of others', () => {
  const edges = new Map<string, string[]>();
  for (const { from, file, typeOnly } of imports) if (file !== undefined && !typeOnly) edges.set(from, [...(edges.get(from) ?? []), file]);
  assert.equal(cycleIn(edges)?.join(' -> '), undefined);
});

test('a cycle would be seen', () => {
  assert.deepEqual(cycleIn(new Map(Object.entries({ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] }))), ['b', 'd', 'b']);
});

test('core is pure: its types know neither Node nor a browser, and it asks for no time and no chance', () => {
  assert.deepEqual(JSON.parse(read('packages/core/tsconfig.json')).compilerOptions.types ?? JSON.parse(read('tsconfig.base.json')).compilerOptions.types, []);
  assert.deepEqual(JSON.parse(read('tsconfig.base.json')).compilerOptions.lib, ['ES2023']);
  assert.equal(JSON.parse(read('packages/core/tsconfig.json')).compilerOptions.lib, undefined);
  const impure = /\bDate\b|\bMath\.random\b|\bperformance\b|\bIntl\b|\bglobalThis\b|\btoLocale[A-Z]/;
  const wrong = globSources().filter((path) => packageOf(path) === 'core' && impure.test(withoutStrings(withoutComments(read(path)))));
  assert.deepEqual(wrong, []);
});

test('core and sandbox have no dependencies, and every package names what it imports', () => {
  assert.deepEqual(Object.keys(manifest('core')['dependencies'] ?? {}), []);
  assert.deepEqual(Object.keys(manifest('sandbox')['dependencies'] ?? {}), ['@horngate/core']);
  const wrong = imports.filter(({ from, target }) => {
    const { dependencies = {}, optionalDependencies = {} } = manifest(packageOf(from));
    if (target.startsWith('.')) return false;
    if (target.startsWith('node:')) return ['core', 'console'].includes(packageOf(from));
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    return isBuiltin(target) || !(name in dependencies || name in optionalDependencies);
  });
  assert.deepEqual(told(wrong), []);
});

test('only the runner knows ONNX Runtime', () => {
  const wrong = imports.filter(
    ({ from, target, typeOnly }) => /^onnxruntime/.test(target) && !typeOnly && !/^packages\/guests\/src\/runner(-wasm)?\//.test(from),
  );
  assert.deepEqual(told(wrong), []);
});

test('only the media guest knows sharp', () => {
  const wrong = imports.filter(({ from, target, typeOnly }) => /^(sharp|@img\/)/.test(target) && !typeOnly && !from.startsWith('packages/guests/src/media/'));
  assert.deepEqual(told(wrong), []);
});

test('nothing that a file says becomes code of ours', () => {
  const code = /\beval\(|\bnew Function\b|\bFunction\(|from 'node:vm'/;
  assert.deepEqual(
    globSources().filter((path) => code.test(withoutStrings(withoutComments(read(path))))),
    [],
  );
});

test('sources are short enough to be read in one go', () => {
  const long = globSources().filter((path) => !LONG.some((table) => table.test(path)) && read(path).split('\n').length > 351);
  assert.deepEqual(long, []);
});

/** Text in quotes is data; a regular expression with a quote in it only hides the rest of its line. */
function withoutStrings(text: string): string {
  return text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
