import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A class or a function that the allow-list does not have. Importing a module runs its code. */
export const pickleUnlistedGlobal = defineCheck<'pickle'>({
  id: 'pickle/unlisted-global',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Loading the file would import something that nobody reviewed for pickles.',
  advice: 'Add the exact name to the policy when you know what it does.',
  references: ['CWE-502'],

  check: sightsOf('unlisted-global'),
});
