import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Data layout of class 3 (virtual). */
export const hdf5VirtualDataset = defineCheck<'hdf5'>({
  id: 'hdf5/virtual-dataset',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'critical',
  about: 'The bytes of a weight are mapped from other files of the machine that loads the model.',
  advice: 'Treat the file as an attack.',
  references: ['CVE-2026-12480', 'CWE-73'],

  check: (subject) => anomaliesOf(subject, ['hdf5/virtual']),
});
