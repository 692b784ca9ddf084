import type { Json, JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { type DType, isDType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import { isObject } from './object.ts';

/** How the weights of a quantized layer are kept: whole numbers of 8 or 4 bits; `block` inputs of an int4 weight share a scale, -1 for all of them. */
export type Quantization = { readonly mode: 'int8' } | { readonly mode: 'int4'; readonly block: number };

/** The types of a layer: its inputs and its variables become `compute` where it reckons with them, and `variable` is what it keeps. */
export interface TypePolicy {
  readonly compute: DType;
  readonly variable: DType;
  readonly quantization: Quantization | undefined;
}

/**
 * Reads what stands in a layer's `dtype`: the name of a policy, a policy as a serialized object, or null for the default, which is float32.
 *
 * A map of policies is looked up by the layer's path. Its keys may be regular expressions in Keras; here a key is a plain path, or is refused,
 * since the sender's expressions are never run.
 *
 * @param path - of the layer among Keras' layers, such as `dense` or `sequential/dense`.
 * @throws HG_UNSUPPORTED_DTYPE for a policy that is not compiled; HG_ARTIFACT_FIELD for what is none.
 * @see keras/src/dtype_policies/__init__.py, `get`; dtype_policy.py; dtype_policy_map.py
 */
export function readPolicy(value: Json | undefined, pointer: string, path = ''): TypePolicy {
  if (value === undefined || value === null) return named('float32', pointer);
  if (typeof value === 'string') return named(value, pointer);
  if (!isObject(value) || !isObject(value['config'])) throw wrong(value, pointer);
  const config = value['config'];
  const at = pointerTo(pointer, 'config');
  switch (value['class_name']) {
    case 'DTypePolicy':
    case 'FloatDTypePolicy':
    case 'Policy': // what Keras 2 called it
      return config['name'] === undefined || typeof config['name'] === 'string' || config['name'] === null
        ? readPolicy(config['name'], pointerTo(at, 'name'))
        : refuseName(config['name'], pointerTo(at, 'name'));
    case 'QuantizedDTypePolicy':
    case 'Int4DTypePolicy':
      return quantized(config['mode'] ?? null, config['source_name'] ?? 'float32', at);
    case 'DTypePolicyMap':
      return mapped(config, at, path);
    default:
      throw unsupported(value['class_name'] ?? null, pointer);
  }
}

const refuseName = (name: Json, pointer: string): never => {
  throw wrong(name, pointer);
};

function named(name: string, pointer: string): TypePolicy {
  if (name === 'mixed_float16') return { compute: 'float16', variable: 'float32', quantization: undefined };
  if (name === 'mixed_bfloat16') return { compute: 'bfloat16', variable: 'float32', quantization: undefined };
  if (isDType(name)) return { compute: name, variable: name, quantization: undefined };
  const [mode, source] = name.split('_from_');
  if (mode === undefined || source === undefined || source === '') throw unsupported(name, pointer);
  return quantized(mode, source, pointer);
}

/** `int8`, or `int4/<block>`, of a layer with the policy `source`. GPTQ, AWQ and float8 are known, and not compiled. */
function quantized(mode: Json, source: Json, pointer: string): TypePolicy {
  if (typeof mode !== 'string' || typeof source !== 'string' || source.includes('_from_')) throw wrong(mode, pointer);
  const { compute, variable } = named(source, pointer);
  if (mode === 'int8') return { compute, variable, quantization: { mode: 'int8' } };
  // Plain "int4" is what files of Keras 3.12 and before say: one scale for each output.
  const block = mode === 'int4' ? -1 : Number(/^int4\/(-1|[1-9]\d{0,8})$/.exec(mode)?.[1] ?? 0);
  if (block === 0) throw unsupported(mode, pointer);
  return { compute, variable, quantization: { mode: 'int4', block } };
}

const PLAIN_PATH = /^[\w/-]+$/;

function mapped(config: JsonObject, pointer: string, path: string): TypePolicy {
  const map = config['policy_map'] ?? {};
  if (!isObject(map)) throw wrong(map, pointerTo(pointer, 'policy_map'));
  for (const key of Object.keys(map)) if (!PLAIN_PATH.test(key)) throw unsupported(key, pointerTo(pointer, 'policy_map'));
  const own = Object.hasOwn(map, path) ? map[path] : config['default_policy'];
  if (isObject(own) && own['class_name'] === 'DTypePolicyMap') throw wrong(own, pointer);
  return readPolicy(own ?? null, pointerTo(pointer, Object.hasOwn(map, path) ? 'policy_map' : 'default_policy'));
}

export const samePolicy = (a: TypePolicy, b: TypePolicy): boolean => JSON.stringify(a) === JSON.stringify(b);

const shown = (value: Json): string => (JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item)) ?? 'nothing').slice(0, 80);

const unsupported = (policy: Json, pointer: string): HorngateError =>
  new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot compile a layer with the type policy ${shown(policy)} yet`, { where: { member: 'config.json', pointer } });

const wrong = (policy: Json, pointer: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FIELD', `Cannot read "dtype" as it must be a type policy: found ${shown(policy)}`, {
    where: { member: 'config.json', pointer },
  });
