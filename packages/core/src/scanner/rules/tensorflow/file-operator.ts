import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Operations on files: loading a SavedModel runs its initializers, and a call runs the rest, with the rights of the process. */
export const tensorflowFileOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/file-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The graph reads or writes files whose names its author chose.',
  advice: 'Do not load or call it; ask for a model that takes its data as inputs.',
  references: ['CWE-73', 'CWE-22'],

  check: sightsOf('tensorflow/file-operator'),
});
