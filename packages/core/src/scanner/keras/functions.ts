import { isJsonArray, isJsonObject, type Json } from '../../artifact/json/json.ts';
import {
  KNOWN_ACTIVATIONS,
  KNOWN_CONSTRAINTS,
  KNOWN_INITIALIZERS,
  KNOWN_LOSS_FUNCTIONS,
  KNOWN_LOSSES,
  KNOWN_METRIC_FUNCTIONS,
  KNOWN_METRICS,
  KNOWN_OPTIMIZERS,
  KNOWN_QUANTIZERS,
  KNOWN_REGULARIZERS,
} from '../../keras/known/index.ts';
import { type Place, pointerAt } from './place.ts';

type Names = Pick<ReadonlyMap<string, unknown>, 'has'>;

const anyOf = (...tables: readonly Names[]): Names => ({ has: (name) => tables.some((table) => table.has(name)) });

/** Functions of `keras.metrics` (3.15.1) which are written by name when somebody gives the function, and have a class of the same name in the table. */
const METRIC_FUNCTIONS = anyOf(
  KNOWN_METRIC_FUNCTIONS,
  KNOWN_LOSS_FUNCTIONS,
  new Set([
    'binary_accuracy',
    'categorical_accuracy',
    'concordance_correlation',
    'pearson_correlation',
    'sparse_categorical_accuracy',
    'sparse_top_k_categorical_accuracy',
    'top_k_categorical_accuracy',
  ]),
);

/** Functions that a serialized function may name: `deserialize` of activations, losses and metrics finds no other. */
export const KNOWN_FUNCTIONS = anyOf(KNOWN_ACTIVATIONS, KNOWN_LOSS_FUNCTIONS, METRIC_FUNCTIONS);

/** Where a function of these names may come from: Keras 3 writes `builtins` for all of its own. */
export const FUNCTION_MODULES: ReadonlyMap<string, Names> = new Map([
  ['builtins', KNOWN_FUNCTIONS],
  ['keras.activations', KNOWN_ACTIVATIONS],
  ['keras.losses', KNOWN_LOSS_FUNCTIONS],
  ['keras.metrics', METRIC_FUNCTIONS],
]);

const LOSSES = anyOf(KNOWN_LOSS_FUNCTIONS, KNOWN_LOSSES);
/** `keras.src.trainers.compile_utils.get_metric` knows these beside the tables. */
const METRICS = anyOf(KNOWN_METRICS, METRIC_FUNCTIONS, LOSSES, new Set(['accuracy', 'acc', 'crossentropy', 'ce']));

/** Fields in which a bare string is looked up as the name of a function or class, and the names they may hold. */
const NAMING_FIELDS: readonly (readonly [RegExp, Names])[] = [
  [/^(recurrent_)?activation$/, KNOWN_ACTIVATIONS],
  [/(^|_)initializer$/, KNOWN_INITIALIZERS],
  [/(^|_)regularizer$/, KNOWN_REGULARIZERS],
  [/(^|_)constraint$/, KNOWN_CONSTRAINTS],
  [/^(weight|activation)_quantizer$/, KNOWN_QUANTIZERS],
  [/^((inner_)?optimizer|default_optimizer)$/, KNOWN_OPTIMIZERS],
  [/^fn$/, anyOf(METRICS, KNOWN_ACTIVATIONS)],
  [/^standardize$/, new Set(['lower_and_strip_punctuation', 'lower', 'strip_punctuation'])],
  [/^split$/, new Set(['whitespace', 'character'])],
];
const COMPILE_FIELDS: readonly (readonly [RegExp, Names])[] = [
  [/^optimizer$/, KNOWN_OPTIMIZERS],
  [/^loss$/, LOSSES],
  [/^(weighted_)?metrics$/, METRICS],
];

export const namesOf = (field: string): Names | undefined => NAMING_FIELDS.find(([pattern]) => pattern.test(field))?.[1];
export const compileNamesOf = (field: string): Names | undefined => COMPILE_FIELDS.find(([pattern]) => pattern.test(field))?.[1];

/** Strings that `known` does not have: of a value, of its lists, and of its plain dictionaries (losses and metrics by output), but not of objects in it. */
export function* unknownNamesIn(value: Json, place: Place, known: Names): Generator<{ readonly name: string; readonly pointer: string }> {
  const stack: { readonly value: Json; readonly place: Place }[] = [{ value, place }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value: inner, place: at } = next;
    if (typeof inner === 'string' && !known.has(inner)) yield { name: inner, pointer: pointerAt(at) };
    if (typeof inner !== 'object' || inner === null || (isJsonObject(inner) && 'class_name' in inner)) continue;
    const tokens = isJsonArray(inner) ? inner.keys() : Object.keys(inner);
    for (const token of tokens) {
      const child = (inner as { readonly [token: string | number]: Json })[token] as Json;
      if (typeof child === 'string' && !known.has(child)) yield { name: child, pointer: pointerAt({ parent: at, token }) };
      else if (typeof child === 'object' && child !== null) stack.push({ value: child, place: { parent: at, token } });
    }
  }
}
