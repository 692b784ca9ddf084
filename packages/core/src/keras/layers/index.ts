import type { AnyLayer } from '../define-layer.ts';
import { activation } from './activations/activation.ts';
import { elu } from './activations/elu.ts';
import { leakyRelu } from './activations/leaky-relu.ts';
import { prelu } from './activations/prelu.ts';
import { relu } from './activations/relu.ts';
import { softmax } from './activations/softmax.ts';
import { customScaleLayer } from './applications/custom-scale-layer.ts';
import { layerScale } from './applications/layer-scale.ts';
import { stochasticDepth } from './applications/stochastic-depth.ts';
import { additiveAttention } from './attention/additive-attention.ts';
import { attention } from './attention/attention.ts';
import { groupQueryAttention } from './attention/group-query-attention.ts';
import { multiHeadAttention } from './attention/multi-head-attention.ts';
import { augMix } from './augmentation/aug-mix.ts';
import { autoContrast } from './augmentation/auto-contrast.ts';
import { contrastLimitedAdaptiveHistogramEqualization } from './augmentation/contrast-limited-adaptive-histogram-equalization.ts';
import { cutMix } from './augmentation/cut-mix.ts';
import { equalization } from './augmentation/equalization.ts';
import { maxNumBoundingBoxes } from './augmentation/max-num-bounding-boxes.ts';
import { mixUp } from './augmentation/mix-up.ts';
import { pipeline } from './augmentation/pipeline.ts';
import { randAugment } from './augmentation/rand-augment.ts';
import { randomBrightness } from './augmentation/random-brightness.ts';
import { randomColorDegeneration } from './augmentation/random-color-degeneration.ts';
import { randomColorJitter } from './augmentation/random-color-jitter.ts';
import { randomContrast } from './augmentation/random-contrast.ts';
import { randomCrop } from './augmentation/random-crop.ts';
import { randomElasticTransform } from './augmentation/random-elastic-transform.ts';
import { randomErasing } from './augmentation/random-erasing.ts';
import { randomFlip } from './augmentation/random-flip.ts';
import { randomGaussianBlur } from './augmentation/random-gaussian-blur.ts';
import { randomGrayscale } from './augmentation/random-grayscale.ts';
import { randomHue } from './augmentation/random-hue.ts';
import { randomInvert } from './augmentation/random-invert.ts';
import { randomPerspective } from './augmentation/random-perspective.ts';
import { randomPosterization } from './augmentation/random-posterization.ts';
import { randomRotation } from './augmentation/random-rotation.ts';
import { randomSaturation } from './augmentation/random-saturation.ts';
import { randomSharpness } from './augmentation/random-sharpness.ts';
import { randomShear } from './augmentation/random-shear.ts';
import { randomTranslation } from './augmentation/random-translation.ts';
import { randomZoom } from './augmentation/random-zoom.ts';
import { solarization } from './augmentation/solarization.ts';
import { conv1d } from './convolutional/conv1d.ts';
import { conv1dTranspose } from './convolutional/conv1d-transpose.ts';
import { conv2d } from './convolutional/conv2d.ts';
import { conv2dTranspose } from './convolutional/conv2d-transpose.ts';
import { conv3d } from './convolutional/conv3d.ts';
import { conv3dTranspose } from './convolutional/conv3d-transpose.ts';
import { depthwiseConv1d } from './convolutional/depthwise-conv1d.ts';
import { depthwiseConv2d } from './convolutional/depthwise-conv2d.ts';
import { separableConv1d } from './convolutional/separable-conv1d.ts';
import { separableConv2d } from './convolutional/separable-conv2d.ts';
import { dense } from './core/dense.ts';
import { einsumDense } from './core/einsum-dense.ts';
import { embedding } from './core/embedding.ts';
import { identity } from './core/identity.ts';
import { masking } from './core/masking.ts';
import { reversibleEmbedding } from './core/reversible-embedding.ts';
import { LEGACY_LAYERS } from './legacy/index.ts';
import { add } from './merging/add.ts';
import { average } from './merging/average.ts';
import { concatenate } from './merging/concatenate.ts';
import { dot } from './merging/dot.ts';
import { maximum } from './merging/maximum.ts';
import { minimum } from './merging/minimum.ts';
import { multiply } from './merging/multiply.ts';
import { subtract } from './merging/subtract.ts';
import { batchNormalization } from './normalization/batch-normalization.ts';
import { groupNormalization } from './normalization/group-normalization.ts';
import { layerNormalization } from './normalization/layer-normalization.ts';
import { rmsNormalization } from './normalization/rms-normalization.ts';
import { spectralNormalization } from './normalization/spectral-normalization.ts';
import { unitNormalization } from './normalization/unit-normalization.ts';
import { adaptiveAveragePooling1d } from './pooling/adaptive-average-pooling1d.ts';
import { adaptiveAveragePooling2d } from './pooling/adaptive-average-pooling2d.ts';
import { adaptiveAveragePooling3d } from './pooling/adaptive-average-pooling3d.ts';
import { adaptiveMaxPooling1d } from './pooling/adaptive-max-pooling1d.ts';
import { adaptiveMaxPooling2d } from './pooling/adaptive-max-pooling2d.ts';
import { adaptiveMaxPooling3d } from './pooling/adaptive-max-pooling3d.ts';
import { averagePooling1d } from './pooling/average-pooling1d.ts';
import { averagePooling2d } from './pooling/average-pooling2d.ts';
import { averagePooling3d } from './pooling/average-pooling3d.ts';
import { globalAveragePooling1d } from './pooling/global-average-pooling1d.ts';
import { globalAveragePooling2d } from './pooling/global-average-pooling2d.ts';
import { globalAveragePooling3d } from './pooling/global-average-pooling3d.ts';
import { globalMaxPooling1d } from './pooling/global-max-pooling1d.ts';
import { globalMaxPooling2d } from './pooling/global-max-pooling2d.ts';
import { globalMaxPooling3d } from './pooling/global-max-pooling3d.ts';
import { maxPooling1d } from './pooling/max-pooling1d.ts';
import { maxPooling2d } from './pooling/max-pooling2d.ts';
import { maxPooling3d } from './pooling/max-pooling3d.ts';
import { categoryEncoding } from './preprocessing/category-encoding.ts';
import { centerCrop } from './preprocessing/center-crop.ts';
import { discretization } from './preprocessing/discretization.ts';
import { hashedCrossing } from './preprocessing/hashed-crossing.ts';
import { hashing } from './preprocessing/hashing.ts';
import { integerLookup } from './preprocessing/integer-lookup.ts';
import { melSpectrogram } from './preprocessing/mel-spectrogram.ts';
import { normalization } from './preprocessing/normalization.ts';
import { rescaling } from './preprocessing/rescaling.ts';
import { resizing } from './preprocessing/resizing.ts';
import { stftSpectrogram } from './preprocessing/stft-spectrogram.ts';
import { stringLookup } from './preprocessing/string-lookup.ts';
import { textVectorization } from './preprocessing/text-vectorization.ts';
import { activityRegularization } from './regularization/activity-regularization.ts';
import { alphaDropout } from './regularization/alpha-dropout.ts';
import { dropout } from './regularization/dropout.ts';
import { gaussianDropout } from './regularization/gaussian-dropout.ts';
import { gaussianNoise } from './regularization/gaussian-noise.ts';
import { spatialDropout1d } from './regularization/spatial-dropout1d.ts';
import { spatialDropout2d } from './regularization/spatial-dropout2d.ts';
import { spatialDropout3d } from './regularization/spatial-dropout3d.ts';
import { cropping1d } from './reshaping/cropping1d.ts';
import { cropping2d } from './reshaping/cropping2d.ts';
import { cropping3d } from './reshaping/cropping3d.ts';
import { flatten } from './reshaping/flatten.ts';
import { permute } from './reshaping/permute.ts';
import { repeatVector } from './reshaping/repeat-vector.ts';
import { reshape } from './reshaping/reshape.ts';
import { upSampling1d } from './reshaping/up-sampling1d.ts';
import { upSampling2d } from './reshaping/up-sampling2d.ts';
import { upSampling3d } from './reshaping/up-sampling3d.ts';
import { zeroPadding1d } from './reshaping/zero-padding1d.ts';
import { zeroPadding2d } from './reshaping/zero-padding2d.ts';
import { zeroPadding3d } from './reshaping/zero-padding3d.ts';
import { bidirectional } from './rnn/bidirectional.ts';
import { stackedRnnCells } from './rnn/cell-layer.ts';
import { convLstm1d } from './rnn/conv-lstm1d.ts';
import { convLstm2d } from './rnn/conv-lstm2d.ts';
import { convLstm3d } from './rnn/conv-lstm3d.ts';
import { gru } from './rnn/gru.ts';
import { gruCell } from './rnn/gru-cell.ts';
import { lstm } from './rnn/lstm.ts';
import { lstmCell } from './rnn/lstm-cell.ts';
import { rnn } from './rnn/rnn.ts';
import { simpleRnn } from './rnn/simple-rnn.ts';
import { simpleRnnCell } from './rnn/simple-rnn-cell.ts';
import { timeDistributed } from './rnn/time-distributed.ts';
import { wrapper } from './rnn/wrapper.ts';

const layers: readonly AnyLayer[] = [
  activation,
  elu,
  leakyRelu,
  prelu,
  relu,
  softmax,
  customScaleLayer,
  layerScale,
  stochasticDepth,
  additiveAttention,
  attention,
  groupQueryAttention,
  multiHeadAttention,
  augMix,
  autoContrast,
  contrastLimitedAdaptiveHistogramEqualization,
  cutMix,
  equalization,
  maxNumBoundingBoxes,
  mixUp,
  pipeline,
  randAugment,
  randomBrightness,
  randomColorDegeneration,
  randomColorJitter,
  randomContrast,
  randomCrop,
  randomElasticTransform,
  randomErasing,
  randomFlip,
  randomGaussianBlur,
  randomGrayscale,
  randomHue,
  randomInvert,
  randomPerspective,
  randomPosterization,
  randomRotation,
  randomSaturation,
  randomSharpness,
  randomShear,
  randomTranslation,
  randomZoom,
  solarization,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
  dense,
  einsumDense,
  embedding,
  identity,
  masking,
  reversibleEmbedding,
  add,
  average,
  concatenate,
  dot,
  maximum,
  minimum,
  multiply,
  subtract,
  batchNormalization,
  groupNormalization,
  layerNormalization,
  rmsNormalization,
  spectralNormalization,
  unitNormalization,
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  categoryEncoding,
  centerCrop,
  discretization,
  hashedCrossing,
  hashing,
  integerLookup,
  melSpectrogram,
  normalization,
  rescaling,
  resizing,
  stftSpectrogram,
  stringLookup,
  textVectorization,
  activityRegularization,
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
  cropping1d,
  cropping2d,
  cropping3d,
  flatten,
  permute,
  repeatVector,
  reshape,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
  bidirectional,
  convLstm1d,
  convLstm2d,
  convLstm3d,
  gru,
  gruCell,
  lstm,
  lstmCell,
  rnn,
  simpleRnn,
  simpleRnnCell,
  stackedRnnCells,
  timeDistributed,
  wrapper,
];

/** The layers that are compiled, sorted by file: widening the allow-list is one line here. */
export const LAYERS: ReadonlyMap<string, AnyLayer> = new Map([...layers, ...LEGACY_LAYERS].map((definition) => [definition.keras, definition]));
