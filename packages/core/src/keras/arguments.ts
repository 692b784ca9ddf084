import type { Json, JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { readAsFloat } from '../artifact/json/whole-floats.ts';
import { type DType, isDType } from '../tensor/dtype.ts';
import { isHalf, toHalves } from '../tensor/half.ts';
import { arrayOf, type Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import { shown } from './fields.ts';
import { isObject, malformed } from './object.ts';
import type { Argument, TensorRef } from './spec.ts';

/**
 * Reads one argument of a call: a tensor reference, a constant, a slice, or plain JSON.
 *
 * @see keras/src/saving/serialization_lib.py, `serialize_keras_object`: `__keras_tensor__`, `__numpy__`, `__tensor__`, `__slice__`, `__ellipsis__`
 */
export function readArgument(value: Json, pointer: string, float?: boolean): Argument {
  if (typeof value === 'bigint') throw malformed('a number below 2^53', pointer);
  if (value === null || typeof value !== 'object') return { kind: 'json', value, float };
  if (Array.isArray(value)) return { kind: 'list', items: readArguments(value as readonly Json[], pointer) };
  const object = value as JsonObject;
  const config = object['config'];
  switch (object['class_name']) {
    case undefined:
      return { kind: 'map', entries: Object.fromEntries(Object.keys(object).map((key) => [key, readArgument(object[key] ?? null, pointerTo(pointer, key))])) };
    case '__keras_tensor__':
      if (!isObject(config)) throw malformed('a tensor reference', pointer);
      return { kind: 'tensor', ref: readRef(config['keras_history'] ?? null, `${pointer}/config/keras_history`) };
    case '__numpy__':
    case '__tensor__':
      if (!isObject(config)) throw malformed('a constant', pointer);
      return { kind: 'constant', tensor: readConstant(config, `${pointer}/config`) };
    case '__slice__': {
      if (!isObject(config)) throw malformed('a slice', pointer);
      const bound = (name: string): Argument => readArgument(config[name] ?? null, `${pointer}/config/${name}`);
      return { kind: 'slice', start: bound('start'), stop: bound('stop'), step: bound('step') };
    }
    case '__ellipsis__':
      return { kind: 'ellipsis' };
    default:
      throw new HorngateError('HG_ARTIFACT_CODE', `Cannot pass an object of class ${shown(object['class_name'] ?? null)} to a call`, {
        where: { member: 'config.json', pointer },
      });
  }
}

/** The items of a list, each with what the file says of its numbers. */
export const readArguments = (list: readonly Json[], pointer: string): Argument[] =>
  list.map((item, index) => readArgument(item, pointerTo(pointer, index), readAsFloat(list, index)));

/** `["layer", node index, tensor index]`. */
export function readRef(value: Json, pointer: string): TensorRef {
  const [layer, node, tensor] = Array.isArray(value) ? (value as readonly Json[]) : [];
  const index = (item: Json | undefined): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0;
  if (typeof layer !== 'string' || !index(node) || !index(tensor)) throw malformed('a reference of a layer, a call and an output', pointer);
  return { layer, node, tensor };
}

/** A constant: nested lists of numbers and a dtype. Its size is bounded by that of the config itself. */
function readConstant(config: JsonObject, pointer: string): Tensor {
  const dtype = config['dtype'] ?? 'float32';
  if (!isDType(dtype)) throw malformed('a dtype', `${pointer}/dtype`);
  const numbers: number[] = [];
  const shape = nested(config['value'] ?? null, `${pointer}/value`, numbers);
  return { dtype, shape, data: typed(dtype, numbers, pointer) } as Tensor;
}

function nested(value: Json, pointer: string, into: number[]): number[] {
  if (typeof value === 'number' || typeof value === 'boolean') {
    into.push(Number(value));
    return [];
  }
  if (!Array.isArray(value)) throw malformed('nested lists of numbers', pointer);
  const shapes = (value as readonly Json[]).map((item) => nested(item, pointer, into));
  const [first = []] = shapes;
  if (shapes.some((shape) => shape.length !== first.length || shape.some((dim, axis) => dim !== first[axis])))
    throw malformed('lists of equal length', pointer);
  return [value.length, ...first];
}

function typed(dtype: DType, numbers: readonly number[], pointer: string): Tensor['data'] {
  if (isHalf(dtype)) return toHalves(numbers, dtype);
  if (dtype === 'string')
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot compile a constant of type "${dtype}"`, { where: { member: 'config.json', pointer } });
  return arrayOf(dtype, numbers);
}
