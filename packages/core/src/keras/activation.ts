import type { Json } from '../artifact/json/json.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import { ACTIVATIONS } from './activations/index.ts';
import { KNOWN_ACTIVATIONS } from './known/index.ts';
import { isObject, malformed } from './object.ts';

/** An activation that a layer ends with: a row of the activation table. */
export interface Activation {
  readonly name: string;
  apply(g: GraphBuilder, x: Value): Value;
}

/**
 * Resolves what stands in an `activation` field: a name, null, or `{"module": "builtins", "class_name": "function", "config": "relu"}`.
 *
 * @throws HG_UNSUPPORTED_FIELD for a layer as activation; HG_ARTIFACT_CODE for a function that is no activation of Keras.
 */
export function activationOf(value: Json, pointer: string): Activation {
  if (value === null) return activationOf('linear', pointer);
  if (typeof value === 'string') {
    const known = KNOWN_ACTIVATIONS.get(value);
    if (known === undefined)
      throw new HorngateError('HG_ARTIFACT_CODE', `Cannot use "${value}" as it is no activation of Keras`, { where: { member: 'config.json', pointer } });
    const found = ACTIVATIONS.get(known.name);
    if (found === undefined)
      throw new HorngateError('HG_UNSUPPORTED_OPERATION', `Cannot compile the activation "${known.name}" yet`, { where: { member: 'config.json', pointer } });
    return { name: known.name, apply: (g, x) => found.lower(g, x) };
  }
  if (!isObject(value)) throw malformed('an activation', pointer);
  if (value['class_name'] === 'function' && typeof value['config'] === 'string') return activationOf(value['config'], `${pointer}/config`);
  throw new HorngateError('HG_UNSUPPORTED_FIELD', 'Cannot compile a layer as an activation', { where: { member: 'config.json', pointer } });
}
