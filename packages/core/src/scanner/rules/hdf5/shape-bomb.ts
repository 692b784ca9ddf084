import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Declared shape times type against stored bytes. */
export const hdf5ShapeBomb = defineCheck<'hdf5'>({
  id: 'hdf5/shape-bomb',
  policy: 'multi-tenant/resource-allocation',
  severity: 'high',
  about: 'A weight declares far more bytes than the file has, and would fill memory when it is loaded.',
  advice: 'Refuse the file, or raise the limits in the policy when the weight really has that size.',
  references: ['CVE-2026-0897', 'CVE-2026-12570', 'CWE-789'],

  check: (subject) => anomaliesOf(subject, ['hdf5/shape-bomb']),
});
