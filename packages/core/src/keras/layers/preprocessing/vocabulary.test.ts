import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { encodeUtf8 } from '../../../text/utf8.ts';
import { Fields } from '../../fields.ts';
import { lowerLayer } from '../layers.testing.ts';
import { discretization } from './discretization.ts';
import { hashedCrossing } from './hashed-crossing.ts';
import { hashing } from './hashing.ts';
import { integerLookup } from './integer-lookup.ts';
import { stringLookup } from './string-lookup.ts';
import { textVectorization } from './text-vectorization.ts';
import { type Specials, vocabularyOf } from './vocabulary.ts';

const TEXTS: Specials = { dtype: 'string', mask: null, oov: '[UNK]', oovs: 1, first: 0, invert: false, most: null };
const MASKED: Specials = { ...TEXTS, mask: '', first: 1 };
const NUMBERS: Specials = { ...TEXTS, dtype: 'int64', oov: '-1' };
const read = (config: JsonObject, specials = TEXTS, asset?: string) =>
  vocabularyOf(new Fields(config, '/config'), specials, () => (asset === undefined ? undefined : encodeUtf8(asset))).entries;
const text = [{ dims: ['batch', 2], dtype: 'string' as const }];

test('stages/vocabulary-path: a text in the place of a vocabulary is never opened', () => {
  for (const path of ['/etc/passwd', 'gs://bucket/words.txt', 'vocabulary.txt', ''])
    for (const [layer, inputs] of [
      [stringLookup, text],
      [textVectorization, [{ dims: ['batch', 1], dtype: 'string' as const }]],
      [integerLookup, [{ dims: ['batch', 2], dtype: 'int64' as const }]],
    ] as const)
      assert.throws(() => lowerLayer(layer, { vocabulary: path }, inputs), { code: 'HG_ARTIFACT_FIELD' }, path);
});

test('weights of tokens are never a path either', () => {
  for (const layer of [stringLookup, textVectorization])
    assert.throws(() => lowerLayer(layer, { vocabulary: ['a'], output_mode: 'tf_idf', idf_weights: '/etc/passwd' }, text, { 'vars/idf_weights': [2] }), {
      code: 'HG_ARTIFACT_FIELD',
    });
});

// keras/src/layers/preprocessing/index_lookup.py, `set_vocabulary`: special tokens at the start are taken off, in this order and no other.
test('special tokens at the start are not counted twice', () => {
  assert.deepEqual(read({ vocabulary: ['[UNK]', 'a', 'b'] }), ['a', 'b']);
  assert.deepEqual(read({ vocabulary: ['a', '[UNK]'] }), ['a', '[UNK]']);
  assert.deepEqual(read({ vocabulary: ['', '[UNK]', 'a'] }, MASKED), ['a']);
  assert.deepEqual(read({ vocabulary: ['[UNK]', 'a'] }, MASKED), ['[UNK]', 'a']);
  assert.deepEqual(read({ vocabulary: ['[UNK]', '[UNK]', 'a'] }, { ...TEXTS, oovs: 2 }), ['a']);
  assert.deepEqual(read({ vocabulary: [-1, 3, 2n ** 62n] }, NUMBERS), BigInt64Array.of(3n, 2n ** 62n));
});

test('assets are read by lines as Python reads them', () => {
  assert.deepEqual(read({}, MASKED, '\n[UNK]\nbar\né\n'), ['bar', 'é']);
  assert.deepEqual(read({}, TEXTS, '[UNK]\r\na\x0bb\u2028c\x85d\n\n'), ['a', 'b', 'c', 'd']);
  assert.deepEqual(read({}, NUMBERS, '-1\n7\n-9223372036854775808'), BigInt64Array.of(7n, -(2n ** 63n)));
});

for (const [why, config, specials, asset] of [
  ['no vocabulary', {}, TEXTS, undefined],
  ['an empty list', { vocabulary: [] }, TEXTS, undefined],
  ['special tokens alone', { vocabulary: ['[UNK]'] }, TEXTS, undefined],
  ['a token twice', { vocabulary: ['a', 'b', 'a'] }, TEXTS, undefined],
  ['the mask among the others', { vocabulary: ['a', ''] }, MASKED, undefined],
  ['the token for what is outside among the others, inverted', { vocabulary: ['a', '[UNK]'] }, { ...TEXTS, invert: true }, undefined],
  ['more than max_tokens', { vocabulary: ['a', 'b'] }, { ...TEXTS, most: 2 }, undefined],
  ['a number among texts', { vocabulary: ['a', 1] }, TEXTS, undefined],
  ['a text among numbers', { vocabulary: [1, '2'] }, NUMBERS, undefined],
  ['a number with a fraction', { vocabulary: [1.5] }, NUMBERS, undefined],
  ['a number past 64 bits', { vocabulary: [2n ** 63n] }, NUMBERS, undefined],
  ['a text that NumPy would cut', { vocabulary: ['a\0'] }, TEXTS, undefined],
  ['an asset with no token', {}, TEXTS, '[UNK]\n\n'],
  ['an asset with a number that Python alone reads', {}, NUMBERS, '-1\n1_000'],
  ['an asset with a line twice', {}, TEXTS, 'a\nb\na'],
] as const)
  test(`a vocabulary with ${why} is refused, as Keras refuses it`, () => {
    assert.throws(() => read(config as JsonObject, specials, asset), { code: 'HG_ARTIFACT_FIELD' });
  });

test('an asset that is no UTF-8 is refused', () => {
  assert.throws(() => vocabularyOf(new Fields({}, '/config'), TEXTS, () => Uint8Array.of(0xff)), { code: 'HG_ARTIFACT_FIELD' });
});

const column = [{ dims: ['batch', 1], dtype: 'string' as const }];
for (const bin_boundaries of [null, [], [1, 0], [0, '1'], [{}], [[0]], [Number.NaN], 1, 'x'])
  test(`Discretization refuses the boundaries ${JSON.stringify(bin_boundaries)}`, () => {
    const parsed = JSON.parse(JSON.stringify({ bin_boundaries }), (_, item) =>
      item?.constructor === Object && !('bin_boundaries' in item) ? Object.create(null) : item,
    );
    const config = Array.isArray(bin_boundaries) && Number.isNaN(bin_boundaries[0]) ? { bin_boundaries } : parsed;
    assert.throws(() => lowerLayer(discretization, config as JsonObject, [{ dims: ['batch', 2] }]), { code: 'HG_ARTIFACT_FIELD' });
  });

for (const [why, layer, config, inputs, code] of [
  [
    'a function that standardizes',
    textVectorization,
    { vocabulary: ['a'], standardize: { class_name: '__lambda__', config: {} } },
    column,
    'HG_UNSUPPORTED_FIELD',
  ],
  ['a function that splits', textVectorization, { vocabulary: ['a'], split: { class_name: 'function', config: 'f' } }, column, 'HG_UNSUPPORTED_FIELD'],
  ['a way to standardize that Keras has not', textVectorization, { vocabulary: ['a'], standardize: 'upper' }, column, 'HG_ARTIFACT_FIELD'],
  ['a ragged answer', textVectorization, { vocabulary: ['a'], ragged: true }, column, 'HG_UNSUPPORTED_FIELD'],
  ['one vector for each token of a text', textVectorization, { vocabulary: ['a'], output_mode: 'one_hot' }, column, 'HG_UNSUPPORTED_FIELD'],
  ['several texts in a row', textVectorization, { vocabulary: ['a'] }, text, 'HG_ARTIFACT_SHAPE'],
  [
    'n-grams of a whole batch',
    textVectorization,
    { vocabulary: ['a'], split: null, ngrams: 2 },
    [{ dims: ['batch'], dtype: 'string' as const }],
    'HG_UNSUPPORTED_FIELD',
  ],
  ['numbers as texts', textVectorization, { vocabulary: ['a'] }, [{ dims: ['batch', 1] }], 'HG_UNSUPPORTED_DTYPE'],
  ['more n-grams than a text has', textVectorization, { vocabulary: ['a'], ngrams: 1e9 }, column, 'HG_UNSUPPORTED_FIELD'],
  ['a length that is a budget of its own', textVectorization, { vocabulary: ['a'], output_sequence_length: 2 ** 40 }, column, 'HG_ARTIFACT_FIELD'],
  ['a sparse answer', stringLookup, { vocabulary: ['a'], output_mode: 'count', sparse: true }, text, 'HG_UNSUPPORTED_FIELD'],
  ['a size that the vocabulary does not have', stringLookup, { vocabulary: ['a'], output_mode: 'count', vocabulary_size: 9 }, text, 'HG_ARTIFACT_FIELD'],
  ['counts over the batch', stringLookup, { vocabulary: ['a'], output_mode: 'count' }, [{ dims: ['batch'], dtype: 'string' as const }], 'HG_UNSUPPORTED_FIELD'],
  ['numbers among texts', stringLookup, { vocabulary: ['a'] }, [{ dims: ['batch', 2], dtype: 'int64' as const }], 'HG_UNSUPPORTED_DTYPE'],
  ['texts among numbers', integerLookup, { vocabulary: [1] }, text, 'HG_UNSUPPORTED_DTYPE'],
  ['a salt without its hash', integerLookup, { vocabulary: [1], salt: 3 }, [{ dims: ['batch', 2], dtype: 'int64' as const }], 'HG_ARTIFACT_FIELD'],
  ['a salt of three', hashing, { num_bins: 3, salt: [1, 2, 3] }, text, 'HG_ARTIFACT_FIELD'],
  ['bins of a real type', hashing, { num_bins: 3, dtype: 'float32' }, text, 'HG_UNSUPPORTED_FIELD'],
  ['no bins', hashing, { num_bins: 0 }, text, 'HG_ARTIFACT_FIELD'],
  ['a mask of another type', hashing, { num_bins: 3, mask_value: 4 }, text, 'HG_ARTIFACT_FIELD'],
  ['one column', hashedCrossing, { num_bins: 3 }, column, 'HG_ARTIFACT_SHAPE'],
  ['columns of real numbers', hashedCrossing, { num_bins: 3 }, [...column, { dims: ['batch', 1] }], 'HG_UNSUPPORTED_DTYPE'],
] as const)
  test(`${layer.keras} refuses ${why}`, () => {
    assert.throws(() => lowerLayer(layer, config as JsonObject, inputs), { code });
  });
