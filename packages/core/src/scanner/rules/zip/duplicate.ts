import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Two members with the same name, or with names that are one where case or Unicode form do not count. */
export const zipDuplicate = defineCheck<'zip'>({
  id: 'zip/duplicate',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Two members have one name, so readers differ in which one they take: what we scanned may not be what they load.',
  advice: 'Treat the file as an attack; no writer of models makes it.',
  references: ['CWE-694'],

  check: (subject) => anomaliesOf(subject, ['zip/duplicate-name', 'zip/colliding-names']),
});
