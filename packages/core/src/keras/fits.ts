import { KNOWN_LAYERS, type KnownClass } from './known/index.ts';
import type { LayerObject } from './object.ts';

/** Whether a file may write this module for the class: Keras' own spellings, and null where a legacy file leaves it out. */
export const moduleFits = (known: KnownClass, module: string | null): boolean => module === null || module === known.module || known.modules.has(module);

/**
 * Whether a registered name leads to the class that the file names, and to no other.
 *
 * Keras looks for a registered name first, among whatever its user has registered (`_retrieve_class_or_fn` of keras/src/saving/serialization_lib.py), and
 * refuses one beside a class of its own that is not that class' name. So it may be null, the name itself, or what Keras registers the class as; of the other
 * names only those with a package, which TF-Keras registers (`Custom>Adam`).
 */
export const registeredFits = (known: KnownClass, registered: string | null, className: string): boolean =>
  registered === null || registered === className || registered === known.registered || (registered.includes('>') && known.aliases.includes(registered));

/** The layer of Keras that an object is; undefined for what only bears its name. */
export function knownLayer({ className, module, registeredName }: LayerObject): KnownClass | undefined {
  const known = KNOWN_LAYERS.get(className);
  return known !== undefined && moduleFits(known, module) && registeredFits(known, registeredName, className) ? known : undefined;
}
