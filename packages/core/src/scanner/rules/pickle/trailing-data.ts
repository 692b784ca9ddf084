import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A payload behind the end, or the rest of another file. They were searched for pickles. */
export const pickleTrailingData = defineCheck<'pickle'>({
  id: 'pickle/trailing-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Bytes stand behind the pickle, which its loader never reads and another program may.',
  advice: 'Ask for the file without them.',
  references: ['CWE-20'],

  check: sightsOf('trailing-data'),
});
