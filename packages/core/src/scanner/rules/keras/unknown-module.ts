import { defineCheck } from '../../define-check.ts';
import { isKerasModule, isSiblingModule, isTypeSpecModule } from '../../keras/modules.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/**
 * A module outside Keras. Keras 3.0 to 3.8 imported it and called what it found there, with arguments from the file and safe mode on.
 * Later versions import their own packages only, and TF-Keras still imports any.
 */
export const unknownModule = defineCheck({
  id: 'keras/unknown-module',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The file names a Python module outside Keras, which vulnerable versions import and call.',
  advice: 'Do not load it with Keras before 3.9 or with TF-Keras; find out why it names the module.',
  references: ['CVE-2025-1550', 'CWE-94'],

  *check({ member, objects }) {
    for (const object of objects)
      if (isOutside(object))
        yield { where: { member, pointer: pointerAt(object.place) }, message: `Names the module ${quote(object.value['module'])}, which is outside Keras` };
  },
});

function isOutside({ row, kind, className, value }: SerializedObject): boolean {
  const module = value['module'];
  if (module === undefined || module === null || row !== undefined) return false;
  if (typeof module !== 'string') return true;
  if (isKerasModule(module) || isSiblingModule(module)) return false;
  if (className === '__typespec__') return !isTypeSpecModule(module);
  return !(kind === 'function' && module === 'builtins'); // what Keras writes for its own functions: keras/unknown-function looks at the name
}
