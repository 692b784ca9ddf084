import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

const MODES = ['constant', 'nearest', 'wrap', 'mirror', 'reflect'] as const;
type Mode = (typeof MODES)[number];

/** Cells are looked up at 2^rank corners. */
const MAX_AXES = 4;

/** A whole place on one axis that takes part in an answer, and with which weight. */
interface Corner {
  readonly cell: Value;
  /** Undefined where every place is one. */
  readonly inside: Value | undefined;
  readonly weight: Value | undefined;
}

/**
 * `keras.ops.image.map_coordinates`: values between the cells of a tensor whose sizes are all known; `coordinates` has one row an axis.
 *
 * Keras computes the mode `mirror` so that it reads past the end where a place is just behind it (keras/src/backend/tensorflow/image.py), which is an
 * error on TensorFlow's CPU: here the call is refused.
 */
export const mapCoordinates = defineOperation({
  keras: 'MapCoordinates',
  arguments: ['inputs', 'coordinates'],
  config: (f) => ({ order: f.int('order', { min: 0, max: 1 }), mode: f.oneOf('fill_mode', MODES, 'constant'), fill: f.number('fill_value', { absent: 0 }) }),
  lower: (g, { order, mode, fill }, call) => {
    const [x, coordinates] = [tensorOf(g, call, 'inputs'), tensorOf(g, call, 'coordinates')];
    for (const value of [x, coordinates]) expectFloat(value, call);
    const rank = x.dims.length;
    if (known(coordinates, 0) !== rank || coordinates.dims.length < 2)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot look up places of ${rank} axes by other coordinates`);
    if (rank > MAX_AXES) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a lookup in a tensor of rank ${rank}`);
    const rows = rank === 1 ? [coordinates] : g.nodes('Split', [coordinates, g.ints(x.dims.map(() => 1))], { axis: 0 }, rank);
    const axes = rows.map((row, axis) => corners(g, g.node('Squeeze', [row, g.ints([0])]), known(x, axis), order, mode, call));
    const terms = combinations(axes).map((corner) => termOf(g, x, corner, fill));
    return terms.reduce((sum, term) => g.node('Add', [sum, term]));
  },
});

/** The corners of each place on one axis: the closest, or the two around it. */
function corners(g: GraphBuilder, place: Value, size: number, order: number, mode: Mode, call: Call): readonly Corner[] {
  if (order === 0) return [cornerOf(g, g.cast(g.node('Round', [place]), 'int64'), undefined, size, mode, call)];
  const lower = g.node('Floor', [place]);
  const upper = g.node('Sub', [place, lower]);
  const index = g.cast(lower, 'int64');
  const next = g.node('Add', [index, g.scalar(1, 'int64')]);
  return [cornerOf(g, index, g.node('Sub', [g.scalar(1), upper]), size, mode, call), cornerOf(g, next, upper, size, mode, call)];
}

function cornerOf(g: GraphBuilder, index: Value, weight: Value | undefined, size: number, mode: Mode, call: Call): Corner {
  const int = (value: number): Value => g.scalar(value, 'int64');
  const held = (x: Value): Value => g.node('Clip', [x, int(0), int(size - 1)]);
  if (mode === 'nearest') return { cell: held(index), inside: undefined, weight };
  if (mode === 'wrap') return { cell: g.node('Mod', [index, int(size)]), inside: undefined, weight };
  if (mode === 'constant') {
    const cell = held(index);
    return { cell, inside: g.node('Equal', [cell, index]), weight };
  }
  const rest = g.node('Mod', [g.node('Abs', [index]), int(2 * size)]);
  const back = g.node('Sub', [int(mode === 'reflect' ? 2 * size - 1 : 2 * size), rest]);
  const cell = g.node('Where', [g.node('Less', [rest, int(size)]), rest, back]);
  if (mode === 'reflect') return { cell, inside: undefined, weight };
  const past = g.node('ReduceSum', [g.cast(g.node('Equal', [cell, int(size)]), 'int32')], { keepdims: 0 });
  g.guard({
    value: g.node('Equal', [past, g.scalar(0, 'int32')]),
    code: 'HG_INPUT_RANGE',
    message: `Cannot mirror a place of "${call.name}" that lies just behind an axis`,
  });
  return { cell: held(cell), inside: undefined, weight };
}

/** Every choice of one corner an axis. */
const combinations = (axes: readonly (readonly Corner[])[]): readonly (readonly Corner[])[] =>
  axes.reduce<readonly (readonly Corner[])[]>((all, corners) => all.flatMap((chosen) => corners.map((corner) => [...chosen, corner])), [[]]);

function termOf(g: GraphBuilder, x: Value, corners: readonly Corner[], fill: number): Value {
  const last = corners[0]?.cell.dims.length ?? 0;
  const index = g.node(
    'Concat',
    corners.map(({ cell }) => g.node('Unsqueeze', [cell, g.ints([last])])),
    { axis: last },
  );
  const found = g.node('GatherND', [x, index]);
  const inside = corners.flatMap((corner) => corner.inside ?? []);
  const filled = inside.length === 0 ? found : g.node('Where', [inside.reduce((all, one) => g.node('And', [all, one])), found, g.scalar(fill, x.dtype)]);
  return corners.reduce((value, { weight }) => (weight === undefined ? value : g.node('Mul', [value, weight])), filled);
}
