import { isJsonObject, type Json } from '../../../artifact/json/json.ts';
import { KNOWN_TENSORFLOW_FUNCTIONS } from '../../../keras/known/index.ts';
import { defineCheck, type Observation } from '../../define-check.ts';
import { isCodeClass } from '../../keras/find-row.ts';
import { compileNamesOf, FUNCTION_MODULES, namesOf, unknownNamesIn } from '../../keras/functions.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/**
 * A function by a name that is none of Keras' activations, losses and metrics: as a serialized object (`class_name: function`), or as a bare string in a
 * field that takes functions. Inside Keras itself there are functions that fetch, write and load files.
 */
export const unknownFunction = defineCheck({
  id: 'keras/unknown-function',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The file names a function that no model needs; vulnerable versions look it up and call it.',
  advice: 'Load the model only where its author and the function are known.',
  references: ['CVE-2025-8747', 'CWE-94'],

  *check({ member, objects }) {
    for (const object of objects) {
      const seen = object.kind === 'function' ? wrongReference(object) : undefined;
      if (seen !== undefined) yield { ...seen, where: { member, pointer: pointerAt(object.place) } };
      const symbol = wrongSymbol(object);
      if (symbol !== undefined)
        yield {
          severity: 'critical',
          where: { member, pointer: pointerAt(object.place, 'config', 'function') },
          message: `Names the function ${quote(symbol)} of TensorFlow, which is none that computes numbers from numbers`,
        };
      for (const { name, pointer } of wrongNames(object))
        yield { where: { member, pointer }, message: `Names the function ${quote(name)}, which Keras does not have` };
    }
  },
});

function wrongReference({ value, module, registered }: SerializedObject): Pick<Observation, 'message' | 'severity'> | undefined {
  const name = value['config'];
  if (typeof name !== 'string') return { message: `Names a function by ${quote(name ?? null)} instead of text` };
  if (name.includes('>') || registered?.includes('>')) return undefined; // keras/custom-object says it
  const own = registered === null || registered === 'function' || registered === name;
  if (own && FUNCTION_MODULES.get(module ?? 'builtins')?.has(name)) return undefined;
  const severity = isCodeClass(name) || (module !== null && module !== 'builtins') ? 'critical' : 'high';
  return { severity, message: `Names the function ${quote(name)} of the module ${quote(module)}, which is none that a model needs` };
}

/** A layer of Keras 2 that is a function of TensorFlow: Keras looks its name up in all of TensorFlow, where there are functions that load libraries and run Python. */
function wrongSymbol({ row, config }: SerializedObject): Json | undefined {
  if (row?.known.class !== 'TFOpLambda' && row?.known.class !== 'SlicingOpLambda') return undefined;
  const name = config?.['function'] ?? null;
  return typeof name === 'string' && KNOWN_TENSORFLOW_FUNCTIONS.has(name) ? undefined : name;
}

/** Bare strings in the configuration of a known class, and in the compile configuration of a model. */
function* wrongNames({ place, config, row, value }: SerializedObject): Generator<{ readonly name: string; readonly pointer: string }> {
  if (config !== undefined && row !== undefined)
    for (const field of Object.keys(config)) {
      const names = namesOf(field);
      const text = config[field];
      if (names !== undefined && typeof text === 'string' && !names.has(text)) yield { name: text, pointer: pointerAt(place, 'config', field) };
    }
  const compile = value['compile_config'];
  if (!isJsonObject(compile)) return;
  for (const [field, given] of Object.entries(compile)) {
    const names = compileNamesOf(field);
    if (names === undefined) continue;
    const at = { parent: { parent: place, token: 'compile_config' }, token: field };
    yield* unknownNamesIn(given, at, names);
  }
}
