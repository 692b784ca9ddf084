import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Paths of external data: relative, downward, plain. Readers have followed others to any file. */
export const onnxExternalData = defineCheck<'onnx'>({
  id: 'onnx/external-data',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'Loading the model would read a file outside its folder.',
  advice: 'Ask for a model whose data lie beside it.',
  references: ['CVE-2022-25882', 'CVE-2024-27318', 'CVE-2024-5187', 'CWE-22'],

  check: sightsOf('onnx/external-data'),
});
