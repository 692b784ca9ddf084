import { defineCheck } from '../../define-check.ts';
import { isCustom } from '../../keras/custom.ts';
import { isCodeClass } from '../../keras/find-row.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** A class or function of somebody's own. Its code is not in the file, so the file alone does not say what the model computes. */
export const customObject = defineCheck({
  id: 'keras/custom-object',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: "The model needs Python code of its author's, which is not in the file.",
  advice: 'Ask the author for a model of standard layers, or run it with their reviewed code in the guest with real Keras.',
  references: ['CWE-829'],

  *check({ member, objects }) {
    for (const object of objects) {
      const name = customName(object);
      if (name === undefined) continue;
      yield { where: { member, pointer: pointerAt(object.place) }, message: `Needs the custom object ${quote(name)} of the module ${quote(object.module)}` };
    }
  },
});

function customName(object: SerializedObject): string | undefined {
  const { kind, row, className, registered, value } = object;
  if (kind === 'function') {
    const name = value['config'];
    if (typeof name === 'string' && name.includes('>')) return name;
    return registered?.includes('>') ? registered : undefined;
  }
  if (kind !== 'class' || row !== undefined || (className !== undefined && isCodeClass(className))) return undefined;
  return isCustom(object) ? (registered ?? undefined) : undefined;
}
