import { defineCheck } from '../../define-check.ts';
import { anomaliesOf } from '../../zip-anomalies.ts';

/** Directory and local headers that disagree: a reader of the one and a reader of the other see different archives. */
export const zipMismatch = defineCheck<'zip'>({
  id: 'zip/mismatch',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The archive says two things about itself, so what was scanned may not be what others load.',
  advice: 'Treat the file as damaged or as an attack.',
  references: ['CWE-436'],

  check: (subject) =>
    anomaliesOf(subject, [
      'zip/checksum',
      'zip/local-mismatch',
      'zip/local-missing',
      'zip/descriptor-mismatch',
      'zip/count-mismatch',
      'zip/zip64-mismatch',
      'zip/stored-size',
      'zip/unicode-path',
      'zip/name-encoding',
    ]),
});
