import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** The call is written out as Python would write it; it is critical where the callee is known to run code or to touch files, network or processes. */
export const pickleUnlistedCall = defineCheck<'pickle'>({
  id: 'pickle/unlisted-call',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Loading the file would call something that nobody reviewed for pickles.',
  advice: 'Load it only when you know the callee, and never for its name alone; else refuse the file.',
  references: ['CWE-502'],

  check: sightsOf('unlisted-call'),
});
