import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isFloat, isInteger } from '../../tensor/dtype.ts';
import type { ActivationDefinition } from '../define-activation.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { carried } from './carried.ts';
import { argumentOf, asTensor, real, resultType, tensorOf, typedAs } from './operands.ts';

const PAIR = ['x1', 'x2'];

type Pair = readonly [Value, Value];
type LowerPair = (g: GraphBuilder, pair: Pair, call: Call) => Value;

interface Meeting {
  /** Whether a Python number takes the type of the other side; else it is a tensor first, int32 or float32. */
  readonly weak?: boolean;
  /** Whether whole numbers meet in a float. */
  readonly real?: boolean;
  readonly names?: readonly string[];
}

/** Both sides in the type in which they meet. @throws HG_UNSUPPORTED_DTYPE for texts. */
export function meeting(g: GraphBuilder, call: Call, { weak = false, real = false, names = PAIR }: Meeting = {}): Pair {
  const [a, b] = names.map((name) => argumentOf(g, call, name)).map((given) => (weak ? given : asTensor(given)));
  if (a === undefined || b === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the operation without two operands');
  const dtype = resultType(call, [a, b], real ? ['float'] : []);
  return [typedAs(g, a, dtype), typedAs(g, b, dtype)];
}

/** `x1 op x2` in the type in which they meet. */
export const pairwise = (keras: string, how: Meeting, lower: LowerPair): AnyOperation =>
  defineOperation({ keras, arguments: how.names ?? PAIR, lower: (g, _, call) => lower(g, meeting(g, call, how), call) });

/** `x1 op x2` on numbers: TensorFlow has no arithmetic of booleans. */
export const arithmetic = (keras: string, onnx: string): AnyOperation =>
  pairwise(keras, { weak: true }, (g, pair, call) => {
    if (pair[0].dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on booleans`);
    return carried(g, onnx, pair);
  });

/** `x1 op x2` over the reals: integers are cast first. */
export const realPair = (keras: string, onnx: string): AnyOperation => pairwise(keras, { weak: true, real: true }, (g, pair) => carried(g, onnx, pair));

/** A comparison, in the type in which both meet; a boolean comes out. */
export const comparison = (keras: string, compare: (g: GraphBuilder, operands: Pair) => Value): AnyOperation => pairwise(keras, {}, compare);

/** `x1 op x2` on booleans: what is not 0 is true. */
export const logical = (keras: string, onnx: string): AnyOperation =>
  defineOperation({
    keras,
    arguments: PAIR,
    lower: (g, _, call) =>
      g.node(
        onnx,
        PAIR.map((name) => g.cast(tensorOf(g, call, name), 'bool')),
      ),
  });

/** A function of one tensor. */
export const unary = (keras: string, lower: (g: GraphBuilder, x: Value, call: Call) => Value | readonly Value[]): AnyOperation =>
  defineOperation({ keras, arguments: ['x'], lower: (g, _, call) => lower(g, tensorOf(g, call), call) });

/** A function over the reals. */
export const realFunction = (keras: string, lower: (g: GraphBuilder, x: Value, call: Call) => Value): AnyOperation =>
  unary(keras, (g, x, call) => lower(g, real(g, call, x), call));

/** A function over the reals that ONNX has. */
export const realOperator = (keras: string, onnx: string): AnyOperation => realFunction(keras, (g, x) => carried(g, onnx, [x]));

/** A function that keeps the type of its argument: floats and, unless `dtypes` says otherwise, whole numbers. */
export const keeping = (keras: string, lower: (g: GraphBuilder, x: Value) => Value, dtypes: (dtype: DType) => boolean = isNumber): AnyOperation =>
  unary(keras, (g, x, call) => {
    if (!dtypes(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
    return lower(g, x);
  });

export const isNumber = (dtype: DType): boolean => isFloat(dtype) || isInteger(dtype);
export const isSigned = (dtype: DType): boolean => isFloat(dtype) || dtype.startsWith('int');

/** An activation without arguments, as an operation on floats. */
export const activated = (keras: string, { lower }: ActivationDefinition): AnyOperation =>
  unary(keras, (g, x, call) => {
    if (!isFloat(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
    return lower(g, x, call.writer);
  });
