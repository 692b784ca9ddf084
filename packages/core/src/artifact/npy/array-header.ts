import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';

/** What the header of any `.npy` says, structured types and objects too: what a scan needs, and no tensor is made of it. */
export interface ArrayHeader {
  /** Where the array begins. */
  readonly offset: number;
  /** Of the whole array; undefined where it is a pickle. */
  readonly bytes: number | undefined;
}

type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<Literal, Literal>;

/** As much as NumPy itself reads of a file that it does not trust. */
const MAX_HEADER = 10_000;
const MAX_DEPTH = 32;
const MAX_RANK = 64;

/** Reads the header by NEP 1. @throws HG_ARTIFACT_NPY; HG_ARTIFACT_TRUNCATED where the file ends in it. */
export function readArrayHeader(source: ByteSource): ArrayHeader {
  const start = source.read(0, Math.min(12, source.size));
  const major = start[6] ?? 0;
  if (major < 1 || major > 3 || start[7] !== 0) throw wrong(`be of version 1.0, 2.0 or 3.0: it is ${major}.${start[7] ?? 0}`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length < 12) throw wrong('have a header: the file ends before it');
  const [length, at] = major === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > MAX_HEADER) throw wrong(`have a header of at most ${MAX_HEADER} bytes: it has ${length}`);
  const text = String.fromCharCode(...source.read(at, length));
  const fields = new Reader(text).whole();
  const [descr, shape] = fields instanceof Map && fields.size === 3 ? [fields.get('descr'), fields.get('shape')] : [];
  if (descr === undefined || typeof (fields as ReadonlyMap<Literal, Literal>).get('fortran_order') !== 'boolean')
    throw wrong('have the three keys of a header: it has not');
  if (!Array.isArray(shape) || shape.length > MAX_RANK || !shape.every(isSize)) throw wrong('have a tuple of whole numbers as its shape: it has none');
  const element = elementBytes(descr, 0);
  return { offset: at + length, bytes: element === undefined ? undefined : product(shape as number[]) * element };
}

const isSize = (value: Literal): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const product = (shape: readonly number[]): number => (shape.includes(0) ? 0 : shape.reduce((all, dim) => all * dim, 1));

/** Bytes of an element; undefined where a Python object is in it. Structured types are lists of (name, type[, shape]). */
function elementBytes(descr: Literal, depth: number): number | undefined {
  if (typeof descr === 'string') return plainBytes(descr);
  if (depth > MAX_DEPTH || !Array.isArray(descr)) throw wrong('have a type that NumPy writes: it has another');
  let sum = 0;
  let objects = false;
  for (const field of descr as readonly Literal[]) {
    const [, type = null, shape = []] = Array.isArray(field) ? (field as readonly Literal[]) : [];
    const bytes = elementBytes(type, depth + 1);
    if (bytes === undefined) objects = true;
    const dims = typeof shape === 'number' ? [shape] : shape;
    if (!Array.isArray(dims) || !dims.every(isSize)) throw wrong('have fields of a known shape: one has another');
    sum += (bytes ?? 0) * product(dims as number[]);
  }
  return objects ? undefined : sum;
}

function plainBytes(descr: string): number | undefined {
  const [, kind = '', digits = ''] = /^[<>|=]?([a-zA-Z?])(\d{0,9})(?:\[[^\]]{1,12}\])?$/.exec(descr) ?? [];
  if (kind === 'O') return undefined;
  if (kind === '') throw wrong(`have a type that NumPy writes: it has ${JSON.stringify(descr.slice(0, 50))}`);
  return Number(digits === '' ? '1' : digits) * (kind === 'U' ? 4 : 1);
}

/** Python's literals, as far as headers have them. Nothing is evaluated. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Literal {
    const value = this.#value(0);
    if (this.#next() !== undefined) throw wrong('end with the dictionary: something follows');
    return value;
  }

  #value(depth: number): Literal {
    if (depth > MAX_DEPTH) throw wrong('not nest so deep: it does');
    const char = this.#next();
    if (char === '{') return this.#dict(depth);
    if (char === '(' || char === '[') return this.#list(depth, char === '(' ? ')' : ']');
    const token = this.#match(/'[^'\\\n]*'|"[^"\\\n]*"|True\b|False\b|None\b|\d{1,16}L?/y);
    if (token === undefined) throw wrong('be a literal of Python: it is not');
    if (token === 'None') return null;
    if (token === 'True' || token === 'False') return token === 'True';
    return /^\d/.test(token) ? Number(token.replace('L', '')) : token.slice(1, -1);
  }

  #list(depth: number, end: string): readonly Literal[] {
    const items: Literal[] = [];
    this.#at++;
    while (this.#next() !== end) {
      items.push(this.#value(depth + 1));
      if (this.#next() === ',') this.#at++;
      else if (this.#next() !== end) throw wrong('be a literal of Python: it is not');
    }
    this.#at++;
    return items;
  }

  #dict(depth: number): ReadonlyMap<Literal, Literal> {
    const items = new Map<Literal, Literal>();
    this.#at++;
    while (this.#next() !== '}') {
      const key = this.#value(depth + 1);
      if (this.#next() !== ':') throw wrong('be a literal of Python: it is not');
      this.#at++;
      items.set(key, this.#value(depth + 1));
      if (this.#next() === ',') this.#at++;
      else if (this.#next() !== '}') throw wrong('be a literal of Python: it is not');
    }
    this.#at++;
    return items;
  }

  #next(): string | undefined {
    this.#match(/[ \t\n\r]*/y);
    return this.#text[this.#at];
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

const wrong = (wanted: string): HorngateError => new HorngateError('HG_ARTIFACT_NPY', `Cannot read the array as it must ${wanted}`);
