import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Encrypted members: what nobody can look at is not clean. */
export const zipEncrypted = defineCheck<'zip'>({
  id: 'zip/encrypted',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'A part is encrypted, so nobody has looked at it.',
  advice: 'Ask for the model without a password.',
  references: ['CWE-311'],

  check: (subject) => anomaliesOf(subject, ['zip/encrypted']),
});
