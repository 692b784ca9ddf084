import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A name that becomes a path elsewhere (CVE-2007-4559 for tar). */
export const archiveTraversal = defineCheck<'archive'>({
  id: 'archive/traversal',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'A member is named so that unpacking writes outside its folder.',
  advice: 'Unpack nothing of it.',
  references: ['CWE-22', 'CVE-2007-4559'],

  check: sightsOf('traversal'),
});
