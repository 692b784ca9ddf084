import { withMask } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { INT32 } from '../window.ts';
import { encode } from './encode.ts';

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
    return encode(g, x, { mode, depth, dtype: 'float32', weights, signed: true }, call);
  },
});
