import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A class that is not on the list of reviewed types. skops itself asks whoever loads the file to trust it. */
export const skopsUnlistedType = defineCheck<'skops'>({
  id: 'skops/unlisted-type',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file needs a class that nobody here has reviewed.',
  advice: 'Trust the class only if you know its code.',
  references: ['CWE-502'],

  check: sightsOf('skops/unlisted-type'),
});
