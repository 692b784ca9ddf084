import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A link in an archive makes a later member, or the reader, go where it leads. */
export const archiveLink = defineCheck<'archive'>({
  id: 'archive/link',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive makes a link, through which unpacking or loading can leave its folder.',
  advice: 'Unpack nothing of it; ask for an archive of plain files.',
  references: ['CWE-59'],

  check: sightsOf('link'),
});
