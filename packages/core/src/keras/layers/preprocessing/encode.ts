import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Dim, isKnown } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import type { DType } from '../../../tensor/dtype.ts';
import type { Call } from '../../define-layer.ts';

export type Encoding = 'one_hot' | 'multi_hot' | 'count';

export interface EncodeOptions {
  readonly mode: Encoding;
  /** Size of the last axis. */
  readonly depth: number;
  /** Type of the answer, one in which ONNX Runtime sums. */
  readonly dtype: DType;
  /** Of each element, for `count`. */
  readonly weights?: Value | undefined;
  /** Whether ids may be below 0: Keras' counting refuses them, and so does the call. */
  readonly signed?: boolean;
}

/**
 * Ids as vectors of `depth`: one for each (`one_hot`), or one for each row that says which ids it holds (`multi_hot`) or how often (`count`).
 * Ids past `depth` count nowhere; that is how a masked token is dropped.
 *
 * Keras counts up to rank 2 along the last axis, and above it, by another way, along axis 1.
 *
 * @see keras/src/utils/numerical_utils.py, `encode_categorical_inputs`; keras/src/utils/tf_utils.py, `tf_encode_categorical_inputs`
 */
export function encode(g: GraphBuilder, given: Value, options: EncodeOptions, call: Call): Value {
  const ids = g.cast(given, 'int64');
  const rank = ids.dims.length;
  if (options.mode === 'one_hot') return oneHot(g, rank > 1 && ids.dims[rank - 1] === 1 ? g.reshape(ids, ids.dims.slice(0, -1)) : ids, options);
  // Rank 1 is a row of the whole batch to Keras: what one sample gives would depend on the others.
  if (rank < 2) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" as "${options.mode}" needs an axis of tokens behind the batch`);
  if (rank === 2) return counted(g, ids, options, call);
  const vectors = oneHot(g, ids, options);
  if (options.mode === 'multi_hot') return g.node('ReduceMax', [vectors, g.ints([1])], { keepdims: 0 });
  const weights = options.weights === undefined ? undefined : g.reshape(options.weights, [...ids.dims, 1]);
  return g.node('ReduceSum', [weights === undefined ? vectors : g.node('Mul', [vectors, weights]), g.ints([1])], { keepdims: 0 });
}

/** [..., depth]; zeros for an id that names no place. */
function oneHot(g: GraphBuilder, ids: Value, { depth, dtype }: EncodeOptions): Value {
  // A depth from a small file must not become a large one.
  const places =
    depth > MAX_CONSTANT
      ? g.node('Range', [g.scalar(0, 'int64'), g.scalar(depth, 'int64'), g.scalar(1, 'int64')], {}, [depth])
      : g.constant({ dtype: 'int64', dims: [depth], key: `range:${depth}`, read: () => rangeBytes(depth) });
  return g.cast(g.node('Equal', [g.reshape(ids, [...ids.dims, 1]), places]), dtype);
}

const MAX_CONSTANT = 65_536;

const rangeBytes = (depth: number): Uint8Array => new Uint8Array(BigInt64Array.from({ length: depth }, (_, index) => BigInt(index)).buffer);

/** [batch, tokens] to [batch, depth]: each id adds to its place, those outside to a last one that is cut off. No vector for each token is ever made. */
function counted(g: GraphBuilder, ids: Value, { mode, depth, dtype, weights, signed }: EncodeOptions, call: Call): Value {
  const [batch, tokens] = ids.dims as readonly [Dim, Dim];
  if (signed === true)
    g.guard({
      value: g.node('GreaterOrEqual', [g.node('ReduceMin', [ids], { keepdims: 0 }), g.scalar(0, 'int64')]),
      code: 'HG_INPUT_RANGE',
      message: `Cannot encode in "${call.name}" unless every id is at least 0`,
    });
  const inside = g.node('And', [g.node('GreaterOrEqual', [ids, g.scalar(0, 'int64')]), g.node('Less', [ids, g.scalar(depth, 'int64')])]);
  const places = g.node('Where', [inside, ids, g.scalar(depth, 'int64')]);
  const zeros = g.node('Expand', [g.scalar(0, dtype), g.shape(ids, [batch, depth + 1])], {}, [batch, depth + 1]);
  const ones = weights ?? g.node('Expand', [g.scalar(1, dtype), g.shape(ids, [batch, tokens])], {}, [batch, tokens]);
  const sums = g.node('ScatterElements', [zeros, places, ones], { axis: 1, ...(mode === 'count' ? { reduction: 'add' } : {}) });
  return g.node('Slice', [sums, g.ints([0]), g.ints([depth]), g.ints([1])]);
}

export const ENCODINGS = ['int', 'one_hot', 'multi_hot', 'count', 'tf_idf', 'binary', 'tf-idf'] as const;

/** Older names for two of the modes. */
export const modeOf = (name: (typeof ENCODINGS)[number]): 'int' | Encoding | 'tf_idf' =>
  name === 'binary' ? 'multi_hot' : name === 'tf-idf' ? 'tf_idf' : name;

export const isStatic = (dim: Dim | undefined, size: number): boolean => dim !== undefined && isKnown(dim) && dim === size;
