import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A call, filter, test or statement that chat templates do not need. What it does depends on the program that renders. */
export const jinjaCall = defineCheck<'jinja'>({
  id: 'jinja/call',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The template calls something that is not among what chat templates use.',
  advice: 'Look at what it calls before you render it.',
  references: ['CWE-1336'],

  check: sightsOf('jinja/call'),
});
