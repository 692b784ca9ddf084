import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axesField, axesOf } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

export type Reduce = (g: GraphBuilder, x: Value, axes: readonly number[], keep: boolean, call: Call) => Value;

/** A reduction over one axis, several or all; `keepdims` leaves axes of 1. */
export const reduction = (keras: string, reduce: Reduce): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => {
      f.only('initial');
      return { axes: axesField(f), keep: f.boolean('keepdims', false) };
    },
    lower: (g, { axes, keep }, call) => {
      const x = tensorOf(g, call);
      return reduce(g, x, axesOf(x, axes), keep, call);
    },
  });

export const reduced = (g: GraphBuilder, onnx: string, x: Value, axes: readonly number[], keep: boolean): Value =>
  g.node(onnx, [x, g.ints(axes)], { keepdims: keep ? 1 : 0 });

/** A reduction that keeps the type: float32, int32 or int64. */
export const plainReduction = (keras: string, onnx: string): AnyOperation =>
  reduction(keras, (g, x, axes, keep, call) => {
    if (x.dtype !== 'float32' && x.dtype !== 'int32' && x.dtype !== 'int64')
      throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
    return reduced(g, onnx, x, axes, keep);
  });

/** A reduction of booleans: what is not 0 is true. */
export const truth = (keras: string, onnx: 'ReduceMax' | 'ReduceMin'): AnyOperation =>
  reduction(keras, (g, x, axes, keep) => g.cast(reduced(g, onnx, g.cast(g.cast(x, 'bool'), 'int32'), axes, keep), 'bool'));
