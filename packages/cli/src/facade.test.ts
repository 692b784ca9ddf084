import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshBuild } from '../../../tools/build/fresh.js';
import { configure, loadModel, RunnerPool } from './index.ts';

const DIGITS = fileURLToPath(new URL('../../../examples/digits/digits.keras', import.meta.url));
const x = { dtype: 'float32', shape: [1, 8, 8, 1], data: new Float32Array(64) } as const;

test('a model that is loaded survives a call which costs its runner', async (t) => {
  configure({ guests: (await freshBuild()).guests });
  const home = mkdtempSync(join(tmpdir(), 'horngate-facade-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  t.after(() => rmSync(home, { recursive: true, force: true }));
  await using pool = new RunnerPool();
  await using model = await loadModel(DIGITS, { home, pool });
  const first = await model.predict([x]);
  const large = { ...x, shape: [50_000, 8, 8, 1], data: new Float32Array(50_000 * 64) };
  await assert.rejects(model.predict([large], { deadlineMs: 0, batchSize: 50_000 }), { code: 'HG_LIMIT_DEADLINE' });
  assert.deepEqual(await model.predict([x]), first);
});
