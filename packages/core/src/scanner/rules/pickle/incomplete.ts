import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** Truncated, broken or contradicting op-codes. What was found before stands, and what comes behind was looked for. */
export const pickleIncomplete = defineCheck<'pickle'>({
  id: 'pickle/incomplete',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'A part of the pickle cannot be followed: loaders run what stands before it, and scanners that give up see nothing.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-20', 'CWE-502'],

  check: structureTroubles,
});
