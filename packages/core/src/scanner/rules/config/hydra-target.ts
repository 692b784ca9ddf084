import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** `_target_` names a class or function by its Python path; Hydra and what is built on it import it and call it with the values beside it. */
export const configHydraTarget = defineCheck<'config'>({
  id: 'config/hydra-target',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Whoever instantiates this configuration calls what its author named.',
  advice: 'Use the values of the configuration without instantiating it, or let pass only the classes you know.',
  references: ['CVE-2025-23304', 'CWE-502', 'CWE-470'],

  check: sightsOf('config/hydra-target'),
});
