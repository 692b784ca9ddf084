import { isJsonObject, type JsonObject } from '../../../artifact/json/json.ts';
import { defineCheck } from '../../define-check.ts';
import { type SerializedObject, TAGS } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** Keys of a serialized object (`serialize_keras_object`; `Functional.get_config` adds the last two; `spec_name` is of `__typespec__`). */
const OBJECT_KEYS = new Set([
  'module',
  'class_name',
  'config',
  'registered_name',
  'build_config',
  'compile_config',
  'shared_object_id',
  'name',
  'inbound_nodes',
]);
const TYPE_SPEC_KEYS = new Set([...OBJECT_KEYS, 'spec_name']);
/** `Trainer.compile`, and what TF-Keras adds. */
const COMPILE_KEYS = new Set([
  'optimizer', 'loss', 'loss_weights', 'metrics', 'weighted_metrics', 'run_eagerly', 'steps_per_execution', 'jit_compile', 'auto_scale_loss',
]); // biome-ignore format: a table
const METADATA_KEYS = new Set(['keras_version', 'date_saved']);

/** A field that the row of its class does not have. It may be nothing, or what another version understands: we would read another model than they. */
export const unknownField = defineCheck({
  id: 'keras/unknown-field',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The field is none that Keras writes, so nobody knows what a loader makes of it.',
  advice: 'Save the model again with a current Keras, or ask its author about the field.',
  references: ['CWE-915'],

  *check({ member, objects, metadata }) {
    for (const object of objects)
      for (const { path, of } of unknownFields(object))
        yield { where: { member, pointer: pointerAt(object.place, ...path) }, message: `Holds the field ${quote(path.at(-1))}, which ${of} does not have` };
    if (isJsonObject(metadata))
      for (const key of notIn(metadata, METADATA_KEYS))
        yield {
          where: { member: 'metadata.json', pointer: pointerAt(undefined, key) },
          message: `Holds the field ${quote(key)}, which metadata does not have`,
        };
  },
});

interface Unknown {
  readonly path: readonly string[];
  readonly of: string;
}

function* unknownFields(object: SerializedObject): Generator<Unknown> {
  const { className, value, config, row } = object;
  for (const key of notIn(value, className === '__typespec__' ? TYPE_SPEC_KEYS : OBJECT_KEYS)) yield { path: [key], of: 'a serialized object' };
  if (config !== undefined)
    for (const key of notIn(config, fieldsOf(object))) yield { path: ['config', key], of: row ? `the class "${row.known.class}"` : quote(className) };
  const compile = value['compile_config'];
  if (isJsonObject(compile)) for (const key of notIn(compile, COMPILE_KEYS)) yield { path: ['compile_config', key], of: 'a compile configuration' };
}

type Keys = Pick<ReadonlySet<string>, 'has'>;

/** Undefined where no row says: the class itself is the finding, or it is code whatever its fields. */
function fieldsOf({ className, kind, row }: SerializedObject): Keys | undefined {
  const tag = kind === 'tag' && className !== undefined ? TAGS.get(className) : undefined;
  if (tag !== undefined) return new Set(tag);
  return row === undefined || row.known.code ? undefined : row.known.fields;
}

function* notIn(value: JsonObject, keys: Keys | undefined): Generator<string> {
  if (keys === undefined) return;
  for (const key of Object.keys(value)) if (!keys.has(key)) yield key;
}
