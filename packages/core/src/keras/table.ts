import type { Json } from '../artifact/json/json.ts';
import type { Code } from '../words/error.ts';
import type { AnyLayer } from './define-layer.ts';
import type { AnyOperation } from './define-operation.ts';
import { shown } from './fields.ts';
import { moduleFits, registeredFits } from './fits.ts';
import { KNOWN_LAYERS, KNOWN_MODELS, KNOWN_OPERATIONS, type KnownClass } from './known/index.ts';
import { LAYERS } from './layers/index.ts';
import type { LayerObject } from './object.ts';
import { OPERATIONS } from './ops/index.ts';
import { TENSORFLOW_FUNCTIONS } from './tensorflow/functions.ts';

/** What a serialized object of a model graph is, by the one table: nothing else is ever looked up by a name from a file. */
export type Resolved =
  | { readonly kind: 'input' }
  | { readonly kind: 'model'; readonly sequential: boolean }
  | { readonly kind: 'layer'; readonly definition: AnyLayer }
  | { readonly kind: 'operation'; readonly definition: AnyOperation }
  /** Known, but not compiled yet, or never. */
  | { readonly kind: 'missing'; readonly code: Code; readonly message: string };

export { moduleFits, registeredFits };

/**
 * Finds the row of a layer, operation or model.
 *
 * A class that is none of Keras', or hides behind a module or registered name that Keras never writes for it, is missing with HG_ARTIFACT_CODE.
 */
export function resolve(object: LayerObject): Resolved {
  const { className, module, registeredName } = object;
  for (const [table, found] of [
    [KNOWN_MODELS, model],
    [KNOWN_LAYERS, layer],
    [KNOWN_OPERATIONS, operation],
  ] as const) {
    const known = table.get(className);
    if (known !== undefined && moduleFits(known, module) && registeredFits(known, registeredName, className)) return found(known, object);
  }
  return {
    kind: 'missing',
    code: 'HG_ARTIFACT_CODE',
    message: `Cannot compile the class "${className}" as it is none of Keras: module "${module}", registered as "${registeredName}"`,
  };
}

const model = (known: KnownClass): Resolved => ({ kind: 'model', sequential: known.class === 'Sequential' });

function layer(known: KnownClass, object: LayerObject): Resolved {
  if (known.class === 'TFOpLambda' || known.class === 'SlicingOpLambda') return tensorFlow(object.config['function'] ?? null);
  if (known.class === 'InputLayer') return { kind: 'input' };
  const definition = LAYERS.get(known.class);
  if (definition !== undefined) return { kind: 'layer', definition };
  if (known.code) return { kind: 'missing', code: 'HG_ARTIFACT_CODE', message: `Cannot compile the layer "${known.class}" as it carries code` };
  return { kind: 'missing', code: 'HG_UNSUPPORTED_LAYER', message: `Cannot compile the layer "${known.class}" yet` };
}

/** A function of TensorFlow, which Keras 2 wrote as a layer. */
function tensorFlow(name: Json): Resolved {
  const found = typeof name === 'string' ? TENSORFLOW_FUNCTIONS.get(name) : undefined;
  if (found !== undefined) return { kind: 'operation', definition: found };
  return { kind: 'missing', code: 'HG_UNSUPPORTED_OPERATION', message: `Cannot compile the function ${shown(name)} of TensorFlow` };
}

function operation(known: KnownClass): Resolved {
  const definition = OPERATIONS.get(known.class);
  if (definition !== undefined) return { kind: 'operation', definition };
  return { kind: 'missing', code: 'HG_UNSUPPORTED_OPERATION', message: `Cannot compile the operation "${known.class}" yet` };
}
