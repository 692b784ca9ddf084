import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A program has no business beside a model. */
export const codeProgram = defineCheck<'code'>({
  id: 'code/program',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The file is a program, which runs when something starts it.',
  advice: 'Remove it, or have it reviewed like any program.',
  references: ['CWE-829'],

  check: sightsOf('program'),
});
