import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { freshBuild } from '../../../tools/build/fresh.js';
import { configure, loadModel } from './index.ts';

const CASE = fileURLToPath(new URL('../../../conformance/keras/cases/rnn-states/stateful-lstm-gelu-dynamic', import.meta.url));
const members = readNpz(bytesSource(readFileSync(`${CASE}.npz`)), DEFAULT_LIMITS, pureInflate, { crc32 });
const vector = (name: string): Tensor => members.get(name) as Tensor;
const close = (found: Tensor | undefined, wanted: Tensor): boolean =>
  found?.shape.join() === wanted.shape.join() &&
  (found.data as Float32Array).every((value, index) => Math.abs(value - ((wanted.data as Float32Array)[index] ?? 0)) < 1e-4);

test('a stateful model goes on where the caller wants it to, and remembers nobody', async (t) => {
  configure({ guests: (await freshBuild()).guests });
  const home = mkdtempSync(join(tmpdir(), 'horngate-state-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  t.after(() => rmSync(home, { recursive: true, force: true }));
  await using model = await loadModel(`${CASE}.keras`, { home });
  // Two calls in a row of real Keras: the second begins with what the first left.
  const [one, two] = [vector('in/x/1'), vector('in/x/3')];
  const first = await model.predict([one], { state: {} });
  const name = model.outputs[0]?.name ?? '';
  assert.equal(model.inputs.length, 1);
  assert.deepEqual(Object.keys(first.outputs), [name]);
  assert.deepEqual(
    Object.keys(first.state),
    model.state.map((spec) => spec.name),
  );
  assert.ok(close(first.outputs[name], vector('out/0/1')));
  const somebody = await model.predict([two]);
  assert.ok(!close(somebody[name], vector('out/0/3')), 'a call without a state begins with zeros');
  const second = await model.predict([two], { state: first.state });
  assert.ok(close(second.outputs[name], vector('out/0/3')));
  await assert.rejects(model.predict([two], { state: { wrong: one } }), { code: 'HG_INPUT_NAME' });
});
