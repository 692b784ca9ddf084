import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';

/** Endings of programs that loaders of models import where a configuration names them. */
const SOURCES = /\.(py|pyc|pyi|pyd|so|dll|dylib|jar|class|js|mjs|cjs|sh|bat|ps1)$/i;
/** What a loader runs by this name alone: `torch.hub.load` imports the first, Hugging Face's inference endpoints the second. */
const RUN_BY_NAME = /(?:^|\/)(?:hubconf|handler)\.pyc?$/;

/**
 * Code beside a model: not run by looking at it, and by no loader merely since it lies there. Where a description names it, the check of that description says so, and the report of
 * the folder says whether it is there (docs/adr/0012-code-that-nothing-names.md).
 */
export const scanSourceCode = defineCheck<'scan'>({
  id: 'scan/source-code',
  policy: 'multi-tenant/model-sharing',
  severity: 'low',
  about: 'The file is a program by its name, which runs when a loader imports it or somebody starts it.',
  advice: 'Review it like any program, or leave it out; a model that needs it needs the Keras guest or a host of its own.',
  references: ['CWE-829'],

  *check({ path }) {
    if (!SOURCES.test(path)) return;
    const message = `Is called ${quote(path.split('/').at(-1) ?? path)}, as programs are`;
    if (RUN_BY_NAME.test(path)) yield { where: {}, message: `${message}, and is run by that name`, severity: 'medium' };
    else yield { where: {}, message };
  },
});
