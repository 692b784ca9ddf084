import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A model's own functions win over operators of the same domain and name (ONNX IR, model local functions). */
export const onnxMaskedOperator = defineCheck<'onnx'>({
  id: 'onnx/masked-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'A function of the model takes the name of an operator, so what readers show is not what runs.',
  advice: 'Treat the file as an attack, or ask for it without functions of such names.',
  references: ['CWE-436'],

  check: sightsOf('onnx/masked-operator'),
});
