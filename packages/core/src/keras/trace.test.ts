import assert from 'node:assert/strict';
import test from 'node:test';
import type { Json, JsonObject } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { DEFAULT_LIMITS } from '../words/limits.ts';
import { readModel } from './read.ts';
import { trace } from './trace.ts';
import type { WeightSource } from './weight-source.ts';

const NO_WEIGHTS: WeightSource = { below: () => new Map(), nameAt: () => undefined };

/** As the JSON reader gives it: its objects have no prototype, its large integers are bigints. Text that stands in `<>` is written without quotes. */
const parsed = (value: unknown): Json =>
  readJson(new TextEncoder().encode(JSON.stringify(value).replaceAll(/"<(.*?)>"/g, '$1')), {
    maxBytes: DEFAULT_LIMITS.maxConfigBytes,
    maxDepth: DEFAULT_LIMITS.maxDepth,
  }).value;

const tensor = (name: string): unknown => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } });

const input = (config: object = {}): unknown => ({
  module: 'keras.layers',
  class_name: 'InputLayer',
  config: { batch_shape: [null, 3], dtype: 'float32', name: 'x', ...config },
  name: 'x',
  inbound_nodes: [],
});

const relu = (args: readonly unknown[] = [tensor('x')], config: object = {}): unknown => ({
  module: 'keras.layers',
  class_name: 'ReLU',
  config: { name: 'relu', ...config },
  name: 'relu',
  inbound_nodes: [{ args, kwargs: {} }],
});

function traced(layers: readonly unknown[], config: object = {}): ReturnType<typeof trace> {
  const model = { name: 'model', layers, input_layers: [['x', 0, 0]], output_layers: [['relu', 0, 0]], ...config };
  return trace(
    readModel(parsed({ module: 'keras.src.models.functional', class_name: 'Functional', config: model as JsonObject }), DEFAULT_LIMITS),
    NO_WEIGHTS,
    3,
  );
}

test('a model of one layer is traced', () => {
  assert.deepEqual(
    traced([input(), relu()]).graph.nodes.map(({ op }) => op),
    ['Relu'],
  );
});

for (const [what, code, run] of [
  ['an argument whose class name is an object', 'HG_ARTIFACT_CODE', () => traced([input(), relu([{ class_name: { a: [] } }])])],
  ['a type policy that is a list of objects', 'HG_ARTIFACT_FIELD', () => traced([input(), relu(undefined, { dtype: [{}] })])],
  ['a type policy whose class name is an object', 'HG_ARTIFACT_FIELD', () => traced([input(), relu(undefined, { dtype: { class_name: {} } })])],
  ['one InputLayer for two inputs', 'HG_ARTIFACT_GRAPH', () => traced([input(), relu()], { input_layers: ['x', 'x'].map((name) => [name, 0, 0]) })],
  ['a large integer where false must stand', 'HG_UNSUPPORTED_FIELD', () => traced([input({ sparse: '<123456789012345678901>' }), relu()])],
  ['no output', 'HG_ARTIFACT_GRAPH', () => traced([input(), relu()], { output_layers: [] })],
  ['an input without elements', 'HG_UNSUPPORTED_FIELD', () => traced([input({ batch_shape: [null, 0] }), relu()])],
  ['an input of 1,000 axes', 'HG_UNSUPPORTED_FIELD', () => traced([input({ batch_shape: Array<null>(1000).fill(null) }), relu()])],
  ['a text where no layer takes one', 'HG_UNSUPPORTED_DTYPE', () => traced([input({ dtype: 'string' }), relu()])],
] as const)
  test(`refuses ${what}`, () => assert.throws(run, { code }));
