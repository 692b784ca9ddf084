import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import type { Fields } from '../fields.ts';
import { carrierOf } from './carried.ts';
import { numberAs } from './number-as.ts';
import { argumentOf, tensorOf, typedAs } from './operands.ts';

/**
 * `keras.ops.pad`: before and behind each axis, a pair for each: constant, or mirrored with (`symmetric`) or without (`reflect`) the edge.
 */
export const pad = defineOperation({
  keras: 'Pad',
  arguments: ['x', 'constant_values'],
  config: (f) => ({ pads: padField(f), mode: f.oneOf('mode', ['constant', 'reflect', 'symmetric', 'CONSTANT', 'REFLECT', 'SYMMETRIC'], 'constant') }),
  lower: (g, { pads, mode: given }, call) => {
    const x = tensorOf(g, call);
    const mode = given.toLowerCase();
    if (pads.length !== x.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot pad a tensor of rank ${x.dims.length} by ${pads.length} pairs`);
    if (mode !== 'constant') return pads.reduce((value, pair, axis) => mirrored(g, value, axis, pair, mode === 'reflect', call), g.node('Identity', [x]));
    const widths = g.ints([...pads.map(([before]) => before), ...pads.map(([, behind]) => behind)]);
    const value = call.argument('constant_values') === undefined ? numberAs(g, 0, x.dtype) : typedAs(g, argumentOf(g, call, 'constant_values'), x.dtype);
    if (value.dims.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot pad with anything but one number');
    const carrier = carrierOf('Pad', x.dtype);
    return g.cast(g.node('Pad', [g.cast(x, carrier), widths, g.cast(value, carrier)]), x.dtype);
  },
});

type Pads = readonly (readonly [before: number, behind: number])[];

/** A pair for each axis; a list of one number is a pair of it twice. One pair for all axes Keras itself cannot use on TensorFlow. */
function padField(f: Fields): Pads {
  const given = f.raw('pad_width');
  const lists = Array.isArray(given) ? (given as readonly Json[]) : [];
  const pair = (item: Json): readonly Json[] =>
    Array.isArray(item) ? (item.length === 1 ? [item[0] ?? null, item[0] ?? null] : (item as readonly Json[])) : [];
  const pads = (lists.every((item) => typeof item === 'number') ? [lists] : lists.slice(0, MAX_RANK + 1)).map(pair);
  const good = (list: readonly Json[]): boolean =>
    list.length === 2 && list.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
  if (pads.length > MAX_RANK || !pads.every(good)) throw f.wrong('pad_width', 'a pair of whole numbers >= 0 for each axis');
  return pads as unknown as Pads;
}

/** What mirrors an axis: its own elements, picked by place. */
function mirrored(g: GraphBuilder, x: Value, axis: number, [before, behind]: Pads[number], reflect: boolean, call: Call): Value {
  if (before === 0 && behind === 0) return x;
  const size = known(x, axis);
  const edge = reflect ? 1 : 0;
  if (Math.max(before, behind) > size - edge) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot mirror ${Math.max(before, behind)} elements of ${size}`);
  const left = Array.from({ length: before }, (_, index) => before - 1 - index + edge);
  const right = Array.from({ length: behind }, (_, index) => size - 1 - edge - index);
  const taken = (places: readonly number[]): readonly Value[] => (places.length === 0 ? [] : [g.node('Gather', [x, g.ints(places)], { axis })]);
  return g.node('Concat', [...taken(left), x, ...taken(right)], { axis });
}
