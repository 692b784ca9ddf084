import { KNOWN_LAYERS, type KnownClass } from './known/index.ts';
import type { LayerObject } from './object.ts';

/** Whether a file may write this module for the class: Keras' own spellings, and null where a legacy file leaves it out. */
export const moduleFits = (known: KnownClass, module: string | null): boolean => module === null || module === known.module || known.modules.has(module);

/** Whether a registered name is the one that Keras itself writes for the class. */
export const registeredFits = (known: KnownClass, registered: string | null): boolean =>
  registered === null || registered === known.class || registered === known.registered || known.aliases.includes(registered);

/** The layer of Keras that an object is; undefined for what only bears its name. */
export function knownLayer({ className, module, registeredName }: LayerObject): KnownClass | undefined {
  const known = KNOWN_LAYERS.get(className);
  return known !== undefined && moduleFits(known, module) && registeredFits(known, registeredName) ? known : undefined;
}
