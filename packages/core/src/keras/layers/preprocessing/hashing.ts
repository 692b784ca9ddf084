import type { Json } from '../../../artifact/json/json.ts';
import type { Value } from '../../../graph/values.ts';
import { MAX_INDICES } from '../../../stages/lookup.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { readPolicy } from '../../type-policy.ts';
import { encode } from './encode.ts';
import { saltOf } from './vocabulary.ts';

/**
 * `keras.layers.Hashing`: the bin of each element by its hash (keras/src/layers/preprocessing/hashing.py): FarmHash, or SipHash with a salt.
 * The type is that of the layer's own policy: `int64` or `int32` for bins.
 */
export const hashing = defineLayer({
  keras: 'Hashing',
  types: 'own',
  config: (f) => ({
    bins: f.int('num_bins', { min: 1, max: MAX_INDICES }),
    mask: maskOf(f),
    salt: saltOf(f),
    ...outputOf(f, ['int', 'one_hot', 'multi_hot', 'count']),
  }),
  lower: (g, [x], { bins, mask, salt, mode, dtype }, call) => {
    if (x.dtype === 'float16' || x.dtype === 'bfloat16')
      throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for an input of type "${x.dtype}"`);
    const ids = g.step('hash', { bins, mask: maskText(mask, x, call), salt }, null, [x], { dtype: 'int64', dims: x.dims });
    if (mode === 'int') return g.cast(ids, dtype);
    // The layer itself drops a last axis of 1 before the encoding does.
    const last = x.dims.length > 0 && x.dims.at(-1) === 1 && mode === 'one_hot';
    return g.cast(encode(g, last ? g.reshape(ids, ids.dims.slice(0, -1)) : ids, { mode, depth: bins, dtype: 'float32' }, call), dtype);
  },
});

/** Where the answer is bins, its type is an integer; else a float of the layer's policy. */
export function outputOf<const T extends string>(f: Fields, modes: readonly ('int' | T)[]): { readonly mode: 'int' | T; readonly dtype: Value['dtype'] } {
  f.only('sparse', false);
  const mode = f.oneOf('output_mode', modes, 'int');
  const dtype = mode === 'int' && (f.raw('dtype') ?? null) === null ? 'int64' : readPolicy(f.raw('dtype'), f.at('dtype')).variable;
  if (mode === 'int' ? dtype !== 'int64' && dtype !== 'int32' : !isFloat(dtype) || dtype === 'bfloat16')
    throw f.unsupported('dtype', `of type "${dtype}" for "${mode}"`);
  return { mode, dtype };
}

const maskOf = (f: Fields): Json => f.raw('mask_value') ?? null;

/** The mask as the stage compares it: a text among texts, a number among numbers. */
function maskText(mask: Json, x: Value, call: Call): string | null {
  if (mask === null) return null;
  if (x.dtype === 'string' && typeof mask === 'string') return mask;
  const whole = typeof mask === 'bigint' || (typeof mask === 'number' && Number.isSafeInteger(mask));
  if (x.dtype !== 'string' && x.dtype !== 'bool' && (whole || (isFloat(x.dtype) && typeof mask === 'number'))) return String(mask);
  throw call.refuse('HG_ARTIFACT_FIELD', `Cannot read "mask_value" of "${call.name}" as it must be an element of type "${x.dtype}"`);
}
