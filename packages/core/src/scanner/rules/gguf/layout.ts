import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Tensors outside the file, over one another, or not aligned: what readers in C map without looking. */
export const ggufLayout = defineCheck<'gguf'>({
  id: 'gguf/layout',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Tensors lie where the file has no bytes for them, or on one another.',
  advice: 'Treat the file as an attack: no program that writes GGUF makes it.',
  references: ['CVE-2024-21802', 'CVE-2024-21825', 'CWE-787'],

  check: sightsOf('gguf/layout'),
});
