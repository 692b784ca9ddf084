import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Two headers of one member that disagree: readers differ in which they follow. */
export const archiveMismatch = defineCheck<'archive'>({
  id: 'archive/mismatch',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive says two things about a member, so what was scanned may not be what others load.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CVE-2025-62518', 'CWE-436'],

  check: sightsOf('mismatch'),
});
