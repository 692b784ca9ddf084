import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** Protobuf that breaks off, has wrong types or says twice what it may say once. */
export const onnxStructure = defineCheck<'onnx'>({
  id: 'onnx/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file contradicts the format, so readers see different models.',
  advice: 'Get the file again; it is damaged, or no ONNX model.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
