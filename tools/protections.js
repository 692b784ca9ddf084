import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run protections [-- ID…]`: law 4. For each row of `protections.json`, in a copy of the sources: the named test passes as they are, and fails with
 * the one line taken away. A test that passes without its protection, or that was skipped, proves nothing and fails the run.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const DEADLINE_MS = 180_000;

/** @typedef {{ id: string, test: { file: string, name: string }, patch: { file: string, line: string, with: string } }} Protection */

const wanted = process.argv.slice(2);
/** @type {{ protections: Protection[] }} */
const { protections } = JSON.parse(readFileSync(join(ROOT, 'protections.json'), 'utf8'));
const chosen = protections.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const copy = copyOfSources();
let bad = 0;
try {
  for (const protection of chosen) {
    const verdict = prove(protection);
    if (verdict !== undefined) bad++;
    console.log(`${verdict === undefined ? 'proved ' : 'NOT    '} ${protection.id}${verdict === undefined ? '' : `: ${verdict}`}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - bad} passed, ${bad} failed`);
process.exitCode = bad === 0 ? 0 : 1;

/**
 * @param {Protection} protection
 * @returns {string | undefined} why it is not proved
 */
function prove({ test, patch }) {
  const path = join(copy, patch.file);
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const at = lines.indexOf(patch.line);
  if (at < 0 || lines.indexOf(patch.line, at + 1) >= 0) return `${patch.file} must hold its line once`;
  const before = run(test);
  if (before !== 'passed') return `with the protection, its test must pass: it ${before}`;
  writeFileSync(path, [...lines.slice(0, at), ...(patch.with === '' ? [] : [patch.with]), ...lines.slice(at + 1)].join('\n'));
  try {
    const after = run(test);
    return after === 'failed' ? undefined : `without the protection, its test must fail: it ${after}`;
  } finally {
    writeFileSync(path, text);
  }
}

/**
 * @param {Protection['test']} test
 * @returns {'passed' | 'failed' | 'ran nothing'}
 */
function run({ file, name }) {
  const pattern = `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
  const args = ['--conditions=source', '--import', 'tsx', '--test', '--test-reporter=tap', `--test-name-pattern=${pattern}`, join(copy, file)];
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    timeout: DEADLINE_MS,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  if (status !== 0) return 'failed';
  // With no match the file itself counts as the one that passed.
  const ran = [...stdout.matchAll(/^\s*ok \d+ - (.*)$/gm)].some((match) => match[1]?.startsWith(name) && !/# SKIP/.test(match[1] ?? ''));
  return ran ? 'passed' : 'ran nothing';
}

/** The sources beside the same dependencies; packages link to their copies. */
function copyOfSources() {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-protections-'));
  const packages = readdirSync(join(ROOT, 'packages'));
  for (const name of [
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
    'tools',
    'conformance',
    'examples',
    ...packages.map((one) => `packages/${one}`),
  ])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter: (path) => !/\/(dist|bundles|node_modules)$/.test(path) });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@horngate'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@horngate' && name !== 'horngate') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  for (const name of packages) symlinkSync(join(folder, 'packages', name), name === 'cli' ? join(modules, 'horngate') : join(modules, '@horngate', name));
  return folder;
}
