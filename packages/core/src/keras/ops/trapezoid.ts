import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { cut } from './cut.ts';
import { moved } from './moveaxis.ts';
import { numberAs } from './number-as.ts';
import { real, tensorOf } from './operands.ts';

/**
 * `keras.ops.trapezoid`: the area below a line through the elements of an axis, `dx` or the differences of the numbers `x` apart.
 *
 * Another axis below 0 than -1 Keras itself cannot use on TensorFlow.
 */
export const trapezoid = defineOperation({
  keras: 'Trapezoid',
  arguments: ['y'],
  config: (f) => ({ x: (f.raw('x') ?? null) === null ? null : numbersField(f, 'x'), dx: f.number('dx', { absent: 1 }), axis: f.int('axis', { absent: -1 }) }),
  lower: (g, { x, dx, axis }, call) => {
    if (axis < -1) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "Trapezoid" along axis ${axis}`);
    const given = real(g, call, tensorOf(g, call, 'y'));
    const y = g.transpose(given, moved(given, [axis], [-1]));
    const last = y.dims.length - 1;
    const half = g.node('Mul', [g.node('Add', [cut(g, y, last, 1, 0), cut(g, y, last, 0, 1)]), numberAs(g, 0.5, y.dtype)]);
    const apart = x?.slice(1).map((number, index) => Math.fround(number) - Math.fround(x[index] ?? 0));
    const width = apart === undefined ? numberAs(g, dx, y.dtype) : g.cast(g.floats(apart, [apart.length]), y.dtype);
    return g.node('ReduceSum', [g.node('Mul', [half, width]), g.ints([last])], { keepdims: 0 });
  },
});

function numbersField(f: Fields, name: string): readonly number[] {
  const list = f.raw(name);
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'number' && Number.isFinite(item))) throw f.wrong(name, 'a list of numbers');
  return list as readonly number[];
}
