import { defineCheck } from '../../define-check.ts';
import { isCodeClass } from '../../keras/find-row.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** Advisories of single classes; the others carry code all the same. */
const ADVISORIES: Readonly<Record<string, readonly string[]>> = {
  Lambda: ['CVE-2024-3660', 'CVE-2025-8747', 'CVE-2026-12481', 'CWE-94'],
  TFSMLayer: ['CVE-2026-1462', 'CWE-829'],
  TorchModuleWrapper: ['CVE-2025-49655', 'CVE-2026-12484', 'CWE-502'],
};

/** Classes of Keras which take a function, a pickle or a foreign model as their configuration, by their names alone: whatever module stands beside. */
export const codeClass = defineCheck({
  id: 'keras/code-class',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The class takes code, a pickle or the path of another model from the file: what it does is not in the description.',
  advice: 'Ask for the model without it, or run it only in the guest with real Keras.',
  references: ['CWE-94'],

  *check({ member, objects }) {
    for (const { place, className, kind } of objects) {
      if (kind !== 'class' || className === undefined || !isCodeClass(className)) continue;
      const references = Object.hasOwn(ADVISORIES, className) ? ADVISORIES[className] : undefined;
      yield {
        where: { member, pointer: pointerAt(place) },
        message: `Uses the class ${quote(className)}, which carries or names code`,
        ...(references && { references }),
      };
    }
  },
});
