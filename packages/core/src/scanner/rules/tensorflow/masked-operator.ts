import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Functions are called by their names, as operations are. */
export const tensorflowMaskedOperator = defineCheck<'tensorflow'>({
  id: 'tensorflow/masked-operator',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'A function of the graph takes the name of an operation, so what readers show is not what runs.',
  advice: 'Treat the file as an attack.',
  references: ['CWE-436'],

  check: sightsOf('tensorflow/masked-operator'),
});
