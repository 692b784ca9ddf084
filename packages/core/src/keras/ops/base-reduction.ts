import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isFloat } from '../../tensor/dtype.ts';
import { axesOf, MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { isNumber } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';

/** What a reduction is told: axes as 0 … rank - 1, and whether they stay as axes of 1. */
export interface Reducing {
  readonly axes: readonly number[];
  readonly keep: boolean;
}

export type Reduce = (g: GraphBuilder, x: Value, how: Reducing, call: Call) => Value;

/** Axes of a reduction: one, several, null for all; an empty list is no axis at all, and leaves what is there. */
export function reducedAxes(f: Fields, name = 'axis'): readonly number[] | null {
  const given = f.raw(name) ?? null;
  if (given === null) return null;
  const axes = f.intList(name);
  if (axes.length > MAX_RANK) throw f.wrong(name, `at most ${MAX_RANK} whole numbers`);
  return axes;
}

/** A reduction over one axis, several, none or all; `keepdims` leaves axes of 1. */
export const reduction = (keras: string, reduce: Reduce): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ axes: reducedAxes(f), keep: f.boolean('keepdims', false) }),
    lower: (g, { axes, keep }, call) => {
      const x = tensorOf(g, call);
      return reduce(g, x, { axes: axesOf(x, axes), keep }, call);
    },
  });

/** To ONNX no axis means all of them. */
export const reduced = (g: GraphBuilder, onnx: string, x: Value, axes: readonly number[], keep: boolean): Value =>
  axes.length === 0 ? g.node('Identity', [x]) : carried(g, onnx, [x, g.ints(axes)], { keepdims: keep ? 1 : 0 });

/** As `reduced`, told as one. */
export const over = (g: GraphBuilder, onnx: string, x: Value, { axes, keep }: Reducing): Value => reduced(g, onnx, x, axes, keep);

/** The type in which Keras adds up and multiplies small integers (`sum` and `prod` of the TensorFlow backend). */
export function summedAs(dtype: DType): DType {
  if (dtype === 'bool' || dtype === 'int8' || dtype === 'int16') return 'int32';
  return dtype === 'uint8' || dtype === 'uint16' ? 'uint32' : dtype;
}

/** Whether something holds anywhere along the axes. */
export const anywhere = (g: GraphBuilder, x: Value, how: Reducing): Value => g.cast(over(g, 'ReduceMax', g.cast(x, 'uint8'), how), 'bool');
export const everywhere = (g: GraphBuilder, x: Value, how: Reducing): Value => g.cast(over(g, 'ReduceMin', g.cast(x, 'uint8'), how), 'bool');

/** The greatest or least; NaN where one is among them, which ONNX Runtime passes over. */
export function extreme(g: GraphBuilder, onnx: 'ReduceMax' | 'ReduceMin', x: Value, how: Reducing): Value {
  const found = over(g, onnx, x, how);
  if (!isFloat(x.dtype) || how.axes.length === 0) return found;
  return g.node('Where', [anywhere(g, g.node('IsNaN', [x]), how), numberAs(g, Number.NaN, x.dtype), found]);
}

/** The greatest or least of numbers, or of booleans, of which false is the least. */
export const extremeReduction = (keras: string, onnx: 'ReduceMax' | 'ReduceMin'): AnyOperation => reduction(keras, (g, x, how) => extreme(g, onnx, x, how));

/** As `extremeReduction`, with a number that takes part. */
export const startedExtreme = (keras: string, onnx: 'ReduceMax' | 'ReduceMin', pair: 'Max' | 'Min'): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ axes: reducedAxes(f), keep: f.boolean('keepdims', false), initial: f.numberOrNull('initial', { absent: null }) }),
    lower: (g, { axes, keep, initial }, call) => {
      const x = tensorOf(g, call);
      const found = extreme(g, onnx, x, { axes: axesOf(x, axes), keep });
      if (initial === null) return found;
      if (!isNumber(x.dtype)) return g.cast(g.node(pair, [g.cast(found, 'int32'), g.scalar(Math.trunc(initial), 'int32')]), x.dtype);
      if (!isFloat(x.dtype) && !Number.isInteger(initial)) throw call.refuse('HG_ARTIFACT_FIELD', `Cannot begin a reduction of ${x.dtype} with ${initial}`);
      return carried(g, pair, [found, numberAs(g, initial, x.dtype)]);
    },
  });
