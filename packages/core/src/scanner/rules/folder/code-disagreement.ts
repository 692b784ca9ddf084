import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** `auto_map` of a tokenizer or processor names other code than that of the `config.json` beside it. */
export const folderCodeDisagreement = defineCheck<'folder'>({
  id: 'folder/code-disagreement',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Two descriptions name different code, so who reads one does not see what the other runs.',
  advice: 'Read the code that both name before you let any of it run.',
  references: ['CWE-436'],

  check: sightsOf('folder/code-disagreement'),
});
