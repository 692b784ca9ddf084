import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * `npm test [-- PATH…]`: all tests of the house, or those below the paths. Types and lint are tests too (`tools/types-and-lint.test.ts`),
 * so that one summary, node's own, is the last word.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const FOLDERS = ['packages', 'conformance', 'fuzz', 'tools', 'bench', 'examples'];
/** One test file; whatever hangs longer is a failure. */
const DEADLINE_MS = 300_000;
const CONCURRENCY = Math.max(2, availableParallelism());
/** Functions of bytes, whose test files cannot disturb each other: a process for each would spend most of its time on reading the same sources. */
const PURE = 'packages/core/';

process.chdir(ROOT);
for (const line of optionalParts()) console.log(line);
const home = mkdtempSync(join(tmpdir(), 'horngate-home-'));
chmodSync(home, 0o755); // a guest's dropped uid must reach what is staged there
try {
  process.exitCode = runTests(together(chosen(process.argv.slice(2)), home), home);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/**
 * @param {readonly string[]} files
 * @param {string} home
 */
function runTests(files, home) {
  if (files.length === 0) {
    console.error('Cannot find any test');
    return 2;
  }
  const flags = ['--import', 'tsx', '--conditions=source', '--test', '--test-reporter=spec', '--test-reporter-destination=stdout'];
  const { status } = spawnSync(process.execPath, [...flags, `--test-concurrency=${CONCURRENCY}`, `--test-timeout=${DEADLINE_MS}`, ...files], {
    stdio: 'inherit',
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', HORNGATE_HOME: home },
  });
  return status ?? 1;
}

/**
 * Puts the files of `PURE` into a few that import them in turn. Their tests wait until all are read, as a test waits for the rest of its file.
 * @param {readonly string[]} files
 * @param {string} home
 */
function together(files, home) {
  const pure = files.filter((file) => file.startsWith(PURE));
  if (pure.length <= CONCURRENCY) return files;
  const groups = Array.from({ length: Math.min(CONCURRENCY, 8) }, (_, at) => pure.filter((_, index) => index % Math.min(CONCURRENCY, 8) === at));
  const written = groups.map((group, at) => {
    const path = join(home, `core-${at + 1}.test.mjs`);
    const urls = group.map((file) => pathToFileURL(join(ROOT, file)).href);
    writeFileSync(path, importing(urls));
    return path;
  });
  return [...written, ...files.filter((file) => !pure.includes(file))];
}

/** @param {readonly string[]} urls */
function importing(urls) {
  return `import { test } from 'node:test';
let read;
const all = new Promise((resolve) => { read = resolve; });
test('${urls.length} files of tests are read', () => all);
read((async () => { for (const url of ${JSON.stringify(urls)}) await import(url); })());
`;
}

/** @param {readonly string[]} paths */
function chosen(paths) {
  const all = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => testsBelow(folder));
  return paths.length === 0 ? all : all.filter((file) => paths.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return ['node_modules', 'dist', 'bundles'].includes(entry.name) ? [] : testsBelow(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    });
}

/** What makes more tests possible; without it they say by name that they were skipped. */
function optionalParts() {
  const bubblewrap = onPath('bwrap');
  const python = process.env['HORNGATE_ORACLE'] ?? '.venv/oracle/bin/python';
  return [
    bubblewrap === undefined
      ? 'bubblewrap: missing, so the sandbox is tested at L1 and nothing at L2 (Debian: apt-get install bubblewrap)'
      : `bubblewrap: ${bubblewrap}`,
    !existsSync(python)
      ? 'oracle Python: missing, so nothing is compared with a living Keras or h5py, only with their recorded answers (see tools/oracle)'
      : `oracle Python: ${python}`,
    process.env['HORNGATE_KERAS'] === undefined
      ? 'HORNGATE_KERAS: not set, so the Keras guest is tested without Keras (see docs/guests/keras.md)'
      : `HORNGATE_KERAS: ${process.env['HORNGATE_KERAS']}`,
  ];
}

/** @param {string} program */
function onPath(program) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
