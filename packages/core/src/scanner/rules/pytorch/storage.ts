import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A member `data/N` that the pickle names, and that is missing or of another size. */
export const pytorchStorage = defineCheck<'pytorch'>({
  id: 'pytorch/storage',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The bytes of a tensor are not as many as the pickle says, or are not there.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-20'],

  check: sightsOf('storage'),
});
