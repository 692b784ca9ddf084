import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Operations that leave the graph, by a table that says what each does. In functions, in attributes and in the graph itself. */
export const tensorflowCodeOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/code-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: "The graph has an operation that runs Python or native code beyond TensorFlow's own.",
  advice: 'Do not load it; ask for the model without such operations.',
  references: ['CWE-94'],

  check: sightsOf('tensorflow/code-operator'),
});
