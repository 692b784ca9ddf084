import { isJsonArray, type Json, type JsonObject } from '../../../artifact/json/json.ts';
import { defineCheck } from '../../define-check.ts';
import { decodeBase64 } from '../../keras/base64.ts';
import { type Dictionary, strings } from '../../keras/dictionaries.ts';
import { disassemble } from '../../keras/disassemble.ts';
import { isMarshalledCode, marshalledNames } from '../../keras/marshal.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';
import type { KerasSubject } from '../../subjects.ts';

/**
 * Marshalled Python code inside a Keras configuration.
 *
 * A serialized lambda may sit wherever a serialized object may sit: nested models, wrappers, initializers, losses. Keras 2 wrote the code bare, as a string
 * in a list of three, beside `function_type: lambda`; so any string that starts as marshalled code does is one.
 */
export const lambdaBytecode = defineCheck({
  id: 'keras/lambda-bytecode',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The model carries compiled Python code, which runs when it is loaded with `safe_mode=False`, and in vulnerable versions always.',
  advice: 'Ask for the model without lambdas; what they compute is mostly an operation that Keras has.',
  references: ['CVE-2024-3660', 'CVE-2025-9905', 'CVE-2026-12481', 'CWE-502'],

  *check({ member, config, objects }) {
    const lambdas = objects.filter(({ kind }) => kind === 'lambda');
    for (const { place, config: inner } of lambdas)
      yield { where: { member, pointer: pointerAt(place) }, message: `Contains a marshalled Python lambda${evidence(codeOf(inner))}` };
    yield* bareCode(member, config, new Set(lambdas.map(({ value }) => value)));
  },
});

function* bareCode(member: KerasSubject['member'], config: Json | undefined, lambdas: ReadonlySet<JsonObject>) {
  if (config === undefined) return;
  for (const { value, place, outer } of strings(config, isMarshalledCode)) {
    if (isInside(outer, lambdas)) continue;
    yield { where: { member, pointer: pointerAt(place) }, message: `Contains marshalled Python code as text${evidence(value)}` };
  }
}

function isInside(dictionary: Dictionary | undefined, lambdas: ReadonlySet<JsonObject>): boolean {
  for (let at = dictionary; at !== undefined; at = at.outer) if (lambdas.has(at.value)) return true;
  return false;
}

/** `{value: [code, defaults, closure]}` by `serialize_keras_object`, `{code, defaults, closure}` by the Lambda layer. */
function codeOf(config: JsonObject | undefined): string {
  const code = config?.['code'] ?? config?.['value'];
  const first = isJsonArray(code) ? code[0] : code;
  return typeof first === 'string' ? first : '';
}

/** Names that stand in the code: what it calls, mostly; then what its op-codes do, where it is code of a version of CPython that is known. */
function evidence(code: string): string {
  const names = marshalledNames(code);
  const listed = disassemble(decodeBase64(code, MAX_CODE));
  const used = names.length === 0 ? '' : `; names in it: ${names.map(quote).join(', ')}`;
  return listed === undefined ? used : `${used}; ${listed.length > MAX_LISTED ? `${listed.slice(0, MAX_LISTED)}…` : listed}`;
}

const MAX_CODE = 64 * 1024;
const MAX_LISTED = 1200;
