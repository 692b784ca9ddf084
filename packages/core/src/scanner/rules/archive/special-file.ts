import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Devices, pipes and kinds that only some readers know. */
export const archiveSpecialFile = defineCheck<'archive'>({
  id: 'archive/special-file',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive has something that is no plain file.',
  advice: 'Unpack nothing of it; ask for an archive of plain files.',
  references: ['CWE-20'],

  check: sightsOf('special-file'),
});
