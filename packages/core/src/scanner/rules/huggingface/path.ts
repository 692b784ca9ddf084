import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A name of a file that leads out of the folder: absolute, with `..`, or an address. */
export const huggingfacePath = defineCheck<'huggingface'>({
  id: 'huggingface/path',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Loading the model would open a file or an address that its author chose.',
  advice: 'Ask for a model whose files lie beside one another.',
  references: ['CWE-22', 'CWE-73'],

  check: sightsOf('huggingface/path'),
});
