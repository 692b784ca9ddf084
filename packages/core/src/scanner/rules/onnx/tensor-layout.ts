import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Shapes, lengths and places of tensors, which must agree. */
export const onnxTensorLayout = defineCheck<'onnx'>({
  id: 'onnx/tensor-layout',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: "A tensor's shape does not fit its data; readers have read past their memory on such files.",
  advice: 'Treat the file as an attack: no exporter writes it.',
  references: ['CWE-125', 'CWE-1284'],

  check: sightsOf('onnx/tensor-layout'),
});
