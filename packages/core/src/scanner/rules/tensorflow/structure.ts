import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** Protobuf that breaks off, has wrong types or says twice what it may say once. */
export const tensorflowStructure = defineCheck<'tensorflow'>({
  id: 'tensorflow/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file contradicts the format, so readers see different graphs.',
  advice: 'Get the file again; it is damaged, or none of TensorFlow.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
