import { defineCheck } from '../../define-check.ts';
import { anomaliesOf, structureTroubles } from '../../zip-anomalies.ts';

/** Everything else that an archive can do and no writer of models does. */
export const zipStructure = defineCheck<'zip'>({
  id: 'zip/structure',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive is not built as writers of models build it, so readers differ in what they see.',
  advice: 'Save the model again with Keras.',
  references: ['CWE-436'],

  *check(subject) {
    yield* anomaliesOf(subject, [
      'zip/data-in-directory',
      'zip/extra-field',
      'zip/flags',
      'zip/gap',
      'zip/method',
      'zip/overlap',
      'zip/several-ends',
      'zip/unreadable',
      'zip/version',
    ]);
    yield* structureTroubles(subject);
  },
});
