import { type Dim, floorDiv, isKnown, multiplyDims } from '../../graph/dims.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** One axis of a pattern: a name, or several in parentheses. */
type Side = readonly (readonly string[])[];

/**
 * `keras.ops.rearrange`: `b (h k) w -> b h (k w)`, where sizes such as `k=2` are arguments (keras/src/ops/einops.py). Of each group one size may be left
 * out. Names must be the same on both sides, each once.
 */
export const rearrange = defineOperation({
  keras: 'Rearrange',
  arguments: ['tensor', 'pattern'],
  open: true,
  lower: (g, _, call) => {
    const x = tensorOf(g, call, 'tensor');
    const [from, to] = patternOf(call);
    if (from.length !== x.dims.length)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot rearrange a tensor of rank ${x.dims.length} by a pattern of ${from.length}`);
    const sizes = new Map(from.flatMap((group, axis) => sizesOf(group, x.dims[axis] ?? 1, call)));
    const [before, after] = [from.flat(), to.flat()];
    const apart = g.reshape(
      x,
      before.map((name) => sizes.get(name) ?? 1),
    );
    const moved = g.transpose(
      apart,
      after.map((name) => before.indexOf(name)),
    );
    return g.reshape(
      moved,
      to.map((group) => multiplyDims(group.map((name) => sizes.get(name) ?? 1))),
    );
  },
});

function patternOf(call: Call): readonly [from: Side, to: Side] {
  const operand = call.argument('pattern');
  const text = operand?.kind === 'json' && typeof operand.value === 'string' ? operand.value : '';
  const [left = '', right = '', ...more] = text.split('->');
  const sides = [left, right].map(sideOf);
  const [from = [], to = []] = sides.map((side) => side?.flat() ?? []);
  const fits = from.length === to.length && from.length <= MAX_RANK && new Set([...from, ...to]).size === from.length && new Set(to).size === to.length;
  if (more.length > 0 || sides.includes(undefined) || !fits || text.length > 1024)
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot rearrange by the pattern "${text.slice(0, 80)}"`);
  return sides as [Side, Side];
}

/** Undefined for anything but names and groups of names. */
function sideOf(text: string): Side | undefined {
  const tokens = text.match(/\w+|\([\w ]+\)/g) ?? [];
  return tokens.join('') === '' || text.replace(/\w+|\([\w ]+\)/g, '').trim() !== '' ? undefined : tokens.map((token) => token.match(/\w+/g) ?? []);
}

function sizesOf(group: readonly string[], dim: Dim, call: Call): readonly (readonly [string, Dim])[] {
  if (group.length === 1) return [[group[0] ?? '', dim]];
  const given = group.map((name) => sizeOf(name, call));
  const product = given.reduce<number>((all, size) => all * (size ?? 1), 1);
  const open = given.filter((size) => size === undefined).length;
  if (open > 1 || (isKnown(dim) && (open === 1 ? dim % product !== 0 : dim !== product)))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take "${group.join(' ')}" apart as their sizes do not give that of the axis`);
  return group.map((name, at) => [name, given[at] ?? floorDiv(dim, product)]);
}

function sizeOf(name: string, call: Call): number | undefined {
  const operand = call.argument(name);
  if (operand === undefined) return undefined;
  if (operand.kind === 'json' && typeof operand.value === 'number' && Number.isSafeInteger(operand.value) && operand.value > 0) return operand.value;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the size "${name}" unless it is a whole number above 0`);
}
