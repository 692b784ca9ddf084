import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** A text that no YAML reader takes. */
export const yamlStructure = defineCheck<'yaml'>({
  id: 'yaml/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The text cannot be read as YAML, so nobody knows what it describes.',
  advice: 'Get the file again; it is damaged.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
