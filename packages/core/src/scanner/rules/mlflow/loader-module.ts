import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** `loader_module` is imported and its `_load_pyfunc` is called; MLflow's own flavors name modules of MLflow. */
export const mlflowLoaderModule = defineCheck<'mlflow'>({
  id: 'mlflow/loader-module',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'Loading the model imports a module that its author named.',
  advice: 'Find out which module that is before you load the model.',
  references: ['CWE-470', 'CWE-829'],

  check: sightsOf('mlflow/loader-module'),
});
