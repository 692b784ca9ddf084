import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';
import { structureTroubles } from '../../troubles.ts';

/** Offsets, vectors and references of the FlatBuffer, which must lie inside the file. */
export const tfliteStructure = defineCheck<'tflite'>({
  id: 'tflite/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file contradicts the format; readers that trust it have read past their memory.',
  advice: 'Get the file again; do not load it without a verifier.',
  references: ['CWE-125', 'CWE-1286'],

  *check(subject) {
    yield* sightsOf('tflite/structure')(subject);
    yield* structureTroubles(subject);
  },
});
