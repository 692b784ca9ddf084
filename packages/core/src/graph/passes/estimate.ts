import { BYTES } from '../../tensor/dtype.ts';
import { type Dim, type Dims, isKnown } from '../dims.ts';
import { bodyOf, type Graph, type SubGraph, type Value } from '../values.ts';

/** Sizes that a call decides, by the names of their symbols. */
export type Sizes = ReadonlyMap<string, number>;

/**
 * The most bytes of inputs and results that live at one time while the nodes run in their order, for given sizes; weights and what a kernel takes
 * for itself (its workspace, packed weights) do not count. A runtime that reuses buffers in place stays below, so this is what must be there, roughly; the runner's limit is what holds.
 *
 * @param batch - the size of the symbol `batch`; other symbols are looked up in `sizes`, else 1.
 */
export function estimate(graph: Graph, batch: number, sizes: Sizes = new Map()): number {
  const at = new Map([...sizes, ['batch', batch]]);
  const bytes = ({ dtype, dims }: Value): number => Math.max(1, BYTES[dtype]) * elements(dims, at);
  const lastUse = lastUses(graph);
  const live = new Map<string, number>();
  let now = 0;
  let peak = 0;
  const begin = (value: Value): void => {
    live.set(value.id, bytes(value));
    now += live.get(value.id) ?? 0;
    peak = Math.max(peak, now);
  };
  const end = (value: Value): void => {
    now -= live.get(value.id) ?? 0;
    live.delete(value.id);
  };
  for (const { value } of graph.inputs) begin(value);
  graph.nodes.forEach((node, index) => {
    for (const output of node.outputs) begin(output);
    const body = bodyOf(node);
    if (body !== undefined) peak = Math.max(peak, now + estimate(stepOf(body), batch, sizes));
    for (const value of [...node.inputs, ...node.outputs]) if (value !== null && (lastUse.get(value.id) ?? index) <= index) end(value);
  });
  return peak;
}

/** One step of a loop: what it captures lives outside. */
const stepOf = ({ value, captures }: SubGraph): Graph => ({ ...value, inputs: value.inputs.slice(0, value.inputs.length - captures) });

/** Index of the last node that reads each value. What the model gives back stays, and so does what comes in: the caller holds both. */
function lastUses(graph: Graph): Map<string, number> {
  const last = new Map<string, number>();
  graph.nodes.forEach((node, index) => {
    for (const input of node.inputs) if (input !== null) last.set(input.id, index);
  });
  for (const { value } of [...graph.inputs, ...graph.outputs, ...graph.guards]) last.set(value.id, Number.POSITIVE_INFINITY);
  return last;
}

const elements = (dims: Dims, sizes: Sizes): number => dims.reduce<number>((product, dim) => product * sizeOfDim(dim, sizes), 1);

/** A dimension as a number, never below 0. */
export function sizeOfDim(dim: Dim, sizes: Sizes): number {
  if (isKnown(dim)) return dim;
  return Math.max(
    0,
    dim.terms.reduce((sum, [atom, factor]) => sum + factor * sizeOfAtom(atom, sizes), dim.constant),
  );
}

/** Atoms are names, or what `dims.ts` makes of them: `floor((…)/n)` and `(…)*(…)`. */
function sizeOfAtom(atom: string, sizes: Sizes): number {
  const known = sizes.get(atom);
  if (known !== undefined) return known;
  const quotient = /^floor\(\((.*)\)\/(\d+)\)$/s.exec(atom);
  if (quotient !== null) return Math.floor(sizeOfText(quotient[1] ?? '', sizes) / Number(quotient[2]));
  const middle = splitProduct(atom);
  if (middle === undefined) return 1;
  return sizeOfText(atom.slice(1, middle), sizes) * sizeOfText(atom.slice(middle + 3, -1), sizes);
}

/** Where `)*(` stands outside of all parentheses. */
function splitProduct(atom: string): number | undefined {
  if (!atom.startsWith('(') || !atom.endsWith(')')) return undefined;
  let depth = 0;
  for (let at = 0; at < atom.length; at++) {
    if (atom[at] === '(') depth++;
    else if (atom[at] === ')' && --depth === 0) return atom.startsWith(')*(', at) ? at : undefined;
  }
  return undefined;
}

/** A sum as `dimText` writes it: ` + ` and ` - ` outside of all parentheses, each term with its factor before `*`. */
function sizeOfText(text: string, sizes: Sizes): number {
  let [sum, sign, from, depth] = [0, 1, 0, 0];
  for (let at = 0; at <= text.length; at++) {
    const next = text[at];
    if (next === '(') depth++;
    else if (next === ')') depth--;
    const ends = at === text.length || (depth === 0 && next === ' ' && (text.startsWith(' + ', at) || text.startsWith(' - ', at)));
    if (!ends) continue;
    sum += sign * sizeOfTerm(text.slice(from, at), sizes);
    sign = text[at + 1] === '-' ? -1 : 1;
    from = at + 3;
    at += 2;
  }
  return sum;
}

function sizeOfTerm(term: string, sizes: Sizes): number {
  const factor = /^(-?\d+)\*(?=.)/.exec(term);
  if (factor !== null) return Number(factor[1]) * sizeOfAtom(term.slice(factor[0].length), sizes);
  return /^-?\d+$/.test(term) ? Number(term) : sizeOfAtom(term, sizes);
}
