import { defineCheck } from '../../define-check.ts';
import { dictionaries } from '../../keras/dictionaries.ts';
import { namesOf } from '../../keras/functions.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** Functions inside Keras that switch safe mode off, load further files, fetch or write: no model needs them. */
const UNSAFE = new Set([
  'clone_model', 'deserialize_keras_object', 'enable_unsafe_deserialization', 'func_load', 'get_file', 'load_img', 'load_model', 'load_weights',
  'model_from_json', 'model_from_yaml', 'save_img', 'save_model', 'save_weights', 'set_global_attribute', 'SafeModeScope', 'get_custom_objects',
  'register_keras_serializable', 'extract_archive', 'image_dataset_from_directory', 'text_dataset_from_directory', 'audio_dataset_from_directory',
]); // biome-ignore format: a table

/**
 * A name that would weaken the loader itself. Only fields that name things are looked at (class, function, registered name, fields that take functions):
 * a vocabulary may well hold the word.
 */
export const unsafeSetting = defineCheck({
  id: 'keras/unsafe-setting',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The file asks Keras to switch its own protection off or to load something else.',
  advice: 'Treat the file as an attack.',
  references: ['CVE-2025-9906', 'CVE-2025-8747', 'CWE-693'],

  *check({ member, config, objects }) {
    for (const object of objects)
      for (const name of namesIn(object))
        if (UNSAFE.has(lastPart(name))) yield { where: { member, pointer: pointerAt(object.place) }, message: `Names ${quote(name)}, which no model needs` };
    if (config === undefined) return;
    for (const { value, place } of dictionaries(config))
      if ('safe_mode' in value)
        yield { where: { member, pointer: pointerAt(place, 'safe_mode') }, message: `Sets "safe_mode" to ${quote(value['safe_mode'])}` };
  },
});

/** Each name once, wherever the object says it. */
function namesIn({ className, registered, kind, value, config }: SerializedObject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of [className, registered, kind === 'function' ? value['config'] : undefined]) if (typeof name === 'string') names.add(name);
  if (config !== undefined)
    for (const field of Object.keys(config)) {
      const text = config[field];
      if (typeof text === 'string' && (namesOf(field) !== undefined || field === 'function')) names.add(text);
    }
  return names;
}

const lastPart = (name: string): string => name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('>')) + 1);
