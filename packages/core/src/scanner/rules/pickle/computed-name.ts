import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** STACK_GLOBAL whose operands are no literals. */
export const pickleComputedName = defineCheck<'pickle'>({
  id: 'pickle/computed-name',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The pickle computes the name that it imports, so that no reader of the file sees it.',
  advice: 'Treat the file as an attack.',
  references: ['CWE-502', 'CWE-184'],

  check: sightsOf('computed-name'),
});
