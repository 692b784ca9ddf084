import { defineCheck } from '../../define-check.ts';
import { causeOf, observe } from '../../troubles.ts';

/** A budget of the policy was passed. What was found before stands; what comes behind was not looked at. */
export const scanLimit = defineCheck<'scan'>({
  id: 'scan/limit',
  policy: 'multi-tenant/resource-allocation',
  severity: 'high',
  about: 'The file wants more than the policy gives to one file, so it was not looked at as a whole.',
  advice: 'Raise the limit in the policy when you know why the file needs it.',
  references: ['CWE-400'],

  *check({ troubles }) {
    for (const trouble of troubles) if (causeOf(trouble.error) === 'limit') yield observe(trouble);
  },
});
