import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/**
 * An attribute whose name starts with an underscore, or one of those by which frames and classes are reached: the way from a template to the Python
 * around it. Written as `x.__class__`, as `x["__class__"]`, by the filter `attr`, or by one that takes names of attributes.
 */
export const jinjaAttribute = defineCheck<'jinja'>({
  id: 'jinja/attribute',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'The template reaches for the insides of Python, and an engine without a sandbox would run code of its author.',
  advice: 'Do not render it with an ordinary Jinja environment; ask for the model with a plain chat template.',
  references: ['CVE-2024-34359', 'CWE-1336'],

  check: sightsOf('jinja/attribute'),
});
