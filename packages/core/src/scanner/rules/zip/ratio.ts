import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Decompression bombs, by the claims of the archive; what really comes out is counted when a member is read. */
export const zipRatio = defineCheck<'zip'>({
  id: 'zip/ratio',
  policy: 'multi-tenant/resource-allocation',
  severity: 'high',
  about: 'The member unpacks to far more than it weighs, and can fill memory or disk.',
  advice: 'Refuse it; a model of that size is no smaller when packed.',
  references: ['CWE-409'],

  check: (subject) => anomaliesOf(subject, ['zip/ratio']),
});
