import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A script has no business beside a model. */
export const codeScript = defineCheck<'code'>({
  id: 'code/script',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file is a script, which runs when something starts it.',
  advice: 'Remove it, or have it reviewed like any program.',
  references: ['CWE-829'],

  check: sightsOf('script'),
});
