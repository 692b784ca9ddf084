import { isInteger } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import { farmHash64, joinFingerprints } from './farm-hash.ts';
import { integersOf } from './integers.ts';
import { MAX_INDICES } from './lookup.ts';
import type { Options } from './options.ts';
import { defineStage, expectDtype } from './stage.ts';

/** The key that TensorFlow starts with where none is given (`_DEFAULT_HASH_KEY`, tensorflow/python/ops/sparse_ops.py). */
const START = 0xdecafcaffen;

/** The bin of each row of two columns, as HashedCrossing finds it: fingerprints of texts, integers as they are, joined one after the other. */
export const cross = defineStage({
  name: 'cross',
  kind: 'string',
  tables: [],
  inputs: [2, 2],
  options: (o: Options) => ({ bins: o.int('bins', 1, MAX_INDICES) }),
  infer: (inputs) => {
    const [first] = inputs;
    for (const input of inputs) {
      expectDtype(input, input.dtype === 'string' || isInteger(input.dtype), 'texts or integers');
      if (input.shape.join() !== first?.shape.join()) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a crossing of columns of different shapes');
    }
    return { dtype: 'int64', shape: first?.shape ?? [] };
  },
  prepare:
    ({ bins }) =>
    (inputs) => {
      const columns = inputs.map(printsOf);
      const { shape } = inputs[0] as Tensor;
      if (inputs.some((input) => input.shape.join() !== shape.join())) throw new HorngateError('HG_INPUT_SHAPE', 'Cannot cross columns of different lengths');
      const rows = Array.from(columns[0] ?? [], (_, row) => columns.map((column) => column[row] as bigint));
      return { dtype: 'int64', shape, data: BigInt64Array.from(rows, (prints) => prints.reduce(joinFingerprints, START) % BigInt(bins)) };
    },
});

const printsOf = (input: Tensor): ArrayLike<bigint> =>
  input.dtype === 'string'
    ? input.data.map((text) => farmHash64(encodeUtf8(text)))
    : BigUint64Array.from(integersOf(input), (value) => BigInt.asUintN(64, value));
