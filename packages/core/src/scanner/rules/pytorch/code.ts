import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** `code/*.py` of `torch.jit.save`. PyTorch compiles it with its own interpreter; it can read and write files by its operations. */
export const pytorchCode = defineCheck<'pytorch'>({
  id: 'pytorch/code',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The archive carries code in the language of TorchScript, which runs when its model is used.',
  advice: 'Ask for the weights alone.',
  references: ['CWE-502', 'CWE-829'],

  check: sightsOf('code'),
});
