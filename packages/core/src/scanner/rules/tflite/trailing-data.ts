import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Behind a model may stand a zip archive of associated files, which is looked into, and nothing else. */
export const tfliteTrailingData = defineCheck<'tflite'>({
  id: 'tflite/trailing-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Bytes behind the model belong to no part of it.',
  advice: 'Ask for the file without them.',
  references: ['CWE-436'],

  check: sightsOf('tflite/trailing-data'),
});
