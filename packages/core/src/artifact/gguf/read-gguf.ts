import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Forward } from './forward.ts';
import { TENSOR_TYPES } from './tensor-types.ts';

/** Bytes of a value, by the number of its type; text and list have none of their own. */
const VALUE_BYTES: ReadonlyMap<number, bigint> = new Map([
  [0, 1n], [1, 1n], [2, 2n], [3, 2n], [4, 4n], [5, 4n], [6, 4n], [7, 1n], [10, 8n], [11, 8n], [12, 8n],
]); // biome-ignore format: a table
const U32 = 4;
const TEXT = 8;
const LIST = 9;
/** The specification: keys are at most 2^16 - 1 bytes, names of tensors at most 64; dimensions at most 4. Names were longer in files that are used. */
const MAX_KEY = 65_535n;
const MAX_NAME = 1024n;
const MAX_DIMS = 4;
const MAX_LISTS = 4;

/** A template of prompts: a program in a small language, kept as it stands. */
export interface GgufText {
  readonly key: string;
  readonly text: string;
  readonly offset: number;
}

export interface GgufFlaw {
  readonly message: string;
  readonly offset: number;
}

export interface GgufFile {
  readonly version: number;
  readonly tensors: number;
  readonly flaws: readonly GgufFlaw[];
}

export interface GgufLimits {
  /** Keys, values of lists that are texts, and tensors together. */
  readonly maxItems: number;
  readonly maxTextBytes: number;
}

export const isGguf = (start: Uint8Array): boolean => start.length >= 4 && String.fromCharCode(...start.subarray(0, 4)) === 'GGUF';

/**
 * Header, keys and tensor infos of a GGUF file; no tensor is read. All sizes are exact integers and checked against the file before anything is taken.
 *
 * @param templates - takes the templates as they are found, so that they stand where the rest cannot be read.
 * @throws HG_ARTIFACT_GGUF where the file contradicts the specification; HG_UNSUPPORTED_FORMAT for version 1 and for big-endian files; HG_LIMIT_ENTRIES, HG_LIMIT_BYTES.
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function readGguf(source: ByteSource, limits: GgufLimits, templates: GgufText[] = []): GgufFile {
  return new GgufReader(source, limits, templates).read();
}

interface Extent {
  readonly begin: bigint;
  readonly end: bigint;
  readonly offset: number;
}

const MAX_FLAWS = 60;

class GgufReader {
  readonly #in: Forward;
  readonly #limits: GgufLimits;
  readonly #size: number;
  readonly #templates: GgufText[];
  readonly #flaws: GgufFlaw[] = [];
  readonly #keys = new Set<string>();
  #alignment = 32;
  #left: number;

  constructor(source: ByteSource, limits: GgufLimits, templates: GgufText[]) {
    this.#templates = templates;
    this.#in = new Forward(source);
    this.#size = source.size;
    this.#limits = limits;
    this.#left = limits.maxItems;
  }

  read(): GgufFile {
    const version = this.#version();
    const tensors = this.#in.u64();
    for (let left = this.#in.u64(); left > 0n; left--) this.#pair(); // a count that lies ends with the file, or with the budget
    const extents = this.#extents(tensors);
    this.#lay(extents);
    return { version, tensors: extents.length, flaws: this.#flaws };
  }

  #version(): number {
    this.#in.skip(4n);
    const version = this.#in.u32();
    if (version === 2 || version === 3) return version;
    const turned = version >>> 24;
    const kind = version === 1 ? 'version 1, with short lengths' : turned === 2 || turned === 3 ? 'big-endian' : undefined;
    if (kind !== undefined)
      throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot read the GGUF file as it must be little-endian and of version 2 or 3: it is ${kind}`);
    throw this.#fail(`be of version 2 or 3: it is of version ${version}`, 4);
  }

  /** A number of things, each of which takes at least `bytes`: what the file cannot hold is refused at once. */
  #count(value: bigint, bytes: bigint): number {
    if (value * bytes > BigInt(this.#in.remaining)) throw this.#fail(`hold ${value} entries of ${bytes} bytes or more: ${this.#in.remaining} bytes are left`);
    return Number(value);
  }

  #spend(): void {
    if (--this.#left < 0)
      throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the GGUF file as it must have fewer entries', { where: { offset: this.#in.offset } });
  }

  #pair(): void {
    this.#spend();
    const offset = this.#in.offset;
    const key = this.#name(MAX_KEY);
    if (this.#keys.has(key)) throw this.#fail(`give each key once: ${JSON.stringify(key.slice(0, 80))} is there twice`, offset);
    this.#keys.add(key);
    const type = this.#in.u32();
    if (key === 'general.alignment') this.#align(type);
    else if (type === TEXT && key.includes('chat_template')) this.#template(key);
    else this.#skipValue(type);
  }

  #name(max: bigint): string {
    const offset = this.#in.offset;
    const length = this.#in.u64();
    if (length > max) throw this.#fail(`have names of at most ${max} bytes: one has ${length}`, offset);
    return decodeUtf8(this.#in.bytes(length), 'replace');
  }

  #align(type: number): void {
    const offset = this.#in.offset;
    const value = type === U32 ? this.#in.u32() : 0;
    if (value === 0 || value % 8 !== 0) throw this.#fail('have an alignment that is a multiple of 8, in 32 bits', offset);
    this.#alignment = value;
  }

  #template(key: string): void {
    const length = this.#in.u64();
    if (length > BigInt(this.#limits.maxTextBytes))
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the template as it must have at most ${this.#limits.maxTextBytes} bytes: it has ${length}`);
    const offset = this.#in.offset;
    this.#templates.push({ key, text: decodeUtf8(this.#in.bytes(length), 'replace'), offset });
  }

  #skipValue(type: number): void {
    if (type === TEXT) this.#in.skip(this.#in.u64());
    else if (type === LIST) this.#skipList();
    else this.#in.skip(this.#bytesOf(type));
  }

  #bytesOf(type: number): bigint {
    const bytes = VALUE_BYTES.get(type);
    if (bytes === undefined) throw this.#fail(`have values of types that it knows: found ${type}`);
    return bytes;
  }

  /** Lists of lists are allowed by the specification, and written by nobody. */
  #skipList(): void {
    const open = [1n];
    while (open.length > 0) {
      const left = open.pop() as bigint;
      if (left === 0n) continue;
      open.push(left - 1n);
      this.#spend();
      const type = this.#in.u32();
      const count = this.#in.u64();
      if (type === TEXT) for (let index = this.#count(count, 8n); index > 0; index--) this.#skipText();
      else if (type !== LIST) this.#in.skip(count * this.#bytesOf(type));
      else if (open.length > MAX_LISTS) throw this.#fail(`nest lists at most ${MAX_LISTS} deep`);
      else open.push(BigInt(this.#count(count, 12n)));
    }
  }

  #skipText(): void {
    this.#spend();
    this.#in.skip(this.#in.u64());
  }

  #extents(count: bigint): Extent[] {
    const names = new Set<string>();
    const extents: Extent[] = [];
    for (let left = count; left > 0n; left--) {
      this.#spend();
      const offset = this.#in.offset;
      const name = this.#name(MAX_NAME);
      if (names.has(name)) throw this.#fail(`name each tensor once: ${JSON.stringify(name.slice(0, 80))} is there twice`, offset);
      names.add(name);
      const bytes = this.#tensorBytes(offset);
      const begin = this.#in.u64();
      extents.push({ begin, end: begin + bytes, offset });
    }
    return extents;
  }

  #tensorBytes(offset: number): bigint {
    const dims = this.#in.u32();
    if (dims > MAX_DIMS) throw this.#fail(`have tensors of at most ${MAX_DIMS} dimensions: one has ${dims}`, offset);
    const shape = Array.from({ length: dims }, () => this.#in.u64());
    const type = this.#in.u32();
    const block = TENSOR_TYPES.get(type);
    if (block === undefined) throw this.#fail(`have tensors of types that it knows: found ${type}`, offset);
    const elements = shape.reduce((product, dim) => product * dim, 1n);
    if ((shape[0] ?? 1n) % block[0] !== 0n) this.#flaw('Rows of a tensor are no whole blocks', offset);
    return (elements / block[0]) * block[1];
  }

  /** The data begins at the next multiple of the alignment; each tensor too. */
  #lay(extents: readonly Extent[]): void {
    const start = Math.ceil(this.#in.offset / this.#alignment) * this.#alignment;
    const data = BigInt(Math.max(0, this.#size - start));
    let at = 0n;
    for (const { begin, end, offset } of [...extents].sort((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0))) {
      if (end > data) this.#flaw(`A tensor ends ${end - data} bytes behind the file`, offset);
      if (begin % BigInt(this.#alignment) !== 0n) this.#flaw('A tensor does not begin at a multiple of the alignment', offset);
      if (begin < at) this.#flaw('A tensor lies over another one', offset);
      else if (begin - at >= BigInt(this.#alignment)) this.#flaw(`${begin - at} bytes before a tensor belong to none`, offset);
      if (end > at) at = end;
    }
    if (data - at >= BigInt(this.#alignment)) this.#flaw(`${data - at} bytes behind the last tensor belong to none`, start + Number(at));
  }

  #flaw(message: string, offset: number): void {
    if (this.#flaws.length < MAX_FLAWS) this.#flaws.push({ message, offset });
  }

  #fail(wanted: string, offset = this.#in.offset): HorngateError {
    return new HorngateError('HG_ARTIFACT_GGUF', `Cannot read the GGUF file as it must ${wanted}`, { where: { offset } });
  }
}
