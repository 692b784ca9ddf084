import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, ceilDiv, type Dim, dimText, isKnown, symbol } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import type { Operand } from '../operand.ts';
import { tensorOf } from './operands.ts';

/** One part of a key: `3`, `1:-1:2`, `None` or `...`. */
type Part =
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'slice'; readonly start: number | null; readonly stop: number | null; readonly step: number }
  | { readonly kind: 'new' }
  | { readonly kind: 'rest' };

/** A slice on its axis, its bounds as ONNX wants them. */
interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly dim: Dim;
}

const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/**
 * `x[key]`: whole numbers, slices, `None` and `...`, alone or in a tuple, which a file writes as a list (keras/src/ops/numpy.py, `GetItem`).
 *
 * @throws HG_ARTIFACT_SHAPE for an index outside its axis; HG_UNSUPPORTED_FIELD for tensors and lists as indices.
 */
export const getItem = defineOperation({
  keras: 'GetItem',
  arguments: ['x', 'key'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    const parts = full(partsOf(call.argument('key'), call), x.dims.length, call);
    const real = parts.filter(({ kind }) => kind !== 'new');
    const cuts = real.flatMap((part, axis) => cutOf(part, axis, x.dims[axis] ?? 1, call));
    const cut = cuts.length === 0 ? x : slice(g, x, cuts);
    const picked = real.flatMap(({ kind }, axis) => (kind === 'index' ? [axis] : []));
    const squeezed = picked.length === 0 ? cut : g.node('Squeeze', [cut, g.ints(picked)]);
    const added = parts.filter(({ kind }) => kind !== 'index').flatMap(({ kind }, axis) => (kind === 'new' ? [axis] : []));
    return added.length === 0 ? squeezed : g.node('Unsqueeze', [squeezed, g.ints(added)]);
  },
});

/** A key that is null came as "not passed": `x[None]`. */
function partsOf(key: Operand | undefined, call: Call): readonly Part[] {
  return key?.kind === 'list' ? key.items.map((item) => partOf(item, call)) : [key === undefined ? { kind: 'new' } : partOf(key, call)];
}

function partOf(item: Operand, call: Call): Part {
  if (item.kind === 'ellipsis') return { kind: 'rest' };
  if (item.kind === 'slice') return { kind: 'slice', start: bound(item.start, call), stop: bound(item.stop, call), step: bound(item.step, call) ?? 1 };
  const at = bound(item, call);
  return at === null ? { kind: 'new' } : { kind: 'index', at };
}

function bound(operand: Operand, call: Call): number | null {
  if (operand.kind === 'json' && (operand.value === null || (typeof operand.value === 'number' && Number.isSafeInteger(operand.value)))) return operand.value;
  throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an index unless it is whole numbers, slices, None and an ellipsis');
}

/** One part for each axis: `...`, or what is missing at the end, stands for whole axes. */
function full(parts: readonly Part[], rank: number, call: Call): readonly Part[] {
  const places = parts.flatMap(({ kind }, place) => (kind === 'rest' ? [place] : []));
  const missing = rank - parts.filter(({ kind }) => kind === 'index' || kind === 'slice').length;
  if (places.length > 1 || missing < 0 || parts.length > MAX_RANK) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot index a tensor of rank ${rank} so`);
  const at = places[0] ?? parts.length;
  const rest = Array.from({ length: missing }, (): Part => ({ kind: 'slice', start: null, stop: null, step: 1 }));
  return [...parts.slice(0, at), ...rest, ...parts.slice(at + 1)];
}

function cutOf(part: Part, axis: number, dim: Dim, call: Call): readonly Cut[] {
  if (part.kind === 'index') return [indexed(part.at, axis, dim, call)];
  if (part.kind !== 'slice' || (part.start === null && part.stop === null && part.step === 1)) return [];
  const { start, stop, step } = part;
  if (step === 0) throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot take a slice with the step 0');
  if (isKnown(dim)) return [within(axis, dim, start, stop, step)];
  // Backwards from a place that is counted from the end and may lie before the beginning, Python finds nothing, and ONNX the first element.
  if (step < 0 && start !== null && start < -1)
    throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a slice backwards from such a place where the size is known at the call only');
  const bounds = step > 0 ? [start ?? 0, stop ?? LAST] : [start === null || start === -1 ? LAST : start, stop ?? FIRST];
  return [{ axis, start: bounds[0] ?? 0, stop: bounds[1] ?? LAST, step, dim: sliced(dim, start, stop, step) }];
}

/** One element, as a slice of length 1: `at:at + 1`, and for the last one up to the end. An index outside gives no element, and the Squeeze then fails. */
function indexed(at: number, axis: number, dim: Dim, call: Call): Cut {
  if (isKnown(dim) && (at >= dim || at < -dim)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take the element ${at} of an axis of ${dim}`);
  return { axis, start: at, stop: at === -1 ? LAST : at + 1, step: 1, dim: 1 };
}

/** Python's `slice.indices`, so that what ONNX clamps otherwise does not matter. */
function within(axis: number, size: number, start: number | null, stop: number | null, step: number): Cut {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const from = start === null ? (step > 0 ? low : high) : clamp(start);
  const to = stop === null ? (step > 0 ? high : low) : clamp(stop);
  const dim = Math.max(0, Math.ceil((to - from) / step));
  return dim === 0 ? { axis, start: 0, stop: 0, step: 1, dim } : { axis, start: from, stop: to < 0 ? FIRST : to, step, dim };
}

/** The size of a slice where a call decides that of its axis; it is exact where the axis is long enough for both bounds. */
function sliced(dim: Dim, start: number | null, stop: number | null, step: number): Dim {
  const from = start ?? 0;
  if (step > 0 && from >= 0 && (stop === null || stop < 0)) return ceilDiv(addDims(dim, -from, stop ?? 0), step);
  if (step < 0 && start === null && stop === null) return ceilDiv(dim, -step);
  return symbol(`slice(${dimText(dim)},${start},${stop},${step})`);
}

function slice(g: GraphBuilder, x: Value, cuts: readonly Cut[]): Value {
  const vector = (of: (cut: Cut) => number): Value => g.ints(cuts.map(of));
  const dims = cuts.reduce<readonly Dim[]>((all, { axis, dim }) => all.with(axis, dim), x.dims);
  return g.node('Slice', [x, vector(({ start }) => start), vector(({ stop }) => stop), vector(({ axis }) => axis), vector(({ step }) => step)], {}, dims);
}
