import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A description names shards, variables, assets or code that do not lie beside it. */
export const folderMissingFile = defineCheck<'folder'>({
  id: 'folder/missing-file',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'A part of the model was not there to be looked at, and a loader may fetch it from elsewhere.',
  advice: 'Get the missing file, and scan the folder again.',
  references: ['CWE-829'],

  check: sightsOf('folder/missing-file'),
});
