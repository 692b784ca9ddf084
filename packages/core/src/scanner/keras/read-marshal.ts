/** What a marshalled object is, as far as a person wants to see it. Nothing is made of it. */
export type Marshalled =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'list'; readonly items: readonly Marshalled[] }
  | { readonly kind: 'code'; readonly code: MarshalledCode }
  | { readonly kind: 'other'; readonly shown: string };

/** A code object. CPython 3.11 keeps all local names in one list, and has no `nlocals`. */
export interface MarshalledCode {
  readonly modern: boolean;
  readonly name: string;
  readonly code: Uint8Array;
  readonly constants: readonly Marshalled[];
  readonly names: readonly string[];
  readonly locals: readonly string[];
}

const MAX_OBJECTS = 20_000;
const MAX_DEPTH = 40;
const FLAG_REF = 0x80;

/** Stops the reading; it never leaves this file. */
class Broken extends Error {}

/**
 * Reads marshalled code of CPython 3.8 to 3.13 into names, constants and bytes, for people to look at; nothing is made or run.
 *
 * @param bytes - hostile; depth and number of objects are bounded.
 * @returns undefined where it is no code object of such a version.
 * @see CPython, Python/marshal.c: `r_object`
 */
export function readMarshalledCode(bytes: Uint8Array): MarshalledCode | undefined {
  for (const modern of [true, false])
    try {
      const read = new MarshalReader(bytes, modern).object();
      if (read.kind === 'code') return read.code;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
    }
  return undefined;
}

const other = (shown: string): Marshalled => ({ kind: 'other', shown });
const SIMPLE: Readonly<Record<string, string>> = { N: 'None', T: 'True', F: 'False', S: 'StopIteration', '.': '...', '0': 'NULL' };

class MarshalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #modern: boolean;
  readonly #references: Marshalled[] = [];
  #at = 0;
  #depth = 0;
  #objects = 0;

  constructor(bytes: Uint8Array, modern: boolean) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#modern = modern;
  }

  object(): Marshalled {
    if (++this.#objects > MAX_OBJECTS || ++this.#depth > MAX_DEPTH) throw new Broken();
    const byte = this.#byte();
    const index = (byte & FLAG_REF) === 0 ? undefined : this.#references.push(other('...')) - 1;
    const value = this.#value(String.fromCharCode(byte & ~FLAG_REF));
    if (index !== undefined) this.#references[index] = value;
    this.#depth--;
    return value;
  }

  #value(type: string): Marshalled {
    const simple = SIMPLE[type];
    if (simple !== undefined) return other(simple);
    switch (type) {
      case 'i':
        return other(String(this.#view.getInt32(this.#take(4), true)));
      case 'I':
        return other(String(this.#view.getBigInt64(this.#take(8), true)));
      case 'l':
        return this.#long();
      case 'g':
        return other(String(this.#view.getFloat64(this.#take(8), true)));
      case 'y':
        this.#take(16);
        return other('a complex number');
      case 's':
        return { kind: 'bytes', bytes: this.#raw(this.#length()) };
      case 'z':
      case 'Z':
        return this.#text(this.#byte());
      case 'a':
      case 'A':
      case 'u':
      case 't':
        return this.#text(this.#length());
      case ')':
        return this.#list(this.#byte());
      case '(':
      case '[':
      case '<':
      case '>':
        return this.#list(this.#length());
      case 'r':
        return this.#reference();
      case 'c':
        return { kind: 'code', code: this.#code() };
      default:
        throw new Broken();
    }
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw new Broken();
    this.#at += length;
    return at;
  }

  #length(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  #raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  #text(length: number): Marshalled {
    const bytes = this.#raw(length);
    return { kind: 'text', text: Array.from(bytes.subarray(0, MAX_TEXT), (byte) => String.fromCharCode(byte)).join('') };
  }

  /** Digits of 15 bits. */
  #long(): Marshalled {
    const digits = Math.abs(this.#view.getInt32(this.#take(4), true));
    this.#raw(digits * 2);
    return other(`a number of ${digits * 15} bits`);
  }

  #list(length: number): Marshalled {
    if (length > this.#bytes.length - this.#at) throw new Broken();
    const items: Marshalled[] = [];
    for (let index = 0; index < length; index++) items.push(this.object());
    return { kind: 'list', items };
  }

  #reference(): Marshalled {
    const value = this.#references[this.#length()];
    if (value === undefined) throw new Broken();
    return value;
  }

  #code(): MarshalledCode {
    for (let counts = this.#modern ? 5 : 6; counts > 0; counts--) this.#length(); // arguments, (locals,) stack, flags
    const code = this.#bytesObject();
    const constants = this.#items();
    const names = this.#texts();
    const locals = this.#texts();
    if (this.#modern) this.#bytesObject();
    else for (let lists = 2; lists > 0; lists--) this.#texts(); // of free and cell variables
    this.object(); // the file
    const name = this.object();
    if (this.#modern) this.object();
    if (name.kind !== 'text') throw new Broken();
    this.#length(); // the first line
    this.#bytesObject();
    if (this.#modern) this.#bytesObject();
    return { modern: this.#modern, name: name.text, code, constants, names, locals };
  }

  #bytesObject(): Uint8Array {
    const value = this.object();
    if (value.kind !== 'bytes') throw new Broken();
    return value.bytes;
  }

  #items(): readonly Marshalled[] {
    const value = this.object();
    if (value.kind !== 'list') throw new Broken();
    return value.items;
  }

  #texts(): string[] {
    return this.#items().map((item) => {
      if (item.kind !== 'text') throw new Broken();
      return item.text;
    });
  }
}

const MAX_TEXT = 500;
