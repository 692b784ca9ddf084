import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** An identifier that only `torch.load` and few other loaders give a meaning, in a file that is none of theirs or in a form that they do not write. */
export const picklePersistentId = defineCheck<'pickle'>({
  id: 'pickle/persistent-id',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The pickle asks its loader for an object that is not in the file.',
  advice: 'Find out which program is to load it.',
  references: ['CWE-502'],

  check: sightsOf('persistent-id'),
});
