import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Deny by default: an operation must be in the registry of the real TensorFlow, or be a function of the graph. */
export const tensorflowUnknownOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/unknown-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The graph needs an operation that TensorFlow does not have, from a library that nobody looked at.',
  advice: 'Find out which library it needs and who wrote that.',
  references: ['CWE-829'],

  check: sightsOf('tensorflow/unknown-operator'),
});
