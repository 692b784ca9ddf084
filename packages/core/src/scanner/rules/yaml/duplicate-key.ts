import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Two values under one key. PyYAML takes the last one, others the first or none. */
export const yamlDuplicateKey = defineCheck<'yaml'>({
  id: 'yaml/duplicate-key',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Readers differ in which of the two values they take, so one of them hides.',
  advice: 'Treat the file as an attack: no program that writes YAML makes it.',
  references: ['CWE-436'],

  check: sightsOf('yaml/duplicate-key'),
});
