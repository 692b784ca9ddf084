import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** All of them were looked at. */
export const pickleSeveral = defineCheck<'pickle'>({
  id: 'pickle/several',
  policy: 'multi-tenant/model-sharing',
  severity: 'info',
  about: 'The file holds several pickles, of which a loader may read only the first.',
  advice: 'Ask for one pickle a file.',
  references: [],

  check: sightsOf('several'),
});
