import { defineCheck } from '../../define-check.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/**
 * A name that is a path. Keras makes folders of layer names when it saves and loads assets, so a name may lead out of the folder.
 * Names in every script, with spaces and brackets, are names.
 */
export const namePath = defineCheck({
  id: 'keras/name-path',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Keras uses the name as a folder of assets, so it can lead to files outside the model.',
  advice: 'Treat the file as an attack: Keras itself refuses such names when a model is built.',
  references: ['CVE-2026-12479', 'CWE-22'],

  *check({ member, objects }) {
    for (const object of objects)
      for (const { path, name } of namesOf(object))
        if (isPath(name)) yield { where: { member, pointer: pointerAt(object.place, ...path) }, message: `Holds the name ${quote(name)}, which is a path` };
  },
});

function* namesOf({ value, config }: SerializedObject): Generator<{ readonly path: readonly string[]; readonly name: string }> {
  if (typeof value['name'] === 'string') yield { path: ['name'], name: value['name'] };
  if (typeof config?.['name'] === 'string') yield { path: ['config', 'name'], name: config['name'] };
}

/** Slashes of both kinds, NUL, and a leading dot, which hides a folder or names its parent. */
const isPath = (name: string): boolean => /[/\\\0]/.test(name) || name.startsWith('.');
