import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** What GGUF versions 2 and 3 do not allow: counts that the file cannot hold, unknown types, keys given twice. */
export const ggufStructure = defineCheck<'gguf'>({
  id: 'gguf/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The header cannot be followed to its end, so nobody knows what the file holds.',
  advice: 'Get the file again; readers in C have been overrun by such headers.',
  references: ['CVE-2024-21836', 'CVE-2024-25664', 'CWE-190'],

  check: structureTroubles,
});
