import type { Json } from '../../artifact/json/json.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { meeting } from './base-elementwise.ts';
import { multipliedAs, tensordotOf } from './products.ts';

/** `keras.ops.tensordot`: sums of products over as many axes, the last of x1 and the first of x2, or over those that are named. */
export const tensordot = defineOperation({
  keras: 'Tensordot',
  arguments: ['x1', 'x2'],
  config: axesOfBoth,
  lower: (g, axes, call) => {
    const pair = meeting(g, call);
    const [{ dtype }] = pair;
    const exact = dtype === 'int32' || dtype === 'int64' ? dtype : multipliedAs(dtype);
    const [a, b] = pair.map((x) => g.cast(x, exact)) as [Value, Value];
    const over = typeof axes === 'number' ? Array.from({ length: axes }, (_, axis): [number, number] => [axis - axes, axis]) : axes;
    return g.cast(tensordotOf(g, a, b, over), dtype);
  },
});

function axesOfBoth(f: Fields): number | readonly (readonly [number, number])[] {
  const given = f.raw('axes') ?? 2;
  const whole = (item: Json | undefined): item is number => typeof item === 'number' && Number.isSafeInteger(item);
  if (whole(given) && given >= 0 && given <= MAX_RANK) return given;
  const [left = [], right = []] = Array.isArray(given)
    ? (given as readonly Json[]).map((item) => (Array.isArray(item) ? (item as readonly Json[]) : [item]))
    : [];
  if (left.length === 0 || left.length > MAX_RANK || left.length !== right.length || ![...left, ...right].every(whole))
    throw f.wrong('axes', 'a number of axes, or two lists of them');
  return left.map((axis, index) => [axis as number, right[index] as number]);
}
