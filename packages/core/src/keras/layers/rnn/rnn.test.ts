import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { lowerLayer } from '../layers.testing.ts';
import { stackedRnnCells } from './cell-layer.ts';
import { convLstm2d } from './conv-lstm2d.ts';
import { lstmCell } from './lstm-cell.ts';
import { rnn } from './rnn.ts';

const cell = (className: string, fields: JsonObject = {}): JsonObject => ({
  class_name: className,
  module: 'keras.layers',
  registered_name: null,
  config: { name: className, units: 2, ...fields },
});
const places = (path: string, gates: number, inputs: number, bias: readonly number[]) => ({
  [`${path}/vars/0`]: [inputs, gates * 2],
  [`${path}/vars/1`]: [2, gates * 2],
  [`${path}/vars/2`]: bias,
});
const x = [{ dims: ['batch', 'time', 3] }];
const loops = (ops: readonly string[]): readonly string[] => ops.filter((op) => /^(Scan|LSTM|GRU|RNN)$/.test(op));

test('a cell for which ONNX has an operator runs by it, any other by a Scan', () => {
  const run = (fields: JsonObject) => lowerLayer(rnn, { cell: cell('LSTMCell', fields) }, x, places('cell', 4, 3, [8]));
  assert.deepEqual(loops(run({}).ops), ['LSTM']);
  assert.deepEqual(loops(run({ activation: 'gelu' }).ops), ['Scan']);
});

test('stacked cells stand below `cells`, counted by class, and give all their states', () => {
  const stack = cell('StackedRNNCells', { cells: [cell('GRUCell'), cell('LSTMCell'), cell('GRUCell')] });
  const { units: _, ...config } = stack['config'] as JsonObject;
  const weights = {
    ...places('cell/cells/gru_cell', 3, 3, [2, 6]),
    ...places('cell/cells/lstm_cell', 4, 2, [8]),
    ...places('cell/cells/gru_cell_1', 3, 2, [2, 6]),
  };
  const { ops, values } = lowerLayer(rnn, { cell: { ...stack, config }, return_state: true }, x, weights);
  assert.deepEqual(loops(ops), ['Scan']);
  assert.equal(values.length, 5);
});

test('the product with the input stays out of the loop', () => {
  const { nodes } = lowerLayer(rnn, { cell: cell('GRUCell', { activation: 'mish' }) }, x, places('cell', 3, 3, [2, 6]));
  const body = nodes.find(({ op }) => op === 'Scan')?.attributes['body'];
  assert.ok(body?.kind === 'graph');
  assert.equal(body.value.nodes.filter(({ op }) => op === 'MatMul').length, 1);
  assert.equal(nodes.filter(({ op }) => op === 'MatMul').length, 1);
});

test('cells on their own take their states and give them back', () => {
  const states = [{ dims: ['batch', 2] }, { dims: ['batch', 2] }];
  const one = lowerLayer(lstmCell, { units: 2 }, [{ dims: ['batch', 3] }], { 'vars/0': [3, 8], 'vars/1': [2, 8], 'vars/2': [8] }, 'float32', {
    kwargs: { states },
  });
  assert.equal(one.values.length, 3);
  const wrong = { kwargs: { states: states.slice(1) } };
  assert.throws(
    () => lowerLayer(stackedRnnCells, { cells: [cell('LSTMCell')] }, [{ dims: ['batch', 3] }], places('cells/lstm_cell', 4, 3, [8]), 'float32', wrong),
    {
      code: 'HG_ARTIFACT_SHAPE',
    },
  );
});

for (const [code, config] of [
  ['HG_UNSUPPORTED_FIELD', { cell: cell('Dense') }],
  ['HG_ARTIFACT_FIELD', { cell: cell('LSTMCell', {}), unheard: 1 }],
  ['HG_ARTIFACT_FIELD', { cell: null }],
  ['HG_ARTIFACT_FIELD', { cell: { ...cell('StackedRNNCells'), config: { name: 'stack', cells: [] } } }],
] as const)
  test(`refuses ${JSON.stringify(config).slice(0, 100)}`, () => {
    assert.throws(() => lowerLayer(rnn, config as JsonObject, x, code === 'HG_UNSUPPORTED_FIELD' || 'unheard' in config ? places('cell', 4, 3, [8]) : {}), {
      code,
    });
  });

test('a convolutional LSTM must know its axes, and keeps those that its input convolution makes', () => {
  const config = { filters: 2, kernel_size: [3, 2], strides: [2, 1], padding: 'same', return_state: true };
  const weights = { 'cell/vars/0': [3, 2, 1, 8], 'cell/vars/1': [3, 2, 2, 8], 'cell/vars/2': [8] };
  const dims = (lowered: ReturnType<typeof lowerLayer>) => lowered.values.map((value) => value.dims.slice(1).join());
  assert.deepEqual(dims(lowerLayer(convLstm2d, config, [{ dims: ['batch', 'time', 5, 4, 1] }], weights)), ['3,4,2', '3,4,2', '3,4,2']);
  assert.throws(() => lowerLayer(convLstm2d, config, [{ dims: ['batch', 3, 'rows', 4, 1] }], weights), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(convLstm2d, { ...config, dilation_rate: 2 }, [{ dims: ['batch', 3, 5, 4, 1] }], weights), { code: 'HG_ARTIFACT_FIELD' });
});
