import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** More bytes than shape and type say. */
export const npyTrailingData = defineCheck<'npy'>({
  id: 'npy/trailing-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Bytes stand behind the array, which NumPy never reads and another program may.',
  advice: 'Ask for the file without them.',
  references: ['CWE-20'],

  check: sightsOf('trailing-data'),
});
