import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Readers differ in which of two members with one name they take; on some disks case and Unicode form do not count. */
export const archiveDuplicate = defineCheck<'archive'>({
  id: 'archive/duplicate',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Two members have one name, so what was scanned may not be what others load.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-436'],

  check: sightsOf('duplicate'),
});
