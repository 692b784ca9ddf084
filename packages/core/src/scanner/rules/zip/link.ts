import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Members that are links, devices, pipes or sockets. */
export const zipLink = defineCheck<'zip'>({
  id: 'zip/link',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Unpacked, the member leads to another file of the machine.',
  advice: 'Do not unpack it; ask where it comes from.',
  references: ['CVE-2025-12638', 'CVE-2026-12482', 'CWE-59'],

  check: (subject) => anomaliesOf(subject, ['zip/symbolic-link', 'zip/special-file']),
});
