import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Programs inside an attribute, of JAX for one: what they call is not in the graph. */
export const tensorflowOpaqueOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/opaque-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The graph carries a compiled program that we do not read.',
  advice: 'Ask for the model in operations of TensorFlow, or take it as not scanned.',
  references: ['CWE-829'],

  check: sightsOf('tensorflow/opaque-operator'),
});
