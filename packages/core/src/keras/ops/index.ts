import type { AnyOperation } from '../define-operation.ts';
import { abs } from './abs.ts';
import { absolute } from './absolute.ts';
import { add } from './add.ts';
import { all } from './all.ts';
import { amax } from './amax.ts';
import { amin } from './amin.ts';
import { any } from './any.ts';
import { averagePool } from './average-pool.ts';
import { batchNorm } from './batch-norm.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { cast } from './cast.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import { ceil } from './ceil.ts';
import { celu } from './celu.ts';
import { clip } from './clip.ts';
import { concatenate } from './concatenate.ts';
import { conv } from './conv.ts';
import { cos } from './cos.ts';
import { depthToSpace } from './depth-to-space.ts';
import { depthwiseConv } from './depthwise-conv.ts';
import { divide } from './divide.ts';
import { dotProductAttention } from './dot-product-attention.ts';
import { elu } from './elu.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { expandDims } from './expand-dims.ts';
import { floor } from './floor.ts';
import { fold } from './fold.ts';
import { gelu } from './gelu.ts';
import { getItem } from './get-item.ts';
import { glu } from './glu.ts';
import { greater } from './greater.ts';
import { greaterEqual } from './greater-equal.ts';
import { hardShrink } from './hard-shrink.ts';
import { hardSigmoid } from './hard-sigmoid.ts';
import { hardSilu } from './hard-silu.ts';
import { hardTanh } from './hard-tanh.ts';
import { layerNorm } from './layer-norm.ts';
import { leakyRelu } from './leaky-relu.ts';
import { less } from './less.ts';
import { lessEqual } from './less-equal.ts';
import { log } from './log.ts';
import { logSigmoid } from './log-sigmoid.ts';
import { logSoftmax } from './log-softmax.ts';
import { logicalAnd } from './logical-and.ts';
import { logicalNot } from './logical-not.ts';
import { logicalOr } from './logical-or.ts';
import { logicalXor } from './logical-xor.ts';
import { matmul } from './matmul.ts';
import { max } from './max.ts';
import { maxPool } from './max-pool.ts';
import { maximum } from './maximum.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { minimum } from './minimum.ts';
import { mish } from './mish.ts';
import { moments } from './moments.ts';
import { multiHot } from './multi-hot.ts';
import { multiply } from './multiply.ts';
import { negative } from './negative.ts';
import { normalize } from './normalize.ts';
import { notEqual } from './not-equal.ts';
import { oneHot } from './one-hot.ts';
import { onesLike } from './ones-like.ts';
import { power } from './power.ts';
import { psnr } from './psnr.ts';
import { reciprocal } from './reciprocal.ts';
import { rectifiedLinear } from './rectified-linear.ts';
import { relu } from './relu.ts';
import { relu6 } from './relu6.ts';
import { reshape } from './reshape.ts';
import { rmsNorm } from './rms-norm.ts';
import { rsqrt } from './rsqrt.ts';
import { selu } from './selu.ts';
import { separableConv } from './separable-conv.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { silu } from './silu.ts';
import { sin } from './sin.ts';
import { softShrink } from './soft-shrink.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { spaceToDepth } from './space-to-depth.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { sparsePlus } from './sparse-plus.ts';
import { sparseSigmoid } from './sparse-sigmoid.ts';
import { sparsemax } from './sparsemax.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { squareplus } from './squareplus.ts';
import { squeeze } from './squeeze.ts';
import { stack } from './stack.ts';
import { std } from './std.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';
import { tanh } from './tanh.ts';
import { tanhShrink } from './tanh-shrink.ts';
import { threshold } from './threshold.ts';
import { transpose } from './transpose.ts';
import { trueDivide } from './true-divide.ts';
import { unfold } from './unfold.ts';
import { variances } from './var.ts';
import { where } from './where.ts';
import { zerosLike } from './zeros-like.ts';

const operations: readonly AnyOperation[] = [
  abs,
  absolute,
  add,
  all,
  amax,
  amin,
  any,
  averagePool,
  batchNorm,
  binaryCrossentropy,
  cast,
  categoricalCrossentropy,
  ceil,
  celu,
  clip,
  concatenate,
  conv,
  cos,
  depthToSpace,
  depthwiseConv,
  divide,
  dotProductAttention,
  elu,
  equal,
  erf,
  exp,
  expandDims,
  floor,
  fold,
  gelu,
  getItem,
  glu,
  greater,
  greaterEqual,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  layerNorm,
  leakyRelu,
  less,
  lessEqual,
  log,
  logSigmoid,
  logSoftmax,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  matmul,
  max,
  maxPool,
  maximum,
  mean,
  min,
  minimum,
  mish,
  moments,
  multiHot,
  multiply,
  negative,
  normalize,
  notEqual,
  oneHot,
  onesLike,
  power,
  psnr,
  reciprocal,
  rectifiedLinear,
  relu,
  relu6,
  reshape,
  rmsNorm,
  rsqrt,
  selu,
  separableConv,
  sigmoid,
  sign,
  silu,
  sin,
  softShrink,
  softmax,
  softplus,
  softsign,
  spaceToDepth,
  sparseCategoricalCrossentropy,
  sparsePlus,
  sparseSigmoid,
  sparsemax,
  sqrt,
  square,
  squareplus,
  squeeze,
  stack,
  std,
  subtract,
  sum,
  tanh,
  tanhShrink,
  threshold,
  transpose,
  trueDivide,
  unfold,
  variances,
  where,
  zerosLike,
];

/** The operations that are compiled, sorted by file. */
export const OPERATIONS: ReadonlyMap<string, AnyOperation> = new Map(operations.map((definition) => [definition.keras, definition]));
