import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** What a loader of skops would call while it builds the object: functions outside the list, and methods and operators of types outside the list. */
export const skopsEmbeddedCode = defineCheck<'skops'>({
  id: 'skops/embedded-code',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'Loading the file calls something that its author named.',
  advice: 'Do not load it with `trusted=True` or a list that the file itself gave.',
  references: ['CVE-2025-54412', 'CVE-2025-54413', 'CWE-502'],

  check: sightsOf('skops/embedded-code'),
});
