import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Two files could be the graph of one SavedModel. */
export const folderTwoDescriptions = defineCheck<'folder'>({
  id: 'folder/two-descriptions',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Two files describe the same model, so what was reviewed may not be what is loaded.',
  advice: 'Ask for the folder with one description.',
  references: ['CWE-436'],

  check: sightsOf('folder/two-descriptions'),
});
