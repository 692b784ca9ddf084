import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** Text that Python's `json` would refuse too. */
export const jsonStructure = defineCheck<'json'>({
  id: 'json/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The description cannot be read, so nobody knows what the model is.',
  advice: 'Get the file again; it is damaged, or no model.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
