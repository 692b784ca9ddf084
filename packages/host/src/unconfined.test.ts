import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '@horngate/core/words';
import { artifactBytes, artifactName, cases, vectors } from '../../../conformance/keras/vectors.ts';
import { open } from './artifact.ts';
import { at, DIGITS, options } from './flow.testing.ts';
import { prepare, scan, start } from './index.ts';

/** Of several kinds; their outputs are real Keras'. */
const CASES = ['activation-celu', 'conv2d-same', 'lstm', 'embedding', 'attention-mask', 'layer-normalization'];
const chosen = cases().filter(({ name }) => CASES.includes(name));

const skip = installed() ? false : 'onnxruntime-web is not installed';

function installed(): boolean {
  try {
    return createRequire(join(at('packages/guests'), 'package.json')).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm') !== '';
  } catch {
    return false;
  }
}

test('L0 runs the same models in WebAssembly, to the numbers of Keras, and says that nothing confines them', { skip }, async (t) => {
  const host = await options(t, { level: 'L0' });
  assert.ok(chosen.length >= 3);
  for (const one of chosen)
    await t.test(one.name, async () => {
      const path = join(host.home, artifactName(one));
      writeFileSync(path, artifactBytes(one));
      const { sealed } = await prepare(path, host);
      const session = await start(sealed, host);
      t.after(() => session.dispose());
      assert.deepEqual([session.posture.level, session.posture.locked], ['L0', false]);
      assert.match(session.posture.missing.join(), /all confinement/);
      for (const { inputs, outputs } of vectors(one)) {
        const found = Object.values((await session.predict(inputs)).outputs);
        for (const [index, wanted] of outputs.entries()) close(wanted.data as Float32Array, found[index]?.data as Float32Array);
      }
      session.dispose();
    });
});

/** 1e-5 + 1e-4 * max(|ref|, 0.1 * max|ref|), as `check` compares. */
function close(wanted: Float32Array, found: Float32Array): void {
  const most = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  assert.equal(found.length, wanted.length);
  wanted.forEach((value, index) => {
    assert.ok(Math.abs(value - (found[index] ?? Number.NaN)) <= 1e-5 + 1e-4 * Math.max(Math.abs(value), 0.1 * most), `${found[index]} instead of ${value}`);
  });
}

test('a reader at L0 reads the same report', async (t) => {
  const host = await options(t, { level: 'L0' });
  const artifact = open(DIGITS, host);
  t.after(() => artifact.close());
  assert.deepEqual((await scan(artifact)).unread, []);
});

test('no policy allows L0: it is for who asks for it by name, and gives none', async (t) => {
  const host = await options(t, { level: 'L0', policy: DEFAULT_POLICY });
  const artifact = open(DIGITS, host);
  t.after(() => artifact.close());
  await assert.rejects(scan(artifact), { code: 'HG_UNAVAILABLE_LEVEL' });
});
