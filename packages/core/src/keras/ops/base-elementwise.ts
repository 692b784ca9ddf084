import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { ActivationDefinition } from '../define-activation.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { type Argument, argumentOf, comparedAs, real, resultType, tensorOf, typedAs } from './operands.ts';

const pair = ['x1', 'x2'];

/** `x1 op x2` in the type in which they meet. */
export const arithmetic = (keras: string, onnx: string): AnyOperation =>
  defineOperation({
    keras,
    arguments: pair,
    lower: (g, _, call) => {
      const operands = pair.map((name) => argumentOf(g, call, name));
      const dtype = resultType(call, operands);
      if (dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on booleans`);
      return g.node(onnx, typed(g, operands, dtype));
    },
  });

/** `x1 op x2` over the reals: integers are cast first. */
export const realPair = (keras: string, onnx: string): AnyOperation =>
  defineOperation({
    keras,
    arguments: pair,
    lower: (g, _, call) => {
      const operands = pair.map((name) => argumentOf(g, call, name));
      resultType(
        call,
        operands.filter(({ kind }) => kind === 'value'),
      );
      return g.node(onnx, typed(g, operands, 'float32'));
    },
  });

/** A comparison, in the type in which both meet; a boolean comes out. */
export const comparison = (keras: string, compare: (g: GraphBuilder, operands: readonly Value[]) => Value): AnyOperation =>
  defineOperation({
    keras,
    arguments: pair,
    lower: (g, _, call) => {
      const operands = pair.map((name) => argumentOf(g, call, name));
      return compare(g, typed(g, operands, comparedAs(call, operands)));
    },
  });

/** `x1 op x2` on booleans: what is not 0 is true. */
export const logical = (keras: string, onnx: string): AnyOperation =>
  defineOperation({
    keras,
    arguments: pair,
    lower: (g, _, call) =>
      g.node(
        onnx,
        pair.map((name) => g.cast(tensorOf(g, call, name), 'bool')),
      ),
  });

/** A function over the reals. */
export const realFunction = (keras: string, lower: (g: GraphBuilder, x: Value) => Value): AnyOperation =>
  defineOperation({ keras, arguments: ['x'], lower: (g, _, call) => lower(g, real(g, call, tensorOf(g, call))) });

/** A function that keeps the type of its argument, which may be float32, int32 or int64. */
export const keeping = (keras: string, lower: (g: GraphBuilder, x: Value) => Value): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    lower: (g, _, call) => {
      const x = tensorOf(g, call);
      if (x.dtype !== 'float32' && x.dtype !== 'int32' && x.dtype !== 'int64')
        throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
      return lower(g, x);
    },
  });

/** An activation without arguments, as an operation on floats. */
export const activated = (keras: string, { lower }: ActivationDefinition): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    lower: (g, _, call) => {
      const x = tensorOf(g, call);
      if (x.dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
      return lower(g, x, call.writer);
    },
  });

const typed = (g: GraphBuilder, operands: readonly Argument[], dtype: Value['dtype']): readonly Value[] =>
  operands.map((operand) => typedAs(g, operand, dtype));
