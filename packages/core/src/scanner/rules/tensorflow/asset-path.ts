import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** Names of assets (AssetFileDef): the loader joins them to the folder of assets as they are. */
export const tensorflowAssetPath = defineCheck<'tensorflow'>({
  id: 'tensorflow/asset-path',
  policy: 'multi-tenant/model-sharing',
  severity: 'critical',
  about: 'Loading the model would read a file outside its folder of assets.',
  advice: 'Ask for a model whose assets lie under `assets/` by plain names.',
  references: ['CWE-22'],

  check: sightsOf('tensorflow/asset-path'),
});
