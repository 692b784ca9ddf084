import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Tensors, buffers and operators refer to each other by number; interpreters have trusted the numbers. */
export const tfliteTensorLayout = defineCheck<'tflite'>({
  id: 'tflite/tensor-layout',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: "A tensor's shape does not fit its data, or its buffer is none of the model.",
  advice: 'Treat the file as an attack: no converter writes it.',
  references: ['CVE-2020-15211', 'CWE-125'],

  check: sightsOf('tflite/tensor-layout'),
});
