import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** External File List message (III.G): raw data in a file whose path the sender chose. */
export const hdf5ExternalStorage = defineCheck<'hdf5'>({
  id: 'hdf5/external-storage',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'critical',
  about: 'The bytes of a weight come from another file of the machine that loads the model.',
  advice: 'Treat the file as an attack.',
  references: ['CVE-2026-1669', 'CWE-73'],

  check: (subject) => anomaliesOf(subject, ['hdf5/external-storage']),
});
