import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Deny by default: built-in operators by number, custom ones by a short list of those that TensorFlow itself carries. */
export const tfliteUnknownOperator = defineCheck<'tflite'>({
  id: 'tflite/unknown-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The model needs an operator that TFLite does not have, from a library that nobody looked at.',
  advice: 'Find out which library it needs and who wrote that.',
  references: ['CWE-829'],

  check: sightsOf('tflite/unknown-operator'),
});
