import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** A header that NumPy would not write, or fewer bytes than it announces. */
export const npyStructure = defineCheck<'npy'>({
  id: 'npy/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The array file contradicts the format of NumPy.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-20'],

  check: structureTroubles,
});
