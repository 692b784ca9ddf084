import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/**
 * A tag that asks for an object of a programming language. Readers that build what tags ask for have run code: PyYAML before 5.4, `yaml.unsafe_load`,
 * Keras before 2.6.
 */
export const yamlTag = defineCheck<'yaml'>({
  id: 'yaml/tag',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'A reader that builds what the tag asks for calls code that the file names.',
  advice: 'Read the file with a loader of plain values alone.',
  references: ['CVE-2021-37678', 'CVE-2020-14343', 'CWE-502'],

  check: sightsOf('yaml/tag'),
});
