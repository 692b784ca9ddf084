import { HorngateError } from '../words/error.ts';

/**
 * Dimensions: numbers, or linear expressions over symbols such as `batch` and over atoms such as `floor((time + 1)/2)`.
 *
 * The canonical form makes equality a comparison of text, so that `(time + 2) - 2` is `time` again.
 */
export interface Symbolic {
  /** Coefficient of each atom, sorted by atom; never empty, never 0. */
  readonly terms: readonly (readonly [atom: string, factor: number])[];
  readonly constant: number;
}

/** Longest atom: each division or product holds the text of what it is made of, so that a file could make them grow with the square of its layers. */
const MAX_ATOM = 1024;

export type Dim = number | Symbolic;
export type Dims = readonly Dim[];

export const symbol = (name: string): Dim => ({ terms: [[name, 1]], constant: 0 });
export const isKnown = (dim: Dim): dim is number => typeof dim === 'number';
export const allKnown = (dims: Dims): dims is readonly number[] => dims.every(isKnown);

/** The dimension as text, such as `2*time - 1`: also its name in an ONNX file. */
export function dimText(dim: Dim): string {
  if (isKnown(dim)) return String(dim);
  const terms = dim.terms.map(([atom, factor]) => (factor === 1 ? atom : `${factor}*${atom}`)).join(' + ');
  return dim.constant === 0 ? terms : `${terms} ${dim.constant < 0 ? '-' : '+'} ${Math.abs(dim.constant)}`;
}

export const sameDim = (a: Dim, b: Dim): boolean => a === b || (!isKnown(a) && !isKnown(b) && dimText(a) === dimText(b));
export const sameDims = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((dim, axis) => sameDim(dim, b[axis] ?? Number.NaN));

const parts = (dim: Dim): Symbolic => (isKnown(dim) ? { terms: [], constant: dim } : dim);

function canonical(factors: ReadonlyMap<string, number>, constant: number): Dim {
  const terms = [...factors].filter(([, factor]) => factor !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return terms.length === 0 ? constant : { terms, constant };
}

export function addDims(...dims: readonly Dim[]): Dim {
  const factors = new Map<string, number>();
  let constant = 0;
  for (const { terms, constant: more } of dims.map(parts)) {
    constant += more;
    for (const [atom, factor] of terms) factors.set(atom, (factors.get(atom) ?? 0) + factor);
  }
  return canonical(factors, constant);
}

export function scaleDim(dim: Dim, by: number): Dim {
  const { terms, constant } = parts(dim);
  return canonical(new Map(terms.map(([atom, factor]) => [atom, factor * by])), constant * by);
}

/** A part of an expression that is no sum. @throws HG_LIMIT_DEPTH when its text grows too long. */
function atom(text: string): Dim {
  if (text.length > MAX_ATOM)
    throw new HorngateError('HG_LIMIT_DEPTH', `Cannot follow a size as its formula must have at most ${MAX_ATOM} characters: it has ${text.length}`);
  return symbol(text);
}

export function multiplyDims(dims: Dims): Dim {
  let product: Dim = 1;
  for (const dim of dims) {
    if (isKnown(dim)) product = scaleDim(product, dim);
    else if (isKnown(product)) product = scaleDim(dim, product);
    else product = atom(`(${[dimText(product), dimText(dim)].sort().join(')*(')})`);
  }
  return product;
}

/** `floor(dim / by)`: what divides is taken out, so that `floor((time - 1)/2) + 1` and `floor((time + 1)/2)` are one. */
export function floorDiv(dim: Dim, by: number): Dim {
  if (isKnown(dim)) return Math.floor(dim / by);
  if (by === 1) return dim;
  const whole = new Map(dim.terms.map(([name, factor]) => [name, Math.floor(factor / by)]));
  const times = Math.floor(dim.constant / by);
  const rest = addDims(dim, scaleDim(canonical(whole, times), -by));
  return isKnown(rest) ? canonical(whole, times) : addDims(canonical(whole, times), atom(`floor((${dimText(rest)})/${by})`));
}

export const ceilDiv = (dim: Dim, by: number): Dim => floorDiv(addDims(dim, by - 1), by);

/** NumPy broadcasting. Two different symbols are taken to be equal, as Keras does while it builds; the run time checks. */
export function broadcastDims(a: Dims, b: Dims): Dims | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === 1) out.push(right);
    else if (right === 1 || sameDim(left, right) || !isKnown(right)) out.push(left);
    else if (!isKnown(left)) out.push(right);
    else return undefined;
  }
  return out;
}
