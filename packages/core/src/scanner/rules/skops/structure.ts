import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';
import { structureTroubles } from '../../troubles.ts';

/** A description that skops would not write: nodes without their fields, or members that no node names. */
export const skopsStructure = defineCheck<'skops'>({
  id: 'skops/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The description cannot be followed, so nobody knows what would be built.',
  advice: 'Get the file again; it is damaged, or changed by hand.',
  references: ['CWE-1286'],

  *check(subject) {
    yield* sightsOf('skops/structure')(subject);
    yield* structureTroubles(subject);
  },
});
