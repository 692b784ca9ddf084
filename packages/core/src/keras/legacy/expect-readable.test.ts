import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../artifact/json/json.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { readModel } from '../read.ts';
import { expectCorrelations, expectKeras2 } from './expect-readable.ts';

const model = (className: string, config: object = {}): Json =>
  ({ class_name: 'Sequential', config: { name: 'm', layers: [{ class_name: className, config: { name: 'l', ...config } }] } }) as unknown as Json;

test('files of Keras 1 are refused by their claim or by their fields', async (t) => {
  const refused = { code: 'HG_UNSUPPORTED_FORMAT', message: /Keras 1/ };
  for (const version of ['1.2.2', '0.3.3']) await t.test(version, () => assert.throws(() => expectKeras2(model('Dense'), version), refused));
  for (const field of ['nb_filter', 'border_mode', 'inner_activation', 'W_regularizer'])
    await t.test(`${field} without a version`, () => assert.throws(() => expectKeras2(model('Convolution2D', { [field]: 3 }), undefined), refused));
  for (const version of ['2.1.6', '3.15.1', undefined])
    await t.test(`${version} is read`, () => assert.doesNotThrow(() => expectKeras2(model('Conv2D', { filters: 3, padding: 'same' }), version)));
});

test('keras/theano: convolutions of Theano are refused, as their kernels lie turned around', async (t) => {
  const read = (className: string) => readModel(model(className), DEFAULT_LIMITS);
  for (const className of ['Conv2D', 'Conv1D', 'Convolution2D', 'SeparableConv2D', 'Conv2DTranspose', 'ConvLSTM2D', 'DepthwiseConv2D'])
    await t.test(className, () => assert.throws(() => expectCorrelations(read(className), 'theano'), { code: 'HG_UNSUPPORTED_FORMAT' }));
  await t.test('Dense is the same everywhere', () => assert.doesNotThrow(() => expectCorrelations(read('Dense'), 'theano')));
  await t.test('TensorFlow correlates', () => assert.doesNotThrow(() => expectCorrelations(read('Conv2D'), 'tensorflow')));
});
