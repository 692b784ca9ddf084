import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Operations on the network, by the same table. */
export const tensorflowNetworkOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/network-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The graph opens connections, or sends tensors to addresses, that its author chose.',
  advice: 'Do not load or call it outside a sandbox without a network.',
  references: ['CWE-918'],

  check: sightsOf('tensorflow/network-operator'),
});
