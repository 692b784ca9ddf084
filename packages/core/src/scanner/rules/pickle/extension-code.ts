import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** EXT1, EXT2 and EXT4 look in `copyreg`, where a pickle itself can put something before. */
export const pickleExtensionCode = defineCheck<'pickle'>({
  id: 'pickle/extension-code',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The pickle names something by a number that only the loading program can resolve.',
  advice: 'Ask for a pickle without extension codes.',
  references: ['CWE-502'],

  check: sightsOf('extension-code'),
});
