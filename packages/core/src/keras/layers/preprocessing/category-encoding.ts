import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { INT32 } from '../window.ts';
import { encode } from './encode.ts';

/** Keras 2 ends at an id that names no place (tf_keras/src/layers/preprocessing/category_encoding.py, `call`). */
function expectInside(g: GraphBuilder, x: Value, depth: number, call: Call): void {
  const ids = g.cast(withMask(x, undefined), 'int64');
  const [least, most] = [g.node('ReduceMin', [ids], { keepdims: 0 }), g.node('ReduceMax', [ids], { keepdims: 0 })];
  g.guard({
    value: g.node('And', [g.node('GreaterOrEqual', [least, g.scalar(0, 'int64')]), g.node('Less', [most, g.scalar(depth, 'int64')])]),
    code: 'HG_INPUT_RANGE',
    message: `Cannot encode in "${call.name}" unless every id is one of 0 to ${depth - 1}`,
  });
}

/**
 * `keras.layers.CategoryEncoding`: ids as vectors (keras/src/layers/preprocessing/category_encoding.py). An id past the end counts nowhere; one below 0 is an
 * error of Keras where it counts along the last axis, and zeros elsewhere.
 */
export const categoryEncoding = defineLayer({
  keras: 'CategoryEncoding',
  arguments: ['inputs', 'count_weights'],
  config: (f) => {
    f.only('sparse', false);
    const mode = f.oneOf('output_mode', ['multi_hot', 'one_hot', 'count', 'binary'], 'multi_hot');
    return { depth: f.int('num_tokens', { min: 1, max: INT32 }), mode: mode === 'binary' ? 'multi_hot' : mode } as const;
  },
  lower: (g, [x], { depth, mode }, call) => {
    if (call.types.compute !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" in "${call.types.compute}"`);
    const given = call.value('count_weights');
    if (given !== undefined && mode !== 'count') throw call.refuse('HG_ARTIFACT_FIELD', `Cannot call "${call.name}" with weights unless it counts`);
    const weights = given === undefined ? undefined : g.cast(withMask(given, undefined), 'float32');
    if (call.writer === 2) expectInside(g, x, depth, call);
    return encode(g, x, { mode, depth, dtype: 'float32', weights, signed: true }, call);
  },
});
