import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { attributeOf, type Lowered, lowerLayer, type TestCall } from '../layers.testing.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { simpleRnn } from './simple-rnn.ts';

const x = [{ dims: ['batch', 'time', 3] }];
const masked = [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'] }];
const cell = (gates: number, bias: readonly number[]) => ({ 'cell/vars/0': [3, gates * 2], 'cell/vars/1': [2, gates * 2], 'cell/vars/2': bias });
const runLstm = (config: JsonObject = {}, inputs = x, call: TestCall = {}): Lowered =>
  lowerLayer(lstm, { units: 2, ...config }, inputs, cell(4, [8]), 'float32', call);

const numbers = (lowered: Lowered, dims: readonly number[]): number[] => {
  const bytes = lowered.constants.find(({ value }) => value.dims.join() === dims.join())?.read();
  return [...new Float32Array(bytes?.slice().buffer ?? new ArrayBuffer(0))];
};

test('LSTM puts the gates of Keras, i f c o, in the order of ONNX, i o f c', () => {
  const lowered = runLstm();
  // Element i of the kernel [3, 8] is i: row 0 of ONNX is column 0 of Keras (gate i), row 2 is column 6 (gate o), row 4 column 2 (f), row 6 column 4 (c).
  assert.deepEqual(numbers(lowered, [1, 8, 3]).slice(6, 9), [6, 14, 22]);
  assert.deepEqual(numbers(lowered, [1, 16]).slice(0, 8), [0, 1, 6, 7, 2, 3, 4, 5]);
});

test('GRU takes two rows of biases with reset_after, one without', () => {
  const after = lowerLayer(gru, { units: 2 }, x, cell(3, [2, 6]));
  assert.equal(attributeOf(after, 'GRU', 'linear_before_reset'), 1);
  assert.deepEqual(numbers(after, [1, 12]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const before = lowerLayer(gru, { units: 2, reset_after: false }, x, cell(3, [6]));
  assert.equal(attributeOf(before, 'GRU', 'linear_before_reset'), 0);
  assert.deepEqual(numbers(before, [1, 12]), [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0]);
});

test('sequences, last outputs and states have their shapes', () => {
  const dims = ({ values }: Lowered): unknown => values.map((value) => value.dims.map((dim) => (typeof dim === 'number' ? dim : '?')).join());
  assert.deepEqual(dims(runLstm({ return_sequences: true, return_state: true })), ['?,?,2', '?,2', '?,2']);
  assert.deepEqual(dims(lowerLayer(simpleRnn, { units: 2, return_state: true }, x, cell(1, [2]))), ['?,2', '?,2']);
});

test('the mask goes on with the sequence, and nowhere else', () => {
  const sequence = runLstm({ return_sequences: true }, masked);
  assert.ok(sequence.inputs[0]?.mask !== undefined);
  assert.equal(sequence.values[0]?.mask, sequence.inputs[0]?.mask);
  assert.equal(runLstm({}, masked).values[0]?.mask, undefined);
});

test('a call with an initial state does not see the mask that its input carries, but sees one that it is given', () => {
  const state = [{ dims: ['batch', 2] }, { dims: ['batch', 2] }];
  const carried = runLstm({ return_sequences: true }, masked, { kwargs: { initial_state: state } });
  assert.ok(!carried.ops.includes('TopK'));
  assert.equal(carried.values[0]?.mask, carried.inputs[0]?.mask);
  const given = runLstm({}, x, { kwargs: { initial_state: state, mask: { dims: ['batch', 'time'], dtype: 'bool' } } });
  assert.ok(given.ops.includes('TopK'));
});

test('a mask of steps that a call decides apart is compared with those of the input', () => {
  const given = runLstm({}, x, { kwargs: { mask: { dims: ['batch', 'other'], dtype: 'int32' } } });
  assert.deepEqual(given.guards, ['HG_INPUT_SHAPE']);
  const fixed = [{ dims: ['batch', 5, 3] }];
  assert.throws(() => runLstm({}, fixed, { kwargs: { mask: { dims: ['batch', 4], dtype: 'bool' } } }), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => runLstm({}, fixed, { kwargs: { mask: { dims: ['batch'], dtype: 'bool' } } }), { code: 'HG_UNSUPPORTED_MASK' });
  assert.throws(() => runLstm({ unroll: true }, fixed, { kwargs: { mask: { dims: ['batch', 5, 2], dtype: 'bool' } } }), { code: 'HG_UNSUPPORTED_MASK' });
  assert.ok(runLstm({}, fixed, { kwargs: { mask: { dims: ['batch', 5, 2], dtype: 'bool' } } }).ops.includes('Scan'));
});

test('activations bring their constants, in the order of ONNX', () => {
  const lowered = runLstm({ activation: 'elu', recurrent_activation: 'hard_sigmoid' }, x, { writer: 2 });
  assert.deepEqual(attributeOf(lowered, 'LSTM', 'activations'), ['HardSigmoid', 'Elu', 'Elu']);
  assert.deepEqual(attributeOf(lowered, 'LSTM', 'activation_alpha'), [0.2, 1, 1]);
  assert.deepEqual(attributeOf(lowered, 'LSTM', 'activation_beta'), [0.5]);
});

test('refuses the time before the batch', () => {
  assert.throws(() => runLstm({ time_major: true }), { code: 'HG_UNSUPPORTED_FIELD' });
});

for (const config of [{ activation: 'gelu' }, { recurrent_activation: 'softmax' }])
  test(`runs a Scan for ${JSON.stringify(config)}, which ONNX's LSTM does not have`, () => {
    assert.deepEqual(
      runLstm(config).ops.filter((op) => op === 'LSTM' || op === 'Scan'),
      ['Scan'],
    );
  });

test('a stateful layer begins with what it is given and hands on what it has, and must know its batch', () => {
  const { ops, nodes } = runLstm({ stateful: true }, [{ dims: [4, 'time', 3] }]);
  assert.deepEqual(
    ops.filter((op) => op === 'LSTM' || op === 'Scan'),
    ['LSTM'],
  );
  const lstmNode = nodes.find(({ op }) => op === 'LSTM');
  assert.ok(lstmNode?.inputs[5] && lstmNode.inputs[6]);
  assert.throws(() => runLstm({ stateful: true }), { code: 'HG_ARTIFACT_SHAPE' });
});

test('refuses initial states of another number or width', () => {
  for (const state of [[{ dims: ['batch', 2] }], [{ dims: ['batch', 2] }, { dims: ['batch', 3] }]])
    assert.throws(() => runLstm({}, x, { kwargs: { initial_state: state } }), { code: 'HG_ARTIFACT_SHAPE' });
});
