import { defineCheck } from '../../define-check.ts';
import { isCustom } from '../../keras/custom.ts';
import { isClassName, isCodeClass } from '../../keras/find-row.ts';
import { isKerasModule, isSiblingModule, isTypeSpecModule } from '../../keras/modules.ts';
import type { SerializedObject } from '../../keras/objects.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** Type specifications that TensorFlow writes for inputs (`__typespec__`). */
const TYPE_SPECS = new Set(['TensorSpec', 'RaggedTensorSpec', 'SparseTensorSpec', 'BoundedTensorSpec', 'TensorArraySpec']);

/**
 * A class that is in no row of the one table, under a module that is Keras' or none.
 *
 * Deny by default: class, module and registered name must be together what Keras writes. A known class under another module of Keras is unknown too, since
 * `keras.utils` + a name reaches what `keras.layers` + the same name does not.
 */
export const unknownClass = defineCheck({
  id: 'keras/unknown-class',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The class is none that Keras has, so what loading it would do is unknown.',
  advice: 'Find out who wrote the class; a model made of classes of Keras alone can be read.',
  references: ['CWE-502'],

  *check({ member, config, objects, of }) {
    if (config !== undefined && of !== 'training' && !isModel(objects[0]))
      yield { where: { member, pointer: '' }, message: 'Describes nothing that Keras saves: neither a model nor a layer' };
    for (const object of objects) {
      const message = wrong(object);
      if (message !== undefined) yield { where: { member, pointer: pointerAt(object.place) }, message };
    }
  },
});

/** The root comes first. What is in no table is a finding of its own. */
function isModel(root: SerializedObject | undefined): boolean {
  if (root === undefined || root.place !== undefined) return false;
  return root.row === undefined ? root.kind === 'class' : root.row.kind === 'model' || root.row.kind === 'layer' || root.row.known.class === 'FeatureSpace';
}

function wrong({ kind, row, className, module, value, registered }: SerializedObject): string | undefined {
  if (className === '__typespec__') return wrongTypeSpec(value['spec_name'], module);
  if (kind !== 'class' || row !== undefined) return undefined;
  if (className === undefined) return 'Names a module, but no class as text';
  if (isCodeClass(className) || isCustom({ className, module, registered })) return undefined;
  if (module !== null && isSiblingModule(module)) return `Uses the class ${quote(className)} of ${quote(module)}, a package that is not in our tables yet`;
  if (module !== null && !isKerasModule(module)) return undefined; // keras/unknown-module says it
  const form = `module ${quote(module)}, registered as ${quote(value['registered_name'] ?? null)}`;
  return isClassName(className)
    ? `Uses the class name ${quote(className)} in a form that Keras does not write: ${form}`
    : `Uses the class ${quote(className)}, which Keras does not have: ${form}`;
}

function wrongTypeSpec(name: unknown, module: string | null): string | undefined {
  if (typeof name === 'string' && TYPE_SPECS.has(name) && module !== null && isTypeSpecModule(module)) return undefined;
  return `Uses the type specification ${quote(name ?? null)} of ${quote(module)}, which Keras does not write`;
}
