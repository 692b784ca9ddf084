import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { freshBuild } from '../../../tools/build/fresh.js';
import { configure, loadModel } from './index.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const CASES = 'conformance/keras/cases/stages-text';
/** Two texts and a number in, the name of the best class and all scores out; `title` and `body` are columns. */
const LABELLED = at(`${CASES}/text-classifier-two-texts.keras`);
/** One text in, three numbers out. */
const LSTM = at(`${CASES}/text-classifier-lstm.keras`);
/** One text in, as many indices out as it has words. */
const ANY_LENGTH = at(`${CASES}/text-vectorization-plain.keras`);

const home = mkdtempSync(join(tmpdir(), 'horngate-texts-'));
chmodSync(home, 0o755); // a guest's user must reach what is staged there
after(() => rmSync(home, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(home, name), content);
  return join(home, name);
};

/** What Keras predicted, by the generator of the vectors. */
function vectors(path: string): ReadonlyMap<string, Tensor> {
  return readNpz(bytesSource(readFileSync(path.replace('.keras', '.npz'))), DEFAULT_LIMITS, pureInflate, { crc32 });
}
const close = (found: unknown, expected: Tensor | undefined): void => {
  const numbers = [...((expected as Tensor).data as Float32Array)];
  assert.ok((found as number[]).every((value, index) => Math.abs(value - (numbers[index] as number)) < 1e-4 * Math.max(1, Math.abs(numbers[index] as number))));
};

function horngate(...args: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('packages/cli/bin/horngate.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') },
  });
  return { status, out: stdout, err: stderr };
}

test('a model of texts takes one from the command line or a file, and says what Keras says', async (t) => {
  const expected = vectors(LSTM);
  const [text] = (expected.get('in/x/1') as Tensor & { dtype: 'string' }).data;
  await t.test('--text', () => {
    const { out, err } = horngate('run', LSTM, '--text', text ?? '', '--json');
    const { outputs, posture } = JSON.parse(out || '{}');
    close(outputs[0].data, expected.get('out/0/1'));
    assert.deepEqual([posture.profile, posture.locked, posture.writeXorExecute], ['runner-jit', true, false], err);
  });
  for (const [name, content] of [
    ['x.txt', `${text}\n`],
    ['x.json', JSON.stringify({ x: [[text]] })],
  ] as const)
    await t.test(`--input ${name}`, () =>
      close(JSON.parse(horngate('run', LSTM, '--input', file(name, content), '--json').out).outputs[0].data, expected.get('out/0/1')),
    );
});

test('texts come out as text, in every format', async (t) => {
  const expected = vectors(LABELLED);
  const given = (name: string): string =>
    JSON.stringify([...((expected.get(`in/${name}/3`) as Tensor).data as readonly (string | number)[])].map((one) => [one]));
  const input = file('labelled.json', `{"title": ${given('title')}, "body": ${given('body')}, "year": ${given('year')}}`);
  const labels = [...((expected.get('out/0/3') as Tensor).data as readonly string[])];
  await t.test('.json', () => {
    assert.equal(horngate('run', LABELLED, '--input', input, '--output', join(home, 'y.json')).status, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(home, 'y.json'), 'utf8')).label, labels);
  });
  await t.test(".npz, whose texts are NumPy's", () => {
    assert.equal(horngate('run', LABELLED, '--input', input, '--output', join(home, 'y.npz')).status, 0);
    const label = readNpz(bytesSource(readFileSync(join(home, 'y.npz'))), DEFAULT_LIMITS, pureInflate, { crc32 }).get('label');
    assert.deepEqual(label, { dtype: 'string', shape: [3], data: labels });
  });
  await t.test('a table, with the best classes of what has scores', () => {
    const { out, status } = horngate('run', LABELLED, '--input', input, '--top', '1');
    assert.equal(status, 0);
    assert.match(out, new RegExp(`^label string \\[3\\]\n {4}0: +"${labels[0]}"`));
  });
});

test('what is no text for the model is refused with its code', async (t) => {
  for (const [name, args, status, code] of [
    ['a text for two', [LABELLED, '--text', 'a'], 2, 'HG_INPUT_NAME'],
    ['a text for numbers', [at('examples/digits/digits.keras'), '--text', 'a'], 2, 'HG_INPUT_DTYPE'],
    ['a text and a file', [LSTM, '--text', 'a', '--input', file('z.txt', 'a')], 2, 'HG_USAGE_ARGUMENT'],
    ['neither', [LSTM], 2, 'HG_USAGE_ARGUMENT'],
    ['a text file that is no UTF-8', [LSTM, '--input', file('latin.txt', Uint8Array.of(0xfc, 0x62))], 2, 'HG_INPUT_FORMAT'],
    ['half of a surrogate pair', [LSTM, '--input', file('half.json', '{"x": [["\\ud83d"]]}')], 2, 'HG_INPUT_FORMAT'],
    ['numbers', [LSTM, '--input', file('numbers.json', '{"x": [[1]]}')], 2, 'HG_INPUT_DTYPE'],
    ['a text without a word, where a graph must have one', [at(`${CASES}/text-classifier-any-length.keras`), '--text', ' . '], 2, 'HG_INPUT_SHAPE'],
  ] as const)
    await t.test(name, () => {
      const said = horngate('run', ...args);
      assert.match(said.err, new RegExp(`^${code}: `, 'm'));
      assert.equal(said.status, status, said.err);
    });
});

test("a program of one's own gives and takes strings", async () => {
  configure({ guests: (await freshBuild()).guests });
  const options = { home: join(home, 'facade') };
  await using model = await loadModel(LABELLED, options);
  const expected = vectors(LABELLED);
  const inputs = Object.fromEntries(model.inputs.map(({ name }) => [name, expected.get(`in/${name}/3`) as Tensor]));
  assert.deepEqual((await model.predict(inputs))['label'], expected.get('out/0/3'));
  assert.deepEqual((await model.predict(inputs, { batchSize: 1 }))['label'], expected.get('out/0/3'));
  await using words = await loadModel(ANY_LENGTH, options);
  const texts: Tensor = { dtype: 'string', shape: [2], data: ['the fox', 'the quick brown fox'] };
  assert.deepEqual(
    Object.values(await words.predict([texts])).map(({ shape }) => shape),
    [[2, 4]],
  );
  await assert.rejects(words.predict([texts], { batchSize: 1 }), { code: 'HG_INPUT_SHAPE', message: /one batch/ });
});
