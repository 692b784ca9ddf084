import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Bytes before the first member: a file that is an archive and something else too. */
export const zipPrefixData = defineCheck<'zip'>({
  id: 'zip/prefix-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Something stands before the archive, which other programs may run or read.',
  advice: 'Save the model again with Keras.',
  references: ['CWE-506'],

  check: (subject) => anomaliesOf(subject, ['zip/prefix-data']),
});
