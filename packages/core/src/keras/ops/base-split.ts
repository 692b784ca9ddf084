import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { axisIn, known } from '../dims.ts';
import type { Fields } from '../fields.ts';
import { tensorOf } from './operands.ts';

/** Parts are nodes' outputs: a file must not ask for more than this. */
const MAX_PARTS = 4096;

/** How many equal parts, or where each but the first begins. */
type Cuts = number | readonly number[];

const cutsField = (f: Fields): Cuts => {
  const name = 'indices_or_sections';
  if (typeof f.raw(name) === 'number') return f.int(name, { min: 1, max: MAX_PARTS });
  const cuts = f.intList(name);
  if (cuts.length === 0 || cuts.length >= MAX_PARTS) throw f.wrong(name, `1 to ${MAX_PARTS - 1} whole numbers`);
  return cuts;
};

/** Cuts along an axis that the config names, or that hangs on the rank alone. */
export const splitting = (keras: string, axisOf?: (rank: number) => number): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ cuts: cutsField(f), axis: axisOf === undefined ? f.int('axis', { absent: 0 }) : undefined }),
    lower: (g, { cuts, axis }, call) => {
      const x = tensorOf(g, call);
      const at = axisIn(x, axis ?? axisOf?.(x.dims.length) ?? 0);
      return parts(g, x, at, sizesOf(known(x, at), cuts, call), call);
    },
  });

/** As `tf.split` has them: the last part takes what is left. */
function sizesOf(size: number, cuts: Cuts, call: Call): readonly number[] {
  if (typeof cuts !== 'number') return [...cuts, size].map((end, index) => end - (index === 0 ? 0 : (cuts[index - 1] ?? 0)));
  if (size % cuts !== 0) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot split ${size} into ${cuts} equal parts`);
  return Array.from({ length: cuts }, () => size / cuts);
}

export function parts(g: GraphBuilder, x: Value, axis: number, sizes: readonly number[], call: Call): readonly Value[] {
  if (sizes.some((size) => size < 1))
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot split into parts of [${sizes.slice(0, 16).join(', ')}] as one has no element`);
  return sizes.length === 1 ? [g.node('Identity', [x])] : g.nodes('Split', [x, g.ints(sizes)], { axis }, sizes.length);
}
