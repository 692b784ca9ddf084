import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, type DType, isInteger } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { argumentOf, tensorOf, typedAs } from './operands.ts';

/** A shift of whole numbers by 0 to as many bits as they have but one: TensorFlow clamps what is beyond (bitwise_ops.h). A Python int takes the type of x. */
export const shift = (keras: string, direction: 'LEFT' | 'RIGHT'): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x', 'y'],
    lower: (g, _, call) => {
      const [x, y] = shifted(g, call);
      if (!isInteger(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
      return direction === 'LEFT' ? left(g, x, y) : right(g, x, y);
    },
  });

function shifted(g: GraphBuilder, call: Call): readonly [Value, Value] {
  const y = argumentOf(g, call, 'y');
  if (y.kind === 'value' || y.float !== false) return meeting(g, call, { names: ['x', 'y'] });
  const x = tensorOf(g, call);
  return [x, typedAs(g, y, x.dtype)];
}

/** The unsigned type in which ONNX shifts: as wide, or wider. */
const unsigned = (dtype: DType): DType => (BYTES[dtype] === 8 ? 'uint64' : 'uint32');

/** How far, within the width, in the unsigned type. int64 holds all that is shifted by. */
function bits(g: GraphBuilder, x: Value, y: Value): Value {
  const most = g.scalar(8 * BYTES[x.dtype] - 1, 'int64');
  return g.cast(g.node('Clip', [g.cast(y, 'int64'), g.scalar(0, 'int64'), most]), unsigned(x.dtype));
}

const left = (g: GraphBuilder, x: Value, y: Value): Value =>
  g.cast(g.node('BitShift', [g.cast(x, unsigned(x.dtype)), bits(g, x, y)], { direction: 'LEFT' }), x.dtype);

/** With the sign kept: a number below 0 is shifted as its complement, which is not. */
function right(g: GraphBuilder, x: Value, y: Value): Value {
  const plain = (value: Value): Value => g.cast(g.node('BitShift', [g.cast(value, unsigned(x.dtype)), bits(g, x, y)], { direction: 'RIGHT' }), x.dtype);
  if (x.dtype.startsWith('uint')) return plain(x);
  // All bits set below 0, none above: x / 2^(width - 1) rounded down.
  const sign = g.node('Sub', [g.scalar(0, 'int64'), g.cast(g.node('Less', [x, g.cast(g.scalar(0, 'int64'), x.dtype)]), 'int64')]);
  const mask = g.cast(sign, x.dtype);
  return g.node('BitwiseXor', [plain(g.node('BitwiseXor', [x, mask])), mask]);
}
