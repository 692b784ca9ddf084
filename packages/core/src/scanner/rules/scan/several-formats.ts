import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';

/** Bytes that are two formats at once: each loader sees its own file, and a scanner must not choose one of them. */
export const scanSeveralFormats = defineCheck<'scan'>({
  id: 'scan/several-formats',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The file is of two formats at once, so what one program looks at is not what another loads.',
  advice: 'Treat the file as an attack.',
  references: ['CWE-436'],

  *check({ format, also }) {
    for (const other of also) yield { where: {}, message: `Is of the format ${quote(format)} and of the format ${quote(other)} too` };
  },
});
