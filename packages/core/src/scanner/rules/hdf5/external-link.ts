import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../hdf5-anomalies.ts';

/** Links of type 64 (external), and of types for which a program registers code. */
export const hdf5ExternalLink = defineCheck<'hdf5'>({
  id: 'hdf5/external-link',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'critical',
  about: 'A name in the weights leads to another file of the machine that loads the model.',
  advice: 'Treat the file as an attack.',
  references: ['CVE-2026-9335', 'CWE-73'],

  check: (subject) => anomaliesOf(subject, ['hdf5/external-link', 'hdf5/user-link']),
});
