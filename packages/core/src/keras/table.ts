import type { Code } from '../words/error.ts';
import type { AnyLayer } from './define-layer.ts';
import type { AnyOperation } from './define-operation.ts';
import { moduleFits, registeredFits } from './fits.ts';
import { KNOWN_LAYERS, KNOWN_MODELS, KNOWN_OPERATIONS, type KnownClass } from './known/index.ts';
import { LAYERS } from './layers/index.ts';
import type { LayerObject } from './object.ts';
import { OPERATIONS } from './ops/index.ts';

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
    if (known !== undefined && moduleFits(known, module) && registeredFits(known, registeredName)) return found(known);
  }
  return {
    kind: 'missing',
    code: 'HG_ARTIFACT_CODE',
    message: `Cannot compile the class "${className}" as it is none of Keras: module "${module}", registered as "${registeredName}"`,
  };
}

const model = (known: KnownClass): Resolved => ({ kind: 'model', sequential: known.class === 'Sequential' });

function layer(known: KnownClass): Resolved {
  if (known.class === 'InputLayer') return { kind: 'input' };
  const definition = LAYERS.get(known.class);
  if (definition !== undefined) return { kind: 'layer', definition };
  if (known.code) return { kind: 'missing', code: 'HG_ARTIFACT_CODE', message: `Cannot compile the layer "${known.class}" as it carries code` };
  return { kind: 'missing', code: 'HG_UNSUPPORTED_LAYER', message: `Cannot compile the layer "${known.class}" yet` };
}

function operation(known: KnownClass): Resolved {
  const definition = OPERATIONS.get(known.class);
  if (definition !== undefined) return { kind: 'operation', definition };
  return { kind: 'missing', code: 'HG_UNSUPPORTED_OPERATION', message: `Cannot compile the operation "${known.class}" yet` };
}
