import type { SerializedObject } from './objects.ts';

/**
 * Whether an object that is in no table says that somebody's own Python class or function stands behind it: registered as `Package>Name`
 * (`register_keras_serializable`), or from `__main__`, for which Keras writes no module and the bare name.
 */
export function isCustom({ className, module, registered }: Pick<SerializedObject, 'className' | 'module' | 'registered'>): boolean {
  if (registered === null) return false;
  return registered.includes('>') || (module === null && registered === className);
}
