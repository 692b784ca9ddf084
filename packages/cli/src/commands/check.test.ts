import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { artifactPath, cases, vectors } from '../../../../conformance/keras/vectors.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const BIN = fileURLToPath(new URL('../../bin/horngate.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'horngate-check-'));
chmodSync(home, 0o755); // a guest's user must reach what is staged there
after(() => rmSync(home, { recursive: true, force: true }));

/** MobileNetV2, reduced: what real Keras answered for three rows. */
const one = cases().find(({ name }) => name === 'whole-mobilenet-v2');
if (one === undefined) throw new Error('There is no such case');
const model = artifactPath(one);
const [, vector] = vectors(one);
const [x, y] = [vector?.inputs[0] as Tensor & { dtype: 'float32' }, vector?.outputs[0] as Tensor & { dtype: 'float32' }];
const file = (name: string, tensors: Readonly<Record<string, Tensor>>): string => {
  writeFileSync(join(home, name), writeNpz(new Map(Object.entries(tensors))));
  return join(home, name);
};
const input = file('x.npz', { x });

function horngate(...args: string[]): { status: number | null; out: string; err: string } {
  const env = { PATH: process.env['PATH'], HORNGATE_HOME: join(home, 'home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', env });
  return { status, out: stdout, err: stderr };
}

test('check says that a model answers what real Keras answered, under any name that an output may have', () => {
  for (const name of [one.outputs[0] ?? '', 'arr_0', 'whatever']) {
    const { status, out, err } = horngate('check', model, '--input', input, '--expected', file('y.npz', { [name]: y }), '--json');
    assert.equal(status, 0, err);
    const { equal, outputs, layers, firstDifferent } = JSON.parse(out);
    assert.deepEqual([equal, outputs[0].name, layers, firstDifferent], [true, one.outputs[0], [], null]);
    assert.ok(outputs[0].ofTolerance < 1);
  }
});

test('check ends with 1 where an answer is another, and names the first layer that differs', () => {
  const wrong = { ...y, data: y.data.map((value, at) => (at === 1 ? value + 1 : value)) };
  assert.equal(horngate('check', model, '--input', input, '--expected', file('wrong.npz', { arr_0: wrong })).status, 1);
  const inside = { dtype: 'float32', shape: x.shape, data: x.data.map((value) => value + 1) } as const;
  const { status, out, err } = horngate(
    'check',
    model,
    '--input',
    input,
    '--expected',
    file('layers.npz', { arr_0: y, Conv1: inside, Conv1_relu: inside }),
    '--json',
  );
  assert.equal(status, 1, err);
  const { layers, firstDifferent } = JSON.parse(out);
  assert.deepEqual([layers.map(({ name }: { name: string }) => name), firstDifferent], [['Conv1', 'Conv1_relu'], 'Conv1']);
});

test('a wider tolerance is taken, a name that is neither output nor layer is refused', () => {
  const near = file('near.npz', { arr_0: { ...y, data: y.data.map((value) => value * 1.01) } });
  assert.equal(horngate('check', model, '--input', input, '--expected', near).status, 1);
  assert.equal(horngate('check', model, '--input', input, '--expected', near, '--rtol', '0.2').status, 0);
  const empty = horngate('check', model, '--input', input, '--expected', file('empty.npz', {}));
  assert.equal(empty.status, 2, 'nothing to compare is no agreement');
  const { status, err } = horngate('check', model, '--input', input, '--expected', file('strange.npz', { arr_0: y, no_layer: y }));
  assert.equal(status, 2);
  assert.match(err, /^HG_INPUT_NAME: .*"no_layer"/m);
});

test('convert writes one ONNX file that ONNX Runtime runs with the numbers of Keras', async () => {
  const ort = await import('onnxruntime-node');
  for (const [args, tolerance] of [
    [[], 1e-5],
    [['--opset', '17'], 1e-5],
    [['--fp16'], 1e-2],
    [['--int8'], 0.1],
  ] as const) {
    const out = join(home, `model${args.join('')}.onnx`);
    const { status, err } = horngate('convert', model, out, ...args);
    assert.equal(status, 0, err);
    assert.equal(existsSync(`${out}.data`), false);
    const session = await ort.InferenceSession.create(readFileSync(out));
    const answers = await session.run({ [session.inputNames[0] ?? '']: new ort.Tensor('float32', x.data, [...x.shape]) });
    const found = answers[session.outputNames[0] ?? '']?.data as Float32Array;
    const largest = y.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    y.data.forEach((value, at) => void assert.ok(Math.abs(value - (found[at] as number)) <= tolerance * largest, `${args}: ${found[at]}, Keras ${value}`));
    await session.release();
  }
});

test('convert refuses what it cannot do, and leaves nothing behind', () => {
  for (const [args, status, code] of [
    [['out.txt'], 2, 'HG_USAGE_ARGUMENT'],
    [['out.onnx', '--fp16', '--int8'], 2, 'HG_USAGE_ARGUMENT'],
    [['out.onnx', '--opset', '9'], 2, 'HG_USAGE_ARGUMENT'],
    [['none/out.onnx'], 2, 'HG_CONFLICT'],
  ] as const) {
    const ended = horngate('convert', model, join(home, args[0]), ...args.slice(1));
    assert.equal(ended.status, status, ended.err);
    assert.match(ended.err, new RegExp(`^${code}:`, 'm'));
    assert.equal(existsSync(join(home, args[0])), false);
  }
});
