import { latin1 } from '../../artifact/pickle/literal.ts';
import type { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import type { Containers } from './containers.ts';
import { attemptLiteral } from './decompile.ts';
import { limit } from './stack.ts';
import type { Value } from './values.ts';

const STRING = 0x53;
const UNICODE = 0x56;
const MAX_NAME = 512;
const MAX_DUNDERS = 1 << 20;

export type NamePair = readonly [module: string, name: string];

/** Texts that name something: modules, classes, attributes. */
export class Names {
  readonly #reader: PickleReader;
  /** Literals that were names, by where they stand: the same ones are named again and again. */
  readonly #known = new Map<number, string>();

  constructor(reader: PickleReader) {
    this.#reader = reader;
  }

  /** The two lines of GLOBAL and INST. */
  lines(): NamePair {
    const { dataAt, dataBytes, secondAt, secondBytes } = this.#reader;
    return [this.#line(dataAt, dataBytes), this.#line(secondAt, secondBytes)];
  }

  #line(at: number, bytes: number): string {
    const data = this.#reader.bytes(at, Math.min(bytes, MAX_NAME));
    return (decodeUtf8(data) ?? latin1(data)) + (bytes > MAX_NAME ? '…' : '');
  }

  /** What a value says, where it is a literal text. */
  text(value: Value): string | undefined {
    if (typeof value !== 'number') return undefined;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const literal = attemptLiteral(this.#reader.source, value);
    if (literal?.type !== 'str') return undefined;
    const text = literal.text.slice(0, MAX_NAME) + (literal.text.length > MAX_NAME ? '…' : '');
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(value, text);
    return text;
  }

  /** Remembers a text that begins with two underlines: a state must set no such name. @throws HG_LIMIT_ENTRIES past the budget. */
  note(at: number, dataAt: number, { dunders }: Containers): void {
    if (this.#reader.dataBytes < 4 || !this.#isDunder(at, dataAt)) return;
    if (dunders.size >= MAX_DUNDERS) throw limit(`at most ${MAX_DUNDERS} names with two underlines`);
    dunders.add(at);
  }

  /** In protocol 0 an escape may stand for an underline. */
  #isDunder(at: number, dataAt: number): boolean {
    const reader = this.#reader;
    const first = reader.peek(dataAt);
    if (first === 95 && reader.peek(dataAt + 1) === 95) return true;
    const escaped = first === 92 || (first === 95 && reader.peek(dataAt + 1) === 92);
    return escaped && (reader.code === STRING || reader.code === UNICODE) && this.text(at)?.startsWith('__') === true;
  }
}

const MAX_KNOWN = 1024;
