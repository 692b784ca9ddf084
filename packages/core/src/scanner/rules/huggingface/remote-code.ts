import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/**
 * `auto_map`, `custom_pipelines`, `impl` and `trust_remote_code`: the model brings Python files, or names a repository that does, and loads only with
 * them.
 */
export const huggingfaceRemoteCode = defineCheck<'huggingface'>({
  id: 'huggingface/remote-code',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Loading the model as it asks for runs Python code that lies beside it or in another repository.',
  advice: 'Ask for the model in a class that the library has, or read that code before you let it run.',
  references: ['CWE-94', 'CWE-829'],

  check: sightsOf('huggingface/remote-code'),
});
