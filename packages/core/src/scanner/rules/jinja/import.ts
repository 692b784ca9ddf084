import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** `include`, `import`, `from` and `extends` read other files by name. */
export const jinjaImport = defineCheck<'jinja'>({
  id: 'jinja/import',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Rendering the template would open other files.',
  advice: 'Ask for a template that stands alone.',
  references: ['CWE-73', 'CWE-1336'],

  check: sightsOf('jinja/import'),
});
