import { isJsonArray, isJsonObject, type Json } from '../../../artifact/json/json.ts';
import type { FieldType } from '../../../keras/known/index.ts';
import { defineCheck } from '../../define-check.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** A known field with a value of a type that Keras never writes there: an object where a number belongs may be code that a loader builds. */
export const fieldType = defineCheck({
  id: 'keras/field-type',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The value is of a type that Keras does not write there; loaders differ in what they make of it.',
  advice: 'Save the model again with a current Keras, or ask its author about the value.',
  references: ['CWE-843'],

  *check({ member, objects }) {
    for (const object of objects)
      for (const { path, wanted, found } of wrongTypes(object))
        yield { where: { member, pointer: pointerAt(object.place, ...path) }, message: `Holds ${quote(found)} where ${wanted} is wanted` };
  },
});

interface Wrong {
  readonly path: readonly string[];
  readonly wanted: string;
  readonly found: Json | undefined;
}

function* wrongTypes({ kind, row, config, value, className }: SerializedObject): Generator<Wrong> {
  if (kind === 'function') return;
  if (config === undefined && className !== '__typespec__' && kind !== 'lambda' && !isWithout(className, row?.known.class, value['config']))
    yield { path: ['config'], wanted: 'a configuration', found: value['config'] ?? null };
  for (const key of ['build_config', 'compile_config'])
    if (value[key] !== undefined && value[key] !== null && !isJsonObject(value[key])) yield { path: [key], wanted: 'a configuration', found: value[key] };
  if (row === undefined || row.known.code || config === undefined) return;
  for (const field of Object.keys(config)) {
    const types = row.known.fields.get(field);
    if (types !== undefined && !fits(config[field] as Json, types)) yield { path: ['config', field], wanted: types.join(' or '), found: config[field] };
  }
}

/** Keras 2 wrote an ellipsis without a configuration, and at first a Sequential with the list of its layers as one. */
const isWithout = (className: string | undefined, known: string | undefined, config: Json | undefined): boolean =>
  (className === '__ellipsis__' && config === undefined) || (known === 'Sequential' && isJsonArray(config));

function fits(value: Json, types: readonly FieldType[]): boolean {
  const type = typeOf(value);
  if (types.includes(type)) return true;
  // Python writes 1 for a float given as 1, and NumPy values as tagged objects.
  return (
    (type === 'int' && types.includes('float')) || (isTagged(value) && types.some((wanted) => wanted === 'list' || wanted === 'float' || wanted === 'int'))
  );
}

function typeOf(value: Json): FieldType {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'string' ? 'string' : 'object';
}

const isTagged = (value: Json): boolean => isJsonObject(value) && (value['class_name'] === '__numpy__' || value['class_name'] === '__tensor__');
