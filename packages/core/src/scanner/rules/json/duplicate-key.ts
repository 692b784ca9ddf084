import { defineCheck } from '../../define-check.ts';

/** Two values under one key. Python takes the last one, other readers the first: a scanner and a loader would see two models. */
export const jsonDuplicateKey = defineCheck<'json'>({
  id: 'json/duplicate-key',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Readers differ in which of the two values they take, so one of them hides.',
  advice: 'Treat the file as an attack: no program that writes JSON makes it.',
  references: ['CWE-436'],

  *check({ member, notes }) {
    for (const { kind, pointer } of notes)
      if (kind === 'duplicate-key')
        yield { where: { ...(member !== undefined && { member }), pointer }, message: 'Holds the same key twice; the last one was read, as Python does' };
  },
});
