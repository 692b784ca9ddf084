import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder } from '../../graph/builder.ts';
import { activationOf } from '../activation.ts';
import { KNOWN_ACTIVATIONS } from '../known/index.ts';
import { ACTIVATIONS } from './index.ts';

const lowered = (name: string, writer: 2 | 3 = 3) => {
  const g = new GraphBuilder();
  const y = activationOf(name, '/activation', { writer }).apply(g, g.input('x', 'float32', [2, 8]));
  return { y, nodes: g.finish([]).nodes };
};

test('every activation of Keras is there, under each of its names', () => {
  for (const name of KNOWN_ACTIVATIONS.keys()) assert.ok(ACTIVATIONS.has(KNOWN_ACTIVATIONS.get(name)?.name ?? ''), name);
});

for (const name of KNOWN_ACTIVATIONS.keys())
  if (name !== 'threshold')
    test(`${name} keeps type and shape, but for glu`, () => {
      const { y } = lowered(name);
      assert.deepEqual([y.dtype, y.dims], ['float32', name === 'glu' ? [2, 4] : [2, 8]]);
    });

test('threshold cannot be called without its arguments', () => {
  assert.throws(() => lowered('threshold'), { code: 'HG_ARTIFACT_FIELD' });
});

// keras/src/backend/tensorflow/nn.py, `hard_sigmoid`; tf_keras/src/backend.py, `hard_sigmoid`.
for (const [writer, alpha] of [
  [2, 0.2],
  [3, 1 / 6],
] as const)
  test(`hard_sigmoid has the slope ${alpha} where Keras ${writer} wrote the file, alone and in a recurrent layer`, () => {
    assert.equal(lowered('hard_sigmoid', writer).nodes[0]?.attributes['alpha']?.value, alpha);
    assert.deepEqual(activationOf('hard_sigmoid', '', { writer }).recurrent, { onnx: 'HardSigmoid', alpha, beta: 0.5 });
  });

test('an activation stands as a name, a function or null', () => {
  assert.equal(activationOf(null, '').name, 'linear');
  assert.equal(activationOf({ module: 'builtins', class_name: 'function', config: 'swish' }, '').name, 'silu');
  assert.throws(() => activationOf({ module: 'builtins', class_name: 'function', config: 'eval' }, ''), { code: 'HG_ARTIFACT_CODE' });
  assert.throws(() => activationOf({ module: 'keras.layers', class_name: 'ReLU', config: {} }, ''), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.throws(() => activationOf('constructor', ''), { code: 'HG_ARTIFACT_CODE' });
  assert.throws(() => activationOf(3, ''), { code: 'HG_ARTIFACT_FIELD' });
});
