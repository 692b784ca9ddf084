import type { AnyLayer } from '../../define-layer.ts';
import { batchNormalization } from '../normalization/batch-normalization.ts';

/** `experimental.SyncBatchNormalization` of Keras 2: at inference a BatchNormalization (tf_keras/src/layers/normalization/batch_normalization.py). */
export const syncBatchNormalization: AnyLayer = { ...batchNormalization, keras: 'SyncBatchNormalization' };
