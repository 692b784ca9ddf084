import type { AnyOperation } from '../define-operation.ts';
import { abs } from './abs.ts';
import { absolute } from './absolute.ts';
import { add } from './add.ts';
import { affineTransform } from './affine-transform.ts';
import { all } from './all.ts';
import { allClose } from './all-close.ts';
import { amax } from './amax.ts';
import { amin } from './amin.ts';
import { angle } from './angle.ts';
import { any } from './any.ts';
import { append } from './append.ts';
import { arccos } from './arccos.ts';
import { arccosh } from './arccosh.ts';
import { arcsin } from './arcsin.ts';
import { arcsinh } from './arcsinh.ts';
import { arctan } from './arctan.ts';
import { arctan2 } from './arctan2.ts';
import { arctanh } from './arctanh.ts';
import { argmax } from './argmax.ts';
import { argmin } from './argmin.ts';
import { argsort } from './argsort.ts';
import { array } from './array.ts';
import { arraySplit } from './array-split.ts';
import { average } from './average.ts';
import { averagePool } from './average-pool.ts';
import { batchNorm } from './batch-norm.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { bincount } from './bincount.ts';
import { bitwiseAnd } from './bitwise-and.ts';
import { bitwiseInvert } from './bitwise-invert.ts';
import { bitwiseLeftShift } from './bitwise-left-shift.ts';
import { bitwiseNot } from './bitwise-not.ts';
import { bitwiseOr } from './bitwise-or.ts';
import { bitwiseRightShift } from './bitwise-right-shift.ts';
import { bitwiseXor } from './bitwise-xor.ts';
import { broadcastTo } from './broadcast-to.ts';
import { cast } from './cast.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import { cbrt } from './cbrt.ts';
import { cdist } from './cdist.ts';
import { ceil } from './ceil.ts';
import { celu } from './celu.ts';
import { cholesky } from './cholesky.ts';
import { choleskyInverse } from './cholesky-inverse.ts';
import { clip } from './clip.ts';
import { concatenate } from './concatenate.ts';
import { conj } from './conj.ts';
import { conjugate } from './conjugate.ts';
import { conv } from './conv.ts';
import { convertToTensor } from './convert-to-tensor.ts';
import { copy } from './copy.ts';
import { correlate } from './correlate.ts';
import { cos } from './cos.ts';
import { cosh } from './cosh.ts';
import { countNonzero } from './count-nonzero.ts';
import { cropImages } from './crop-images.ts';
import { cross } from './cross.ts';
import { cumprod } from './cumprod.ts';
import { cumsum } from './cumsum.ts';
import { deg2rad } from './deg2rad.ts';
import { depthToSpace } from './depth-to-space.ts';
import { depthwiseConv } from './depthwise-conv.ts';
import { det } from './det.ts';
import { diag } from './diag.ts';
import { diagflat } from './diagflat.ts';
import { diagonal } from './diagonal.ts';
import { diff } from './diff.ts';
import { digitize } from './digitize.ts';
import { divide } from './divide.ts';
import { divideNoNan } from './divide-no-nan.ts';
import { dot } from './dot.ts';
import { dotProductAttention } from './dot-product-attention.ts';
import { dsplit } from './dsplit.ts';
import { dstack } from './dstack.ts';
import { einsum } from './einsum.ts';
import { elu } from './elu.ts';
import { emptyLike } from './empty-like.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { erfc } from './erfc.ts';
import { erfinv } from './erfinv.ts';
import { exp } from './exp.ts';
import { exp2 } from './exp2.ts';
import { expandDims } from './expand-dims.ts';
import { expm1 } from './expm1.ts';
import { extractPatches } from './extract-patches.ts';
import { extractSequences } from './extract-sequences.ts';
import { fabs } from './fabs.ts';
import { fft } from './fft.ts';
import { fft2 } from './fft2.ts';
import { flip } from './flip.ts';
import { fliplr } from './fliplr.ts';
import { flipud } from './flipud.ts';
import { floor } from './floor.ts';
import { floorDivide } from './floor-divide.ts';
import { fmax } from './fmax.ts';
import { fmin } from './fmin.ts';
import { fmod } from './fmod.ts';
import { fold } from './fold.ts';
import { full } from './full.ts';
import { fullLike } from './full-like.ts';
import { gaussianBlur } from './gaussian-blur.ts';
import { gcd } from './gcd.ts';
import { gelu } from './gelu.ts';
import { geomspace } from './geomspace.ts';
import { getItem } from './get-item.ts';
import { glu } from './glu.ts';
import { greater } from './greater.ts';
import { greaterEqual } from './greater-equal.ts';
import { hardShrink } from './hard-shrink.ts';
import { hardSigmoid } from './hard-sigmoid.ts';
import { hardSilu } from './hard-silu.ts';
import { hardTanh } from './hard-tanh.ts';
import { heaviside } from './heaviside.ts';
import { hsplit } from './hsplit.ts';
import { hstack } from './hstack.ts';
import { hsvToRgb } from './hsv-to-rgb.ts';
import { hypot } from './hypot.ts';
import { i0 } from './i0.ts';
import { ifft2 } from './ifft2.ts';
import { imag } from './imag.ts';
import { inTopK } from './in-top-k.ts';
import { inner } from './inner.ts';
import { inv } from './inv.ts';
import { irfft } from './irfft.ts';
import { isclose } from './isclose.ts';
import { isfinite } from './isfinite.ts';
import { isinf } from './isinf.ts';
import { isnan } from './isnan.ts';
import { isneginf } from './isneginf.ts';
import { isposinf } from './isposinf.ts';
import { isreal } from './isreal.ts';
import { istft } from './istft.ts';
import { layerNorm } from './layer-norm.ts';
import { lcm } from './lcm.ts';
import { ldexp } from './ldexp.ts';
import { leakyRelu } from './leaky-relu.ts';
import { leftShift } from './left-shift.ts';
import { less } from './less.ts';
import { lessEqual } from './less-equal.ts';
import { linspace } from './linspace.ts';
import { log } from './log.ts';
import { logSigmoid } from './log-sigmoid.ts';
import { logSoftmax } from './log-softmax.ts';
import { log1p } from './log1p.ts';
import { log2 } from './log2.ts';
import { log10 } from './log10.ts';
import { logaddexp } from './logaddexp.ts';
import { logaddexp2 } from './logaddexp2.ts';
import { logdet } from './logdet.ts';
import { logicalAnd } from './logical-and.ts';
import { logicalNot } from './logical-not.ts';
import { logicalOr } from './logical-or.ts';
import { logicalXor } from './logical-xor.ts';
import { logspace } from './logspace.ts';
import { logsumexp } from './logsumexp.ts';
import { luFactor } from './lu-factor.ts';
import { mapCoordinates } from './map-coordinates.ts';
import { matmul } from './matmul.ts';
import { max } from './max.ts';
import { maxPool } from './max-pool.ts';
import { maximum } from './maximum.ts';
import { mean } from './mean.ts';
import { median } from './median.ts';
import { meshgrid } from './meshgrid.ts';
import { min } from './min.ts';
import { minimum } from './minimum.ts';
import { mish } from './mish.ts';
import { mod } from './mod.ts';
import { moments } from './moments.ts';
import { moveaxis } from './moveaxis.ts';
import { multiHot } from './multi-hot.ts';
import { multiply } from './multiply.ts';
import { nanToNum } from './nan-to-num.ts';
import { nanargmax } from './nanargmax.ts';
import { nanargmin } from './nanargmin.ts';
import { nancumprod } from './nancumprod.ts';
import { nancumsum } from './nancumsum.ts';
import { nanmax } from './nanmax.ts';
import { nanmean } from './nanmean.ts';
import { nanmedian } from './nanmedian.ts';
import { nanmin } from './nanmin.ts';
import { nanpercentile } from './nanpercentile.ts';
import { nanprod } from './nanprod.ts';
import { nanquantile } from './nanquantile.ts';
import { nanstd } from './nanstd.ts';
import { nansum } from './nansum.ts';
import { nanvar } from './nanvar.ts';
import { negative } from './negative.ts';
import { nextafter } from './nextafter.ts';
import { nonzero } from './nonzero.ts';
import { norm } from './norm.ts';
import { normalize } from './normalize.ts';
import { notEqual } from './not-equal.ts';
import { oneHot } from './one-hot.ts';
import { onesLike } from './ones-like.ts';
import { outer } from './outer.ts';
import { pad } from './pad.ts';
import { padImages } from './pad-images.ts';
import { percentile } from './percentile.ts';
import { perspectiveTransform } from './perspective-transform.ts';
import { power } from './power.ts';
import { prod } from './prod.ts';
import { psnr } from './psnr.ts';
import { ptp } from './ptp.ts';
import { qr } from './qr.ts';
import { quantile } from './quantile.ts';
import { rad2deg } from './rad2deg.ts';
import { ravel } from './ravel.ts';
import { real } from './real.ts';
import { rearrange } from './rearrange.ts';
import { reciprocal } from './reciprocal.ts';
import { rectifiedLinear } from './rectified-linear.ts';
import { relu } from './relu.ts';
import { relu6 } from './relu6.ts';
import { repeat } from './repeat.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { rfft } from './rfft.ts';
import { rgbToGrayscale } from './rgb-to-grayscale.ts';
import { rgbToHsv } from './rgb-to-hsv.ts';
import { rightShift } from './right-shift.ts';
import { rmsNorm } from './rms-norm.ts';
import { roll } from './roll.ts';
import { rot90 } from './rot90.ts';
import { round } from './round.ts';
import { rsqrt } from './rsqrt.ts';
import { saturateCast } from './saturate-cast.ts';
import { scaleAndTranslate } from './scale-and-translate.ts';
import { scatter } from './scatter.ts';
import { scatterUpdate } from './scatter-update.ts';
import { searchSorted } from './search-sorted.ts';
import { segmentMax } from './segment-max.ts';
import { segmentMin } from './segment-min.ts';
import { segmentProd } from './segment-prod.ts';
import { segmentSum } from './segment-sum.ts';
import { select } from './select.ts';
import { selu } from './selu.ts';
import { separableConv } from './separable-conv.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { signbit } from './signbit.ts';
import { silu } from './silu.ts';
import { sin } from './sin.ts';
import { sinc } from './sinc.ts';
import { sinh } from './sinh.ts';
import { size } from './size.ts';
import { slice } from './slice.ts';
import { sliceUpdate } from './slice-update.ts';
import { sobelEdges } from './sobel-edges.ts';
import { softShrink } from './soft-shrink.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { solve } from './solve.ts';
import { solveTriangular } from './solve-triangular.ts';
import { sort } from './sort.ts';
import { spaceToDepth } from './space-to-depth.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { sparsePlus } from './sparse-plus.ts';
import { sparseSigmoid } from './sparse-sigmoid.ts';
import { sparsemax } from './sparsemax.ts';
import { split } from './split.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { squareplus } from './squareplus.ts';
import { squeeze } from './squeeze.ts';
import { ssim } from './ssim.ts';
import { stack } from './stack.ts';
import { std } from './std.ts';
import { stft } from './stft.ts';
import { stopGradient } from './stop-gradient.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';
import { swapaxes } from './swapaxes.ts';
import { take } from './take.ts';
import { takeAlongAxis } from './take-along-axis.ts';
import { tan } from './tan.ts';
import { tanh } from './tanh.ts';
import { tanhShrink } from './tanh-shrink.ts';
import { tensordot } from './tensordot.ts';
import { threshold } from './threshold.ts';
import { tile } from './tile.ts';
import { topK } from './top-k.ts';
import { trace } from './trace.ts';
import { transpose } from './transpose.ts';
import { trapezoid } from './trapezoid.ts';
import { tril } from './tril.ts';
import { triu } from './triu.ts';
import { trueDivide } from './true-divide.ts';
import { trunc } from './trunc.ts';
import { unfold } from './unfold.ts';
import { unique } from './unique.ts';
import { unravelIndex } from './unravel-index.ts';
import { unstack } from './unstack.ts';
import { vander } from './vander.ts';
import { variances } from './var.ts';
import { vdot } from './vdot.ts';
import { view } from './view.ts';
import { vsplit } from './vsplit.ts';
import { vstack } from './vstack.ts';
import { where } from './where.ts';
import { zerosLike } from './zeros-like.ts';

const operations: readonly AnyOperation[] = [
  abs,
  absolute,
  add,
  affineTransform,
  all,
  allClose,
  amax,
  amin,
  angle,
  any,
  append,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  argmax,
  argmin,
  argsort,
  array,
  arraySplit,
  average,
  averagePool,
  batchNorm,
  binaryCrossentropy,
  bincount,
  bitwiseAnd,
  bitwiseInvert,
  bitwiseLeftShift,
  bitwiseNot,
  bitwiseOr,
  bitwiseRightShift,
  bitwiseXor,
  broadcastTo,
  cast,
  categoricalCrossentropy,
  cbrt,
  cdist,
  ceil,
  celu,
  cholesky,
  choleskyInverse,
  clip,
  concatenate,
  conj,
  conjugate,
  conv,
  convertToTensor,
  copy,
  correlate,
  cos,
  cosh,
  countNonzero,
  cropImages,
  cross,
  cumprod,
  cumsum,
  deg2rad,
  depthToSpace,
  depthwiseConv,
  det,
  diag,
  diagflat,
  diagonal,
  diff,
  digitize,
  divide,
  divideNoNan,
  dot,
  dotProductAttention,
  dsplit,
  dstack,
  einsum,
  elu,
  emptyLike,
  equal,
  erf,
  erfc,
  erfinv,
  exp,
  exp2,
  expandDims,
  expm1,
  extractPatches,
  extractSequences,
  fabs,
  fft,
  fft2,
  flip,
  fliplr,
  flipud,
  floor,
  floorDivide,
  fmax,
  fmin,
  fmod,
  fold,
  full,
  fullLike,
  gaussianBlur,
  gcd,
  gelu,
  geomspace,
  getItem,
  glu,
  greater,
  greaterEqual,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  heaviside,
  hsplit,
  hstack,
  hsvToRgb,
  hypot,
  i0,
  ifft2,
  imag,
  inTopK,
  inner,
  inv,
  irfft,
  isclose,
  isfinite,
  isinf,
  isnan,
  isneginf,
  isposinf,
  isreal,
  istft,
  layerNorm,
  lcm,
  ldexp,
  leakyRelu,
  leftShift,
  less,
  lessEqual,
  linspace,
  log,
  logSigmoid,
  logSoftmax,
  log10,
  log1p,
  log2,
  logaddexp,
  logaddexp2,
  logdet,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  logspace,
  logsumexp,
  luFactor,
  mapCoordinates,
  matmul,
  max,
  maxPool,
  maximum,
  mean,
  median,
  meshgrid,
  min,
  minimum,
  mish,
  mod,
  moments,
  moveaxis,
  multiHot,
  multiply,
  nanToNum,
  nanargmax,
  nanargmin,
  nancumprod,
  nancumsum,
  nanmax,
  nanmean,
  nanmedian,
  nanmin,
  nanpercentile,
  nanprod,
  nanquantile,
  nanstd,
  nansum,
  nanvar,
  negative,
  nextafter,
  nonzero,
  norm,
  normalize,
  notEqual,
  oneHot,
  onesLike,
  outer,
  pad,
  padImages,
  percentile,
  perspectiveTransform,
  power,
  prod,
  psnr,
  ptp,
  qr,
  quantile,
  rad2deg,
  ravel,
  real,
  rearrange,
  reciprocal,
  rectifiedLinear,
  relu,
  relu6,
  repeat,
  reshape,
  resize,
  rfft,
  rgbToGrayscale,
  rgbToHsv,
  rightShift,
  rmsNorm,
  roll,
  rot90,
  round,
  rsqrt,
  saturateCast,
  scaleAndTranslate,
  scatter,
  scatterUpdate,
  searchSorted,
  segmentMax,
  segmentMin,
  segmentProd,
  segmentSum,
  select,
  selu,
  separableConv,
  sigmoid,
  sign,
  signbit,
  silu,
  sin,
  sinc,
  sinh,
  size,
  slice,
  sliceUpdate,
  sobelEdges,
  softShrink,
  softmax,
  softplus,
  softsign,
  solve,
  solveTriangular,
  sort,
  spaceToDepth,
  sparseCategoricalCrossentropy,
  sparsePlus,
  sparseSigmoid,
  sparsemax,
  split,
  sqrt,
  square,
  squareplus,
  squeeze,
  ssim,
  stack,
  std,
  stft,
  stopGradient,
  subtract,
  sum,
  swapaxes,
  take,
  takeAlongAxis,
  tan,
  tanh,
  tanhShrink,
  tensordot,
  threshold,
  tile,
  topK,
  trace,
  transpose,
  trapezoid,
  tril,
  triu,
  trueDivide,
  trunc,
  unfold,
  unique,
  unravelIndex,
  unstack,
  vander,
  variances,
  vdot,
  view,
  vsplit,
  vstack,
  where,
  zerosLike,
];

/** The operations that are compiled, sorted by file. */
export const OPERATIONS: ReadonlyMap<string, AnyOperation> = new Map(operations.map((definition) => [definition.keras, definition]));
