import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Names that lead out of the folder, or that readers take for such. */
export const zipTraversal = defineCheck<'zip'>({
  id: 'zip/traversal',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'critical',
  about: 'Unpacked by its names, the archive writes outside its folder.',
  advice: 'Do not unpack it; ask where it comes from.',
  references: ['CVE-2026-11816', 'CVE-2024-55459', 'CWE-22'],

  check: (subject) =>
    anomaliesOf(subject, [
      'zip/traversal',
      'zip/absolute-name',
      'zip/drive-name',
      'zip/backslash-name',
      'zip/nul-name',
      'zip/control-character-name',
      'zip/dot-name',
      'zip/empty-name',
    ]),
});
