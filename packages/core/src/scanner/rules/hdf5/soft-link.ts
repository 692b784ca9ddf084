import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Soft links: Keras writes hard links only. */
export const hdf5SoftLink = defineCheck<'hdf5'>({
  id: 'hdf5/soft-link',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'A name in the weights leads to a path, which may be anywhere; Keras writes none.',
  advice: 'Save the model again with Keras.',
  references: ['CVE-2026-9335', 'CWE-59'],

  check: (subject) => anomaliesOf(subject, ['hdf5/soft-link']),
});
