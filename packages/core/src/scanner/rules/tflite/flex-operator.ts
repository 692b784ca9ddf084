import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Operations of TensorFlow inside a TFLite model (Flex): judged by the table of TensorFlow. */
export const tfliteFlexOperator = defineCheck<'tflite'>({
  id: 'tflite/flex-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The model asks TensorFlow itself for an operation that reads files, runs code or opens connections.',
  advice: 'Do not load it in an interpreter with the Flex delegate.',
  references: ['CWE-94', 'CWE-73'],

  check: sightsOf('tflite/flex-operator'),
});
