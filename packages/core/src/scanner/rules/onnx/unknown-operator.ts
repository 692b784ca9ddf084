import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Deny by default: domain and type must be together in the tables of the real libraries, or a function of the model. */
export const onnxUnknownOperator = defineCheck<'onnx'>({
  id: 'onnx/unknown-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The model needs an operator that neither ONNX nor ONNX Runtime has, from a library that nobody looked at.',
  advice: 'Find out which library it needs and who wrote that.',
  references: ['CWE-829'],

  check: sightsOf('onnx/unknown-operator'),
});
