import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Fed, MediumInfo } from '@horngate/host';
import { fedText } from './feed.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const medium = (name: string): string => at(`conformance/media/ordinary/${name}`);
const home = mkdtempSync(join(tmpdir(), 'horngate-feed-'));
chmodSync(home, 0o755);
after(() => rmSync(home, { recursive: true, force: true }));

/** The digits take [batch, 8, 8, 1], and have a Rescaling. */
function run(input: string, args: readonly string[], stdin?: Uint8Array): { status: number | null; out: string; err: string } {
  const given = stdin === undefined ? {} : { input: stdin };
  const env = { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') };
  const command = [at('packages/cli/bin/horngate.js'), 'run', at('examples/digits/digits.keras'), '--input', input, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', ...given, env });
  return { status, out: stdout, err: stderr };
}

test('an image of another size is refused until --fit says how', () => {
  const { status, err } = run(medium('png-rgb.png'), []);
  assert.equal(status, 2);
  assert.match(err, /^HG_INPUT_SHAPE: .*--fit/m);
});

test('an image is fed as the options say, and the output says so', async (t) => {
  for (const [name, pixels] of [
    ['jpeg-usual.jpg', '-1..1'],
    ['bmp-rgb.bmp', '0..1'],
  ] as const)
    await t.test(name, () => {
      const { status, out, err } = run(medium(name), ['--fit', 'crop', '--pixels', pixels, '--json']);
      assert.equal(status, 0, err);
      const { input, outputs } = JSON.parse(out);
      assert.deepEqual(outputs[0].shape, [1, 10]);
      assert.deepEqual([input.kind, input.width, input.height, input.frames, input.fit, input.pixels], ['image', 24, 20, 1, 'crop', pixels]);
      assert.deepEqual([input.fed, input.orientation, input.preprocessing], [{ dtype: 'float32', shape: [1, 8, 8, 1] }, 'ignored', ['Rescaling']]);
    });
  await t.test('for people too, and the first picture of an animation from standard input', () => {
    const { status, err } = run('-', ['--fit', 'stretch', '--top', '1'], readFileSync(medium('gif-animated.gif')));
    assert.equal(status, 0, err);
    assert.match(err, /Fed the first of 3 pictures of a gif of 24 x 20 as \[1, 8, 8, 1\], resized by stretch/);
    assert.doesNotMatch(err, /has no Rescaling/);
  });
});

test('what does not go together is refused by its code', async (t) => {
  const array = at('examples/digits/images/7.npy');
  const cases: readonly [string, string, readonly string[], string][] = [
    ['a way to fit that is none', medium('png-rgb.png'), ['--fit', 'zoom'], 'HG_USAGE_ARGUMENT'],
    ['pixels of no range', medium('png-rgb.png'), ['--fit', 'pad', '--pixels', '0..2'], 'HG_USAGE_ARGUMENT'],
    ['fitting an array', array, ['--fit', 'pad'], 'HG_USAGE_ARGUMENT'],
    ['a sound for a model of pictures', medium('wav-16.wav'), [], 'HG_INPUT_SHAPE'],
  ];
  for (const [name, input, args, code] of cases)
    await t.test(name, () => {
      const { status, err } = run(input, args);
      assert.equal(status, 2, err);
      assert.match(err, new RegExp(`^${code}: `, 'm'));
    });
});

test('a model that scales nothing itself is warned of', () => {
  const medium: MediumInfo = { kind: 'picture', format: 'bmp', width: 4, height: 3, frames: 1 };
  const fed: Fed = { medium, fit: null, pixels: '0..255', tensors: { x: { dtype: 'uint8', shape: [1, 3, 4, 1], data: new Uint8Array(12) } } };
  assert.match(fedText(fed, [])[1] ?? '', /no Rescaling or Normalization/);
  for (const known of [['Normalization'], null]) assert.equal(fedText(fed, known).length, 1);
});
