import type { Value } from '../../graph/values.ts';
import { axesOf, axisList } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.moveaxis`: axes moved to other places, the others in their order. */
export const moveaxis = defineOperation({
  keras: 'Moveaxis',
  arguments: ['x'],
  config: (f) => ({ from: axisList(f, 'source'), to: axisList(f, 'destination') }),
  lower: (g, { from, to }, call) => {
    const x = tensorOf(g, call);
    if (from.length !== to.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot move ${from.length} axes to ${to.length} places`);
    return g.transpose(x, moved(x, from, to));
  },
});

/** The order that puts each axis of `from` where `to` says. */
export function moved(x: Value, from: readonly number[], to: readonly number[]): readonly number[] {
  const [source, target] = [axesOf(x, from), axesOf(x, to)];
  const rest = x.dims.map((_, axis) => axis).filter((axis) => !source.includes(axis));
  return x.dims.map((_, place) => (target.includes(place) ? (source[target.indexOf(place)] ?? 0) : (rest.shift() ?? 0)));
}
