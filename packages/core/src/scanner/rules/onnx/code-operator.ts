import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Operators that do more than compute, by a table that says what each does; under any domain, since the domain is the sender's text. */
export const onnxCodeOperator = defineCheck<'onnx'>({
  id: 'onnx/code-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The model has an operator that runs code, loads an engine or opens a connection.',
  advice: 'Do not load it; ask for the model in operators of ONNX alone.',
  references: ['CWE-94', 'CWE-829'],

  check: sightsOf('onnx/code-operator'),
});
