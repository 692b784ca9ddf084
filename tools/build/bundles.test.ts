import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { emptyFolder, ROOT } from '../checkout.testing.ts';
import { BINDING, GUESTS, nativeRuntimeBeside } from './bundles.js';
import { freshBuild } from './fresh.js';
import { sharpBinding } from './sharp-beside.js';

const SHARP_VERSION = JSON.parse(readFileSync(join(ROOT, 'packages/guests/package.json'), 'utf8')).optionalDependencies.sharp;

const required = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:require|import)\("([^"\s]+)"\)|\bfrom\s*"([^"\s]+)"/g)].map(([, a, b]) => a ?? b ?? '');

test('the bundles of this checkout', async (t) => {
  const { main, guests } = await freshBuild();

  await t.test('are one file for each guest, which asks for nothing but Node and the staged runtime', () => {
    for (const name of GUESTS) {
      const others = required(readFileSync(join(guests, `${name}.cjs`), 'utf8')).filter((target) => !isBuiltin(target));
      assert.deepEqual(others, { runner: [BINDING], media: [sharpBinding(SHARP_VERSION)] }[name] ?? [], name);
    }
  });

  await t.test('come with the digest of each guest', () => {
    const { bundles } = JSON.parse(readFileSync(join(guests, 'bundles.json'), 'utf8')) as { bundles: { file: string; bytes: number; sha256: string }[] };
    assert.deepEqual(
      bundles.map(({ file }) => file),
      [...GUESTS.map((name) => `${name}.cjs`), 'keras.py'],
    );
    for (const { file, sha256 } of bundles)
      assert.equal(
        createHash('sha256')
          .update(readFileSync(join(guests, file)))
          .digest('hex'),
        sha256,
      );
  });

  await t.test('load no ONNX Runtime into the command, the façade, the reader or the decoder', () => {
    const folder = dirname(main);
    const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
    const runtime = /registerBackend|initOrtOnce|\bfrom "onnxruntime|(require|import)\("onnxruntime/;
    const found = [...files, 'guests/reader.cjs', 'guests/checker.cjs', 'guests/decoder.cjs', 'guests/runner.cjs'].filter((file) =>
      runtime.test(readFileSync(join(folder, file), 'utf8')),
    );
    assert.deepEqual(found, ['guests/runner.cjs']);
  });

  await t.test('ask in the command for nothing but Node and each other', () => {
    const folder = dirname(main);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.js')))
      assert.deepEqual(
        required(readFileSync(join(folder, file), 'utf8')).filter((target) => !isBuiltin(target) && !target.startsWith('./') && !target.startsWith('${')), // a message, not a module
        [],
        file,
      );
  });
});

test('a bundle finds ONNX Runtime beside it, as a staged guest does', async (t) => {
  const folder = emptyFolder(t, 'runtime');
  await build({
    stdin: { contents: "import { env } from 'onnxruntime-node'; console.log(env.versions.node);", resolveDir: ROOT },
    outfile: join(folder, 'guest.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [nativeRuntimeBeside],
  });
  const installed = dirname(createRequire(join(ROOT, 'package.json')).resolve('onnxruntime-node/package.json'));
  const native = join(installed, 'bin/napi-v6', process.platform, process.arch);
  mkdirSync(join(folder, 'runtime'));
  copyFileSync(join(native, 'onnxruntime_binding.node'), join(folder, BINDING));
  const start = (): string =>
    execFileSync(process.execPath, [join(folder, 'guest.cjs')], { encoding: 'utf8', stdio: 'pipe', env: { ORT_DISABLE_TELEMETRY: '1' } }).trim();

  await t.test('its library too, and no other', () => {
    assert.throws(start, /libonnxruntime/);
    symlinkSync(join(native, 'libonnxruntime.so.1'), join(folder, 'runtime/libonnxruntime.so.1'));
    assert.equal(start(), JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version);
  });
});

test('another way of loading ONNX Runtime stops the build', async (t) => {
  const folder = emptyFolder(t, 'other-runtime');
  mkdirSync(join(folder, 'node_modules/onnxruntime-node/dist'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/onnxruntime-node/dist/binding.js'), "exports.binding = require('../bin/other.node');");
  const attempt = build({
    stdin: { contents: "import 'onnxruntime-node/dist/binding.js'", resolveDir: folder },
    bundle: true,
    write: false,
    logLevel: 'silent',
    plugins: [nativeRuntimeBeside],
  });
  await assert.rejects(attempt, /not known here/);
});
