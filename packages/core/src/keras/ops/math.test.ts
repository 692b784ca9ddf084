import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { AnyOperation } from '../define-operation.ts';
import { cdist } from './cdist.ts';
import { extractSequences } from './extract-sequences.ts';
import { istft } from './istft.ts';
import { lowerOperation, type TestTensor } from './operations.testing.ts';
import { rfft } from './rfft.ts';
import { segmentMax } from './segment-max.ts';
import { segmentSum } from './segment-sum.ts';
import { stft } from './stft.ts';
import { topK } from './top-k.ts';

const of = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes });
const ids = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes, dtype: 'int32' });
const dims = (operation: AnyOperation, config: JsonObject, ...inputs: readonly TestTensor[]): string => lowerOperation(operation, inputs, config).dims;

test('transforms have half as many bins, and windows are counted where a call decides', () => {
  assert.equal(dims(rfft, { fft_length: 9 }, of('batch', 6)), 'batch,5');
  assert.equal(dims(stft, { sequence_length: 8, sequence_stride: 4, fft_length: 8 }, of('batch', 40)), 'batch,11,5');
  assert.equal(dims(stft, { sequence_length: 8, sequence_stride: 4, fft_length: 8, center: false }, of('batch', 'time')), 'batch,floor((time)/4) - 1,5');
  assert.equal(dims(extractSequences, { sequence_length: 4, sequence_stride: 3 }, of('batch', 11)), 'batch,3,4');
  assert.equal(dims(segmentSum, { num_segments: 4 }, of('batch', 3), ids('batch')), '4,3');
});

for (const [operation, config, inputs, code] of [
  [rfft, { fft_length: 5000 }, [of('b', 6)], 'HG_UNSUPPORTED_FIELD'],
  [rfft, {}, [of('b', 'time')], 'HG_ARTIFACT_SHAPE'],
  [stft, { sequence_length: 9, sequence_stride: 4, fft_length: 8 }, [of('b', 40)], 'HG_ARTIFACT_FIELD'],
  [stft, { sequence_length: 8, sequence_stride: 4, fft_length: 8, window: 'blackman' }, [of('b', 40)], 'HG_ARTIFACT_FIELD'],
  [stft, { sequence_length: 8, sequence_stride: 4, fft_length: 8, center: false }, [of('b', 7)], 'HG_ARTIFACT_SHAPE'],
  [istft, { sequence_length: 8, sequence_stride: 4, fft_length: 8 }, [of('b', 4, 5)], 'HG_ARTIFACT_SHAPE'],
  [segmentSum, {}, [of('b', 3), ids('b')], 'HG_UNSUPPORTED_FIELD'],
  [segmentSum, { num_segments: 4, sorted: true }, [of('b', 3), ids('b')], 'HG_UNSUPPORTED_FIELD'],
  [segmentMax, { num_segments: 4 }, [{ dims: ['b', 3], dtype: 'int64' }, ids('b')], 'HG_UNSUPPORTED_DTYPE'],
  [topK, { k: 8 }, [of('b', 7)], 'HG_ARTIFACT_SHAPE'],
  [topK, { k: 2, sorted: false }, [of('b', 7)], 'HG_UNSUPPORTED_FIELD'],
  [cdist, {}, [of('b', 7), of('b', 6)], 'HG_ARTIFACT_SHAPE'],
] as readonly (readonly [AnyOperation, JsonObject, readonly TestTensor[], string])[])
  test(`${operation.keras} refuses ${JSON.stringify(config)} on ${JSON.stringify(inputs.map(({ dims }) => dims))}`, () => {
    assert.throws(() => lowerOperation(operation, inputs, config), { code });
  });
