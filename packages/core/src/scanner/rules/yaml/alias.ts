import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Aliases of aliases: some lines that stand for millions of values, or for one without end. */
export const yamlAlias = defineCheck<'yaml'>({
  id: 'yaml/alias',
  policy: 'multi-tenant/resource-allocation',
  severity: 'high',
  about: 'The text unfolds to far more than it holds, or to something without end.',
  advice: 'Treat the file as an attack: no program writes such a configuration.',
  references: ['CWE-776'],

  check: sightsOf('yaml/alias'),
});
