import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Bytes that no reader of this format looks at. */
export const archiveTrailingData = defineCheck<'archive'>({
  id: 'archive/trailing-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Something stands behind the end of the archive or image, which another program may read.',
  advice: 'Ask for the file without it.',
  references: ['CWE-436'],

  check: sightsOf('trailing-data'),
});
