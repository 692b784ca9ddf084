import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** The header of a safetensors file: a length in eight bytes, then one JSON object, each tensor with `dtype`, `shape` and `data_offsets`. */
export const safetensorsStructure = defineCheck<'safetensors'>({
  id: 'safetensors/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The header cannot be read as the format has it, so nobody knows which tensors the file holds.',
  advice: 'Get the file again; it is damaged, or no safetensors file.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
