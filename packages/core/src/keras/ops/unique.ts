import type { GraphBuilder } from '../../graph/builder.ts';
import { symbol } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { isNumber } from './base-elementwise.ts';
import { carrierOf } from './carried.ts';
import { numberAs } from './number-as.ts';
import { reshapeLike } from './numbers.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';
import { expectNoNan } from './signed.ts';

/**
 * `keras.ops.unique` of all elements in one row: as many as the data say, or cut and filled to a `size`; in order, or as they come first. With them, where
 * each stands first, which of them each element is, and how often each stands, as int32. A NaN is refused: TensorFlow tells one from another.
 */
export const unique = defineOperation({
  keras: 'Unique',
  arguments: ['x'],
  config: (f) => {
    f.only('axis');
    const asked = ['return_index', 'return_inverse', 'return_counts'].map((name) => f.boolean(name, false));
    const [size, fill] = [f.numberOrNull('size', { absent: null, min: 1, max: 2 ** 31 - 1 }), f.numberOrNull('fill_value', { absent: null })];
    return { sorted: f.boolean('sorted', true), asked, size, fill: fill ?? 0 };
  },
  lower: (g, { sorted, asked, size, fill }, call) => {
    const x = tensorOf(g, call);
    if (!isNumber(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Unique" on ${x.dtype}`);
    if (isFloat(x.dtype)) expectNoNan(g, x, call);
    const flat = row(g, g.cast(x, carrierOf('Unique', x.dtype)));
    const made = g.nodes('Unique', [flat], { sorted: sorted ? 1 : 0 }, 4, [symbol(`unique(${x.id})`)]);
    const [values, first, which, counts] = [g.cast(made[0] ?? x, x.dtype), ...made.slice(1).map((value) => g.cast(value, 'int32'))] as [
      Value,
      Value,
      Value,
      Value,
    ];
    const fitted = (value: Value, filling: number): Value => (size === null ? value : filled(g, value, size, filling));
    const more = [fitted(first, 1), reshapeLike(g, which, x), fitted(counts, 0)];
    return [fitted(values, fill), ...more.filter((_, index) => asked[index])];
  },
});

/** Cut to a size, or filled up to it. */
function filled(g: GraphBuilder, x: Value, size: number, filling: number): Value {
  const long = g.node('Concat', [x, g.node('Expand', [numberAs(g, filling, x.dtype), g.ints([size])])], { axis: 0 });
  return g.node('Slice', [long, g.ints([0]), g.ints([size]), g.ints([0])], {}, [size]);
}
