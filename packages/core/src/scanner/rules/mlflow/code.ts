import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A model of the flavor `python_function` may carry Python files and a pickled object of a class of its author's. */
export const mlflowCode = defineCheck<'mlflow'>({
  id: 'mlflow/code',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Loading the model runs Python code that lies beside it.',
  advice: 'Ask for the model in a flavor of a library, or read that code before you let it run.',
  references: ['CVE-2024-37054', 'CWE-502'],

  check: sightsOf('mlflow/code'),
});
