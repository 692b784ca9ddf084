import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/**
 * A subscript or name of an attribute that is put together from pieces: nobody who means `role` writes it so, and lists of forbidden words do not see
 * it.
 */
export const jinjaComputedName = defineCheck<'jinja'>({
  id: 'jinja/computed-name',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The template builds a name from pieces, so what it reaches for cannot be read off.',
  advice: 'Treat the template as an attack until you know which name it builds.',
  references: ['CVE-2024-34359', 'CWE-1336'],

  check: sightsOf('jinja/computed-name'),
});
