import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A module named in `modules.json`, `model_index.json` or an adapter that its library imports by that name, and which is none of its own. */
export const huggingfaceUnlistedModule = defineCheck<'huggingface'>({
  id: 'huggingface/unlisted-module',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The library imports a module by a name that the file gives, outside what it brings itself.',
  advice: 'Find out which module that is before you load the model.',
  references: ['CWE-470', 'CWE-829'],

  check: sightsOf('huggingface/unlisted-module'),
});
