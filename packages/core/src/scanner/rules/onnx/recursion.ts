import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Functions must not call themselves, not by others either (ONNX IR). */
export const onnxRecursion = defineCheck<'onnx'>({
  id: 'onnx/recursion',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'A function of the model calls itself, and readers that expand functions never end.',
  advice: 'Refuse the file: ONNX forbids it.',
  references: ['CWE-674'],

  check: sightsOf('onnx/recursion'),
});
