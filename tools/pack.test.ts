import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { copyOfCheckout, emptyFolder, output, ROOT } from './checkout.testing.ts';

const PUBLISHED = ['core', 'sandbox', 'guests', 'host', 'trust', 'cli'];
const MODEL = join(ROOT, 'examples/digits/digits.keras');
const IMAGE = join(ROOT, 'examples/digits/images/7.npy');
const npm = (cwd: string, ...args: readonly string[]): string => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * What `npm pack` makes, installed in an empty folder: without scripts, without network (commander is packed from what is installed here, the libraries of signatures are copied) and at first without
 * ONNX Runtime, which then is a link, as a copy of it is 300 MB.
 */
test('the packages, packed and installed elsewhere', async (t) => {
  const copy = copyOfCheckout(t);
  const tarballs = emptyFolder(t, 'tarballs');
  const installed = emptyFolder(t, 'installed');
  const horngate = (...args: readonly string[]) => spawnSync(join(installed, 'node_modules/.bin/horngate'), args, { cwd: installed, encoding: 'utf8' });

  output(process.execPath, join(copy, 'tools/release/build.js'), copy);
  for (const name of PUBLISHED) npm(join(copy, 'packages', name), 'pack', '--ignore-scripts', '--pack-destination', tarballs);
  npm(join(ROOT, 'node_modules/commander'), 'pack', '--ignore-scripts', '--pack-destination', tarballs);

  await t.test('hold neither sources nor tests nor the state of the compiler', () => {
    for (const tarball of readdirSync(tarballs).filter((name) => !name.startsWith('commander'))) {
      const files = execFileSync('tar', ['-tzf', join(tarballs, tarball)], { encoding: 'utf8' }).split('\n');
      assert.deepEqual(
        files.filter((file) => /\/src\/|\.test\.|\.testing\.|tsbuildinfo|(?<!\.d)\.ts$/.test(file)),
        [],
        tarball,
      );
    }
  });

  writeFileSync(join(installed, 'package.json'), '{ "private": true, "type": "module" }');
  for (const folder of neededBy('trust')) cpSync(folder, join(installed, relative(ROOT, folder)), { recursive: true });
  const files = readdirSync(tarballs).map((name) => join(tarballs, name));
  npm(installed, 'install', '--ignore-scripts', '--offline', '--omit=optional', '--no-audit', '--no-fund', ...files);
  assert.ok(!existsSync(join(installed, 'node_modules/onnxruntime-node')));

  await t.test('the command starts', () => {
    const { status, stdout, stderr } = horngate('--version');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^0\.1\.0$/m);
  });

  await t.test('the façade is imported by name', () => {
    const code =
      "import { open, scan, judge, compile, start, loadModel, HorngateError } from 'horngate'; console.log([open, scan, judge, compile, start, loadModel, HorngateError].map((x) => typeof x).join());";
    writeFileSync(join(installed, 'use.js'), code);
    assert.equal(execFileSync(process.execPath, ['use.js'], { cwd: installed, encoding: 'utf8', stdio: 'pipe' }).trim(), Array(7).fill('function').join());
  });

  await t.test('scan and inspect work without ONNX Runtime', () => {
    for (const command of ['scan', 'inspect']) {
      const { status, stdout, stderr } = horngate(command, MODEL, '--json');
      assert.equal(status, 0, stderr);
      assert.equal(JSON.parse(stdout).version, 1);
    }
  });

  await t.test('advisories know what is installed, and nothing that it needs is missing', () => {
    const { status, stdout, stderr } = horngate('advisories', 'check', '--fail-on', 'critical', '--json');
    const { installation } = JSON.parse(stdout);
    assert.deepEqual([installation.asked > 20, installation.unread], [true, []]);
    assert.equal(status, 0, stderr);
  });

  await t.test('run says what is missing without ONNX Runtime', () => {
    const { status, stderr } = horngate('run', MODEL, '--input', IMAGE);
    assert.equal(status, 3);
    assert.match(stderr, /HG_UNAVAILABLE_RUNTIME/);
  });

  await t.test('run works with it', () => {
    for (const name of ['onnxruntime-node', 'onnxruntime-common']) symlinkSync(join(ROOT, 'node_modules', name), join(installed, 'node_modules', name));
    const { status, stdout, stderr } = horngate('run', MODEL, '--input', IMAGE, '--json');
    assert.equal(status, 0, stderr);
    const [first] = JSON.parse(stdout).outputs as { data: number[][] }[];
    const probabilities = first?.data.flat() ?? [];
    assert.equal(probabilities.indexOf(Math.max(...probabilities)), 7);
  });
});

/** The folders of what a package needs at run time, as they are installed here; those inside of another come with it. */
function neededBy(name: string): readonly string[] {
  const listed = npm(ROOT, 'ls', '--omit=dev', '--all', '--parseable', '--workspace', `packages/${name}`).split('\n');
  return [...new Set(listed)].filter(
    (path) => path.startsWith(join(ROOT, 'node_modules/')) && path.split('/node_modules/').length === 2 && !path.includes('@horngate'),
  );
}
