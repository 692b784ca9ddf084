import { hasLoneSurrogate } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import { byteOffset, decode, detectEncoding, type Encoding } from './encoding.ts';
import type { Json, JsonLimits, JsonNote, JsonObject } from './json.ts';
import { escapeToken } from './pointer.ts';
import { type Holder, Thinner } from './thinner.ts';
import { noteWholeFloat } from './whole-floats.ts';

/** Notes beyond these are dropped: the first ones say enough, and the sender chooses how many there are. */
const MAX_NOTES = 256;
const MAX_POINTER = 4096;
const DEFAULT_MAX_CONTAINERS = 500_000;
/** CPython 3.11 refuses longer integers (`sys.set_int_max_str_digits`), since they take quadratic time. */
const MAX_DIGITS = 4300;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const LITERALS: Readonly<Record<string, Json>> = { n: null, t: true, f: false, N: Number.NaN, I: Number.POSITIVE_INFINITY };
const WORDS: Readonly<Record<string, string>> = { n: 'null', t: 'true', f: 'false', N: 'NaN', I: 'Infinity' };

/**
 * Reads a JSON text as `json.loads(bytes)` of CPython 3.11 does, and says where others would see something else.
 *
 * No recursion, one pass. Past a budget it stops before it takes the memory. Integers are numbers where safe, else bigints; `1.0` and `1` are the same number (`readAsFloat` tells them apart).
 * Object keys that look like array indices come first in `Object.keys`, whatever their place in the text.
 *
 * @throws HG_ARTIFACT_JSON with the byte offset where Python refuses too; HG_LIMIT_BYTES, HG_LIMIT_DEPTH, HG_LIMIT_ENTRIES past a budget.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits, onWholeFloat?: OnWholeFloat): { readonly value: Json; readonly notes: readonly JsonNote[] } {
  if (bytes.length > limits.maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read JSON as it must have at most ${limits.maxBytes} bytes: it has ${bytes.length}`);
  const encoding = detectEncoding(bytes);
  const reader = new JsonReader(decode(bytes, encoding), encoding, limits, onWholeFloat);
  return { value: reader.read(), notes: reader.notes };
}

/** Told of each whole number that was written as a float, such as `2.0`, with what holds it and where in it. */
export type OnWholeFloat = (container: readonly Json[] | JsonObject, token: number | string) => void;

/** An array or object that is not closed yet. */
type Open = Pick<Holder, 'entries' | 'leftOut'> &
  ({ readonly array: Json[]; readonly object?: never; readonly key?: never } | { readonly object: Record<string, Json>; key: string; readonly array?: never });

class JsonReader {
  readonly notes: JsonNote[] = [];
  readonly #text: string;
  readonly #encoding: Encoding;
  readonly #maxDepth: number;
  readonly #onWholeFloat: OnWholeFloat | undefined;
  readonly #stack: Open[] = [];
  readonly #thinner: Thinner | undefined;
  #containersLeft: number;
  #at = 0;

  constructor(text: string, encoding: Encoding, limits: JsonLimits, onWholeFloat: OnWholeFloat | undefined) {
    this.#text = text;
    this.#onWholeFloat = onWholeFloat;
    this.#encoding = encoding;
    this.#maxDepth = limits.maxDepth;
    this.#thinner = limits.thin === true ? new Thinner() : undefined;
    this.#containersLeft = limits.maxContainers ?? DEFAULT_MAX_CONTAINERS;
    if (encoding.name !== 'utf-8') this.#note('not-utf8');
    if (encoding.bom > 0) this.#note('bom');
  }

  read(): Json {
    for (;;) {
      const value = this.#value();
      if (value === undefined) continue; // a container was opened: its first value is next
      const done = this.#close(value);
      if (done === undefined) continue;
      this.#space();
      if (this.#at < this.#text.length) throw this.#fail('nothing more');
      return done;
    }
  }

  /** A whole value, or undefined after the opening of one that is not empty. */
  #value(): Json | undefined {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '"') return this.#string();
    if (char === '[') return this.#openArray();
    if (char === '{') return this.#openObject();
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.#number();
    return this.#literal(char);
  }

  /** Puts a value where it belongs, and closes what ends behind it. @returns the outermost value once it is whole. */
  #close(whole: Json): Json | undefined {
    let value = whole;
    for (let open = this.#stack.at(-1); open !== undefined; open = this.#stack.at(-1)) {
      const out = this.#thinner?.leavesOut(open, value, () => this.#where(this.#at)) === true;
      if (out && Array.isArray(value)) this.#containersLeft++;
      if (open.array) open.array.push(out ? null : value);
      else if (!out) open.object[open.key] = value;
      this.#space();
      const char = this.#text[this.#at];
      if (char === ',') {
        this.#at++;
        if (open.object) open.key = this.#key(open.object, open.leftOut);
        return undefined;
      }
      if (char !== (open.array ? ']' : '}')) throw this.#fail(open.array ? '"," or "]"' : '"," or "}"');
      this.#at++;
      this.#stack.pop();
      value = open.array ?? open.object;
    }
    return value;
  }

  #openArray(): Json | undefined {
    const array: Json[] = [];
    this.#enter();
    if (this.#text[this.#at] === ']') {
      this.#at++;
      return array;
    }
    this.#stack.push({ array });
    return undefined;
  }

  #openObject(): Json | undefined {
    const object: Record<string, Json> = Object.create(null);
    this.#enter();
    if (this.#text[this.#at] === '}') {
      this.#at++;
      return object;
    }
    const open: Open = { object, key: '' };
    this.#stack.push(open);
    open.key = this.#key(object);
    return undefined;
  }

  #enter(): void {
    if (this.#stack.length >= this.#maxDepth) throw this.#over('HG_LIMIT_DEPTH', `nest at most ${this.#maxDepth} deep`);
    if (--this.#containersLeft < 0) throw this.#over('HG_LIMIT_ENTRIES', 'have no more objects and arrays than the budget');
    this.#at++;
    this.#space();
  }

  #key(object: Record<string, Json>, leftOut?: Set<string>): string {
    this.#space();
    if (this.#text[this.#at] !== '"') throw this.#fail('a key in double quotes');
    const key = this.#string();
    if (key in object || leftOut?.has(key)) this.#note('duplicate-key', key);
    this.#space();
    if (this.#text[this.#at] !== ':') throw this.#fail('":"');
    this.#at++;
    return key;
  }

  #string(): string {
    let text = '';
    let start = ++this.#at;
    let surrogates = false;
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit === 0x22) break;
      if (unit === 0x5c) {
        text += this.#text.slice(start, this.#at);
        const char = this.#escape();
        surrogates ||= char >= '\ud800' && char <= '\udfff';
        text += char;
        start = this.#at;
        continue;
      }
      if (!(unit >= 0x20)) throw this.#fail('a closing quote, and control characters escaped'); // NaN at the end
      surrogates ||= unit >= 0xd800 && unit <= 0xdfff;
      this.#at++;
    }
    text += this.#text.slice(start, this.#at++);
    if (surrogates && hasLoneSurrogate(text)) this.#note('lone-surrogate');
    return text;
  }

  #escape(): string {
    const char = this.#text[this.#at + 1] ?? '';
    if (char === 'u') {
      const hex = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#fail('four hexadecimal digits after "\\u"');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    if (char === '' || !Object.hasOwn(ESCAPES, char)) throw this.#fail('an escape that JSON has');
    this.#at += 2;
    return ESCAPES[char] as string;
  }

  #number(): number | bigint {
    const start = this.#at;
    if (this.#text[start] === '-') this.#at++;
    if (this.#text[this.#at] === 'I') return -(this.#literal('I') as number);
    const first = this.#at;
    if (this.#digits() === 0 || (this.#text[first] === '0' && this.#at > first + 1)) throw this.#fail('a number without leading zeros', start);
    const whole = this.#at;
    const integer = !this.#fraction();
    if (integer && whole - first > MAX_DIGITS) throw this.#fail(`an integer of at most ${MAX_DIGITS} digits`, start);
    const number = Number(this.#text.slice(start, this.#at));
    if (integer && !Number.isSafeInteger(number)) {
      this.#note('big-integer');
      return BigInt(this.#text.slice(start, this.#at));
    }
    if (!Number.isFinite(number)) this.#note('non-finite');
    const open = this.#stack.at(-1);
    if (!integer && open !== undefined && Number.isInteger(number)) {
      if (open.array !== undefined) noteWholeFloat(open.array);
      if (open.array !== undefined) this.#onWholeFloat?.(open.array, open.array.length);
      else this.#onWholeFloat?.(open.object, open.key);
    }
    return integer && number === 0 ? 0 : number; // Python's int has no -0
  }

  /** @returns whether the number has a fraction or an exponent. */
  #fraction(): boolean {
    const start = this.#at;
    if (this.#text[this.#at] === '.') {
      this.#at++;
      if (this.#digits() === 0) throw this.#fail('a digit after the point');
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at++;
      if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++;
      if (this.#digits() === 0) throw this.#fail('a digit in the exponent');
    }
    return this.#at > start;
  }

  #digits(): number {
    const start = this.#at;
    for (let unit = this.#text.charCodeAt(this.#at); unit >= 0x30 && unit <= 0x39; unit = this.#text.charCodeAt(this.#at)) this.#at++;
    return this.#at - start;
  }

  #literal(char: string | undefined): Json {
    const word = char === undefined ? undefined : WORDS[char];
    if (char === undefined || word === undefined || !this.#text.startsWith(word, this.#at)) throw this.#fail('a value');
    this.#at += word.length;
    if (char === 'N' || char === 'I') this.#note('non-finite');
    return LITERALS[char] as Json;
  }

  #space(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at++;
    }
  }

  #note(kind: JsonNote['kind'], key?: string): void {
    if (this.notes.length >= MAX_NOTES) return;
    this.notes.push({ kind, pointer: this.#pointer(key) });
  }

  /** Where we are; cut where the sender made it long. */
  #pointer(key?: string): string {
    let pointer = '';
    for (const [depth, open] of this.#stack.entries()) {
      const last = depth === this.#stack.length - 1 && key !== undefined;
      const token = last ? key : open.array ? String(open.array.length) : open.key;
      pointer += `/${escapeToken(token.slice(0, MAX_POINTER))}`;
      if (pointer.length > MAX_POINTER) return `${pointer.slice(0, MAX_POINTER)}…`;
    }
    return pointer;
  }

  #fail(wanted: string, at = this.#at): HorngateError {
    const found = at < this.#text.length ? `${JSON.stringify(this.#text.slice(at, at + 20))}` : 'its end';
    return new HorngateError('HG_ARTIFACT_JSON', `Cannot read JSON as there must be ${wanted}: found ${found}`, { where: this.#where(at) });
  }

  #over(code: 'HG_LIMIT_DEPTH' | 'HG_LIMIT_ENTRIES', wanted: string): HorngateError {
    return new HorngateError(code, `Cannot read JSON as it must ${wanted}: there is more`, { where: this.#where(this.#at) });
  }

  #where(at: number): { pointer: string; offset: number } {
    return { pointer: this.#pointer(), offset: byteOffset(this.#text, at, this.#encoding) };
  }
}
