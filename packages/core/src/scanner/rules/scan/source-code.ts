import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';

/** Endings of programs that loaders of models import where a configuration names them. */
const SOURCES = /\.(py|pyc|pyi|pyd|so|dll|dylib|jar|class|js|mjs|cjs|sh|bat|ps1)$/i;

/** Code beside a model: not run by looking at it, and read by nobody who loads the model. */
export const scanSourceCode = defineCheck<'scan'>({
  id: 'scan/source-code',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file is a program by its name, which runs when a loader imports it or somebody starts it.',
  advice: 'Review it like any program, or leave it out; a model that needs it needs the Keras guest or a host of its own.',
  references: ['CWE-829'],

  *check({ path }) {
    if (SOURCES.test(path)) yield { where: {}, message: `Is called ${quote(path.split('/').at(-1) ?? path)}, as programs are` };
  },
});
