import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Hard links to a group above. */
export const hdf5Cycle = defineCheck<'hdf5'>({
  id: 'hdf5/cycle',
  policy: 'multi-tenant/resource-allocation',
  severity: 'high',
  about: 'A group contains itself, so a program which walks the file does not come to an end.',
  advice: 'Treat the file as an attack.',
  references: ['CWE-835'],

  check: (subject) => anomaliesOf(subject, ['hdf5/hard-link-cycle']),
});
