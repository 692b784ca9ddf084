import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** BUILD, SETITEM or APPEND on what was imported: other code then runs the changed one. */
export const pickleChangedGlobal = defineCheck<'pickle'>({
  id: 'pickle/changed-global',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The pickle changes a module, a class or a function of the program that loads it.',
  advice: 'Treat the file as an attack.',
  references: ['CWE-502', 'CWE-915'],

  check: sightsOf('changed-global'),
});
