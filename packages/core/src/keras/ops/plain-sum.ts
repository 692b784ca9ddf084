import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, isKnown, sameDim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';

type Pair = readonly [Value, Value];

/**
 * Refuses `x1 + x2` where Keras on TensorFlow does not broadcast.
 *
 * An x2 with one axis that is longer than 1 is a bias there, where x1 has as many elements along its last or its second axis, and it is added along that one,
 * wherever it stands in x2 (`add` of keras/src/backend/tensorflow/numpy.py); the other backends broadcast. Where that axis is the batch Keras does it for the
 * batches whose size it knows while it traces, and broadcasts for the others: two answers for the same rows. Keras 2 always broadcasts.
 *
 * @throws HG_UNSUPPORTED_FIELD for such sizes; where a call decides them, the call ends with HG_INPUT_SHAPE.
 */
export function expectPlainSum(g: GraphBuilder, [x, bias]: Pair, call: Call): void {
  const place = call.writer === 2 || x.dims.length < 2 ? undefined : longAxis(bias);
  if (place === undefined) return;
  const size = bias.dims[bias.dims.length + place] ?? 1;
  const [last, second] = [x.dims.at(-1) ?? 1, x.dims[1] ?? 1];
  const wider = bias.dims.length > x.dims.length;
  if (wider || place !== -1) expectOther(g, [x, bias], { axis: x.dims.length - 1, place, size, own: last }, call);
  // Keras looks at the last axis first.
  if (x.dims.length > 2 && !sameDim(last, size) && (wider || place !== 1 - x.dims.length))
    expectOther(g, [x, bias], { axis: 1, place, size, own: second }, call);
}

/** The one axis that may be longer than 1, counted from the end. */
function longAxis({ dims }: Value): number | undefined {
  const [axis, ...more] = dims.map((_, index) => index).filter((index) => dims[index] !== 1);
  return axis === undefined || more.length > 0 ? undefined : axis - dims.length;
}

interface Meeting {
  readonly axis: number;
  readonly place: number;
  readonly own: Dim;
  readonly size: Dim;
}

function expectOther(g: GraphBuilder, [x, bias]: Pair, { axis, place, own, size }: Meeting, call: Call): void {
  if (own === 1 || (isKnown(own) && isKnown(size) && own !== size)) return;
  const why = 'of sizes that Keras on TensorFlow, and there alone, takes for a sum with a bias';
  if (sameDim(own, size)) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a sum in "${call.name}" ${why}`);
  const at = bias.dims.length + place;
  const [a, b] = [g.node('Shape', [x], { start: axis, end: axis + 1 }), g.node('Shape', [bias], { start: at, end: at + 1 })];
  const misread = g.node('And', [g.node('Equal', [a, b]), g.node('Greater', [b, g.ints([1])])]);
  g.guard({
    value: g.node('Not', [g.node('Squeeze', [misread, g.ints([0])])]),
    code: 'HG_INPUT_SHAPE',
    message: `Cannot call "${call.name}" with this shape as it makes a sum ${why}`,
  });
}
