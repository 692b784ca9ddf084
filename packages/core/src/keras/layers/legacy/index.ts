import type { AnyLayer } from '../../define-layer.ts';
import { cudnnGru } from './cudnn-gru.ts';
import { cudnnLstm } from './cudnn-lstm.ts';
import { locallyConnected1d } from './locally-connected1d.ts';
import { locallyConnected2d } from './locally-connected2d.ts';
import { randomHeight, randomWidth } from './random-resizing.ts';
import { syncBatchNormalization } from './sync-batch-normalization.ts';
import { thresholdedRelu } from './thresholded-relu.ts';

/** Layers that Keras 2 had and Keras 3 has not. */
export const LEGACY_LAYERS: readonly AnyLayer[] = [
  cudnnGru,
  cudnnLstm,
  locallyConnected1d,
  locallyConnected2d,
  randomHeight,
  randomWidth,
  syncBatchNormalization,
  thresholdedRelu,
];
