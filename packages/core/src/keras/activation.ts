import type { Json } from '../artifact/json/json.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import { ACTIVATIONS } from './activations/index.ts';
import type { RecurrentActivation, Writer } from './define-activation.ts';
import { KNOWN_ACTIVATIONS } from './known/index.ts';
import { isObject, type LayerObject, malformed, readObject } from './object.ts';

/** An activation that a layer ends with: a row of the activation table, or a layer without weights. */
export interface Activation {
  readonly name: string;
  /** Its form inside ONNX's recurrent operators, where it has one. */
  readonly recurrent: RecurrentActivation | undefined;
  apply(g: GraphBuilder, x: Value): Value;
}

/** What an activation means beyond its name: who wrote the file, and how a layer in its place is read (the table of layers is above this file). */
export interface ActivationContext {
  readonly writer: Writer;
  readonly layer?: (object: LayerObject) => Activation;
  /** Files of the layer whose fields are read. */
  readonly asset?: (name: string) => Uint8Array | undefined;
}

/**
 * Resolves what stands in an `activation` field: a name, null, `{"module": "builtins", "class_name": "function", "config": "relu"}`, or a layer.
 *
 * @throws HG_UNSUPPORTED_FIELD for a layer that cannot be one; HG_ARTIFACT_CODE for a function that is no activation of Keras.
 */
export function activationOf(value: Json, pointer: string, context: ActivationContext = { writer: 3 }): Activation {
  if (value === null) return activationOf('linear', pointer, context);
  if (typeof value === 'string') return named(value, pointer, context.writer);
  if (!isObject(value)) throw malformed('an activation', pointer);
  if (value['class_name'] === 'function' && typeof value['config'] === 'string') return named(value['config'], `${pointer}/config`, context.writer);
  if (context.layer === undefined) throw refusal('HG_UNSUPPORTED_FIELD', 'Cannot compile a layer as an activation', pointer);
  return context.layer(readObject(value, pointer));
}

function named(name: string, pointer: string, writer: Writer): Activation {
  const known = KNOWN_ACTIVATIONS.get(name);
  if (known === undefined) throw refusal('HG_ARTIFACT_CODE', `Cannot use "${name}" as it is no activation of Keras`, pointer);
  const found = ACTIVATIONS.get(known.name);
  if (found === undefined) throw refusal('HG_UNSUPPORTED_OPERATION', `Cannot compile the activation "${known.name}" yet`, pointer);
  return { name: known.name, recurrent: found.recurrent?.(writer), apply: (g, x) => found.lower(g, x, writer) };
}

const refusal = (code: 'HG_UNSUPPORTED_FIELD' | 'HG_UNSUPPORTED_OPERATION' | 'HG_ARTIFACT_CODE', message: string, pointer: string): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer } });
