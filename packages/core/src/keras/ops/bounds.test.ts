import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { runGraph } from '../../onnx/run.testing.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { OPERATIONS } from './index.ts';
import { callAlone, lowerOperation } from './operations.testing.ts';

const ints = (...numbers: readonly number[]): Tensor & { dtype: 'int32' } => ({ dtype: 'int32', shape: [numbers.length], data: Int32Array.from(numbers) });

/** What ONNX Runtime answers, unoptimised, and whether all guards hold. */
async function run(
  name: string,
  config: JsonObject,
  ...tensors: readonly (Tensor & { dtype: 'int32' })[]
): Promise<{ found: readonly number[]; held: boolean }> {
  const g = new GraphBuilder();
  const operation = OPERATIONS.get(name);
  assert.ok(operation);
  const args = tensors.map(({ shape }, index) => ({ kind: 'value' as const, value: g.input(`x${index}`, 'int32', shape) }));
  const [value] = callAlone(g, operation, args, config);
  assert.ok(value);
  const inputs = Object.fromEntries(tensors.map((tensor, index) => [`x${index}`, tensor]));
  const answers = await runGraph(g.finish([{ name: 'y', value }]), inputs, { optimise: false });
  const held = Object.entries(answers).every(([key, { data }]) => !key.startsWith('guard') || (data as Uint8Array)[0] === 1);
  return { found: Array.from((answers['y']?.data ?? []) as Int32Array), held };
}

test('compiler/divisors: a whole number over 0, or the least one over -1, does not end the runner', async () => {
  for (const name of ['FloorDivide', 'Mod', 'Fmod']) assert.equal((await run(name, {}, ints(7, -7), ints(0, 2))).held, false);
  assert.deepEqual(await run('FloorDivide', {}, ints(-(2 ** 31), 7), ints(-1, -2)), { found: [-(2 ** 31), -4], held: true });
  assert.deepEqual(await run('Mod', {}, ints(-(2 ** 31), 7), ints(-1, -2)), { found: [0, -1], held: true });
});

test('compiler/bins: an input does not decide how much a count allocates', async () => {
  const { found, held } = await run('Bincount', { minlength: 0 }, ints(1, 2_000_000));
  assert.equal(held, false);
  assert.equal(found.length, 65536);
  assert.equal((await run('Bincount', { minlength: 0 }, ints(1, -1))).held, false);
  assert.deepEqual(await run('Bincount', { minlength: 5 }, ints(1, 3, 1)), { found: [0, 2, 0, 1, 0], held: true });
});

test('compiler/repeats: a file does not decide how long a list of places grows while it is compiled', () => {
  const repeat = OPERATIONS.get('Repeat');
  assert.ok(repeat);
  assert.throws(() => lowerOperation(repeat, [{ dims: ['batch', 3] }], { repeats: [60000, 60000, 1], axis: 1 }), { code: 'HG_LIMIT_ACTIVATION' });
});
