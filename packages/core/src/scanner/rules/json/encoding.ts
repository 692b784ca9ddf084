import type { JsonNote } from '../../../artifact/json/json.ts';
import { defineCheck } from '../../define-check.ts';

const MESSAGES: Partial<Record<JsonNote['kind'], string>> = {
  'not-utf8': 'Is written in UTF-16 or UTF-32, which Python reads and others do not',
  bom: 'Starts with a byte order mark, on which readers differ',
  'lone-surrogate': 'Holds half a character, which readers replace or refuse',
};

/** Text in an encoding that Python's `json` guesses and a scanner of bytes does not see. Keras writes ASCII. */
export const jsonEncoding = defineCheck<'json'>({
  id: 'json/encoding',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'Readers differ in what the text says, so one of them sees another model.',
  advice: 'Save the model again with Keras, which writes ASCII.',
  references: ['CWE-436'],

  *check({ member, notes }) {
    for (const { kind, pointer } of notes) {
      const message = MESSAGES[kind];
      if (message !== undefined) yield { where: { ...(member !== undefined && { member }), pointer }, message };
    }
  },
});
