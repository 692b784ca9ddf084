import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A path in a description of MLflow that leads out of the model's folder, or an address. */
export const mlflowPath = defineCheck<'mlflow'>({
  id: 'mlflow/path',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Loading the model would open a file or an address that its author chose.',
  advice: 'Ask for a model whose files lie in its own folder.',
  references: ['CVE-2023-6909', 'CVE-2024-3848', 'CWE-22'],

  check: sightsOf('mlflow/path'),
});
