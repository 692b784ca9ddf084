import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/**
 * Tensors that do not lie one behind the other to the end of the file. The real library refuses them, other readers do not: bytes could hide there, or
 * be read as two things.
 */
export const safetensorsLayout = defineCheck<'safetensors'>({
  id: 'safetensors/layout',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Bytes of the file belong to no tensor or to several, so readers see different files.',
  advice: 'Treat the file as an attack: no program that writes safetensors makes it.',
  references: ['CWE-436'],

  check: sightsOf('safetensors/layout'),
});
