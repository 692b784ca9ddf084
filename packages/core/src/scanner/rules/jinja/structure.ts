import { defineCheck } from '../../define-check.ts';
import { structureTroubles } from '../../troubles.ts';

/** A template that Jinja would refuse, or that is nested deeper than anyone writes. */
export const jinjaStructure = defineCheck<'jinja'>({
  id: 'jinja/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The template cannot be read to its end, so nobody knows what it does.',
  advice: 'Get the template again; a program that renders it would stop too.',
  references: ['CWE-1286'],

  check: structureTroubles,
});
