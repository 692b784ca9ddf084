import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Bytes behind the end of the archive, or a comment in it. */
export const zipTrailingData = defineCheck<'zip'>({
  id: 'zip/trailing-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Something stands behind the archive, which other programs may run or read.',
  advice: 'Save the model again with Keras.',
  references: ['CWE-506'],

  check: (subject) => anomaliesOf(subject, ['zip/trailing-data', 'zip/comment']),
});
