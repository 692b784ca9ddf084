import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** A header, a size or a checksum that is not true. */
export const archiveStructure = defineCheck<'archive'>({
  id: 'archive/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive, compressed stream or image contradicts its format, so readers differ in what they see.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-20'],

  check: structureTroubles,
});
