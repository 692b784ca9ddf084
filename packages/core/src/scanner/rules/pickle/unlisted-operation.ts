import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** BUILD, SETITEM or APPEND on an object whose class has no such entry: they call its methods with data of the sender. */
export const pickleUnlistedOperation = defineCheck<'pickle'>({
  id: 'pickle/unlisted-operation',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Loading the file would change an object in a way that nobody reviewed for its class.',
  advice: 'Add the exact name to the policy when you know what it does.',
  references: ['CWE-502', 'CVE-2026-24747'],

  check: sightsOf('unlisted-operation'),
});
