import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Json } from '../json/json.ts';
import { plainValue } from './scalars.ts';

/** Something that a reader which builds objects would act on, or on which readers differ. */
export interface YamlNote {
  readonly kind: 'tag' | 'duplicate-key' | 'alias';
  /** The whole name of a tag; the key; what is wrong with an alias. */
  readonly what: string;
  readonly line: number;
}

export interface YamlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export interface YamlText {
  readonly documents: readonly Json[];
  readonly notes: readonly YamlNote[];
}

const CORE_TAG = 'tag:yaml.org,2002:';
/** Values that aliases may stand for, all together. */
const MAX_EXPANDED = 1_000_000;
const MAX_NOTES = 500;
/** Collections and scalars: each is a byte or two in the file and a hundred in memory. */
const MAX_NODES = 500_000;
const EMPTY: Json = null;

interface Properties {
  anchor?: string;
  /** Its whole name. */
  tag?: string;
}

interface Anchor {
  readonly value: Json;
  readonly weight: number;
}

/**
 * Reads YAML as plain values, and notes every tag, alias out of proportion and repeated key; no tag builds anything.
 *
 * The block and flow styles that programs and people write are read; what is left, such as `? ` before a key, is refused by name, and is unread then.
 * Depth, nodes, and what aliases unfold to are bounded before memory is taken; an alias that unfolds to too much stands for null.
 *
 * @param notes - takes the notes as they are found, so that they stand where the rest cannot be read.
 * @throws HG_ARTIFACT_YAML where no reader goes on; HG_UNSUPPORTED_FORMAT for what this one does not read; HG_LIMIT_BYTES, HG_LIMIT_DEPTH, HG_LIMIT_ENTRIES.
 * @see https://yaml.org/spec/1.1
 */
export function readYaml(bytes: Uint8Array, limits: YamlLimits, notes: YamlNote[] = []): YamlText {
  if (bytes.length > limits.maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read YAML as it must have at most ${limits.maxBytes} bytes: it has ${bytes.length}`);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot read YAML as it must be UTF-8: it is not');
  const reader = new YamlReader(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), limits.maxDepth, notes);
  return { documents: reader.documents(), notes };
}

const SPECIAL = ',[]{}#&*!|>\'"%@`';
const FLOW_ENDS = ',[]{}';

class YamlReader {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #notes: YamlNote[];
  readonly #handles = new Map<string, string>();
  readonly #anchors = new Map<string, Anchor | 'open'>();
  #at = 0;
  /** Where the line that begins at `of` ends. */
  #ending = { of: -1, at: 0 };
  #lineStart = 0;
  #line = 1;
  #depth = 0;
  #nodes = 0;
  /** Nodes with those that aliases stand for. */
  #expanded = 0;

  constructor(text: string, maxDepth: number, notes: YamlNote[]) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#notes = notes;
  }

  documents(): Json[] {
    const documents: Json[] = [];
    for (;;) {
      this.#directives();
      this.#blank();
      if (this.#ended) break;
      if (this.#marker('---')) this.#at += 3;
      documents.push(this.#node(-1, true));
      this.#anchors.clear();
      this.#blank();
      if (this.#ended) break;
      if (this.#marker('...')) this.#at += 3;
      else if (!this.#marker('---')) throw this.#fail('end where its first value ends');
    }
    if (this.#expanded > MAX_EXPANDED || (this.#expanded > 10_000 && this.#expanded > 50 * this.#nodes))
      this.#note('alias', `Aliases unfold ${this.#nodes} values to ${this.#expanded > 1e15 ? 'more than 10^15' : this.#expanded}`);
    return documents;
  }

  get #ended(): boolean {
    return this.#at >= this.#text.length;
  }

  get #char(): string {
    return this.#text[this.#at] ?? '';
  }

  get #column(): number {
    return this.#at - this.#lineStart;
  }

  #directives(): void {
    this.#handles.clear();
    for (;;) {
      this.#blank();
      if (this.#char !== '%' || this.#column !== 0) return;
      const line = this.#restOfLine();
      const [, handle, prefix] = /^%TAG\s+(\S+)\s+(\S+)/.exec(line) ?? [];
      if (handle !== undefined && prefix !== undefined) this.#handles.set(handle, prefix);
      this.#at += line.length;
    }
  }

  #restOfLine(): string {
    if (this.#ending.of !== this.#lineStart) {
      const end = this.#text.indexOf('\n', this.#lineStart);
      this.#ending = { of: this.#lineStart, at: end < 0 ? this.#text.length : end };
    }
    return this.#text.slice(this.#at, this.#ending.at);
  }

  #marker(mark: string): boolean {
    return this.#column === 0 && this.#text.startsWith(mark, this.#at) && /[\s]|^$/.test(this.#text[this.#at + 3] ?? '');
  }

  #newline(): void {
    this.#at++;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #spaces(): void {
    while (this.#char === ' ' || this.#char === '\t') this.#at++;
  }

  /** Passes over space, comments and line ends. @returns whether a line ended. */
  #blank(): boolean {
    const line = this.#line;
    for (;;) {
      this.#spaces();
      if (this.#char === '#' && (this.#at === this.#lineStart || /\s/.test(this.#text[this.#at - 1] as string))) this.#at += this.#restOfLine().length;
      if (this.#char !== '\n') return this.#line > line;
      this.#newline();
    }
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth)
      throw new HorngateError('HG_LIMIT_DEPTH', `Cannot read YAML as it must nest at most ${this.#maxDepth} deep: there is more`);
  }

  #count(): void {
    this.#expanded++;
    if (++this.#nodes > MAX_NODES) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read YAML as it must have at most ${MAX_NODES} values: there are more`);
  }

  /**
   * The value behind an indicator or at the start of a document.
   *
   * @param parent - column of what it belongs to: its lines are further right, a list in a mapping may be as far left.
   * @param compact - whether a mapping or list may begin in this line.
   */
  #node(parent: number, compact: boolean, inMapping = false): Json {
    this.#enter();
    this.#count();
    const properties: Properties = {};
    const before = this.#expanded;
    const value = this.#content(parent, compact, inMapping, properties);
    if (properties.anchor !== undefined) this.#anchors.set(properties.anchor, { value, weight: this.#expanded - before + 1 });
    this.#depth--;
    return value;
  }

  #content(parent: number, compact: boolean, inMapping: boolean, properties: Properties): Json {
    let block = compact;
    for (;;) {
      if (this.#blank()) block = true;
      if (this.#ended || this.#marker('---') || this.#marker('...')) return EMPTY;
      const list = this.#isDash();
      if (block && this.#at > this.#lineStart && this.#text.slice(this.#lineStart, this.#at).includes('\t') && this.#isIndent())
        throw this.#fail('indent by spaces');
      if (block && this.#isIndent() && this.#column <= parent && !(list && inMapping && this.#column === parent)) return EMPTY;
      if (block && this.#isKey()) return this.#mapping(this.#column);
      if (!this.#property(properties)) break;
    }
    if (this.#isDash()) {
      if (!block) throw this.#fail('begin a list in a line of its own');
      return this.#sequence(this.#column);
    }
    return this.#scalar(parent, properties);
  }

  /** Whether nothing but space stands before, so that the column is an indentation. */
  #isIndent(): boolean {
    return /^[ \t]*$/.test(this.#text.slice(this.#lineStart, Math.min(this.#at, this.#lineStart + 4096)));
  }

  #isDash(): boolean {
    return this.#char === '-' && /[\s]|^$/.test(this.#text[this.#at + 1] ?? '');
  }

  #scalar(parent: number, properties: Properties): Json {
    const char = this.#char;
    if (char === '*') return this.#alias(properties);
    if (char === '|' || char === '>') return this.#block(parent, char);
    if (char === '?' && /\s/.test(this.#text[this.#at + 1] ?? '\n')) throw this.#unread('a key that is marked by "?"');
    if (char === '[' || char === '{') {
      const value = char === '[' ? this.#flowList() : this.#flowMapping();
      this.#noKey();
      return value;
    }
    if (char === '"' || char === "'") {
      const text = this.#quoted();
      this.#noKey();
      return tagged(text, properties.tag, true);
    }
    return tagged(this.#plain(parent), properties.tag, false);
  }

  #noKey(): void {
    this.#spaces();
    if (this.#char === ':') throw this.#unread('such a key');
    if (this.#char !== '' && this.#char !== '\n' && this.#char !== '#') throw this.#fail('end a value before another begins');
  }

  #alias(properties: Properties): Json {
    this.#at++;
    const name = this.#word();
    const anchor = this.#anchors.get(name);
    if (properties.anchor !== undefined) throw this.#fail('give an alias no name');
    if (anchor === undefined) throw this.#fail(`name a value before "*${name.slice(0, 40)}" stands for it`);
    if (anchor === 'open') {
      this.#note('alias', `"*${name.slice(0, 40)}" stands for a value that it is a part of`);
      return EMPTY;
    }
    this.#expanded += anchor.weight;
    return this.#expanded > MAX_EXPANDED ? EMPTY : anchor.value;
  }

  #word(): string {
    const start = this.#at;
    while (!this.#ended && !/[\s,[\]{}]/.test(this.#char)) this.#at++;
    if (this.#at === start) throw this.#fail('have a name behind "&" and "*"');
    return this.#text.slice(start, this.#at);
  }

  /** A name or a tag, each at most once. */
  #property(properties: Properties): boolean {
    if (this.#char === '&' && properties.anchor === undefined) properties.anchor = this.#anchor();
    else if (this.#char === '!' && properties.tag === undefined) properties.tag = this.#tag();
    else return false;
    return true;
  }

  #anchor(): string {
    this.#at++;
    const name = this.#word();
    this.#anchors.set(name, 'open');
    return name;
  }

  #tag(): string {
    const [short = ''] = /^!<[^>\n]*>|^!\S*/.exec(this.#restOfLine()) ?? [];
    const flow = this.#depthOfFlow > 0 && !short.startsWith('!<') ? (/^[^,[\]{}]*/.exec(short)?.[0] ?? short) : short;
    this.#at += Math.max(1, flow.length);
    const name = this.#resolve(flow);
    if (name !== '!') this.#note('tag', name);
    return name;
  }

  /** The whole name of a tag: its handle replaced, its escapes decoded. */
  #resolve(tag: string): string {
    if (tag.startsWith('!<')) return unescapeUri(tag.slice(2, -1));
    const [, handle = '!', rest = ''] = /^(!(?:[\w-]*!)?)(.*)$/s.exec(tag) ?? [];
    const prefix = this.#handles.get(handle) ?? (handle === '!!' ? CORE_TAG : handle);
    return `${prefix}${unescapeUri(rest)}`;
  }

  #note(kind: YamlNote['kind'], what: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push({ kind, what: what.slice(0, 300), line: this.#line });
  }

  /** Whether a key of a block mapping stands here, with what belongs to it: a scalar or an alias in one line, and a colon behind it. */
  #isKey(): boolean {
    const line = this.#restOfLine().slice(0, MAX_KEY);
    const [before = ''] = /^(?:[&!]\S*[ \t]+)*/.exec(line) ?? [];
    const rest = line.slice(before.length);
    const [quoted] = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest) ?? [];
    if (quoted !== undefined) return /^[ \t]*:(?:\s|$)/.test(rest.slice(quoted.length));
    if (rest.startsWith('*')) return /^\*\S+[ \t]+:(?:\s|$)/.test(rest);
    return this.#isPlainStart(rest) && plainKeyEnd(rest) >= 0;
  }

  #isPlainStart(rest: string): boolean {
    const [first = '', second = ' '] = rest;
    if (first === '' || SPECIAL.includes(first)) return false;
    return !'-?:'.includes(first) || /\S/.test(second);
  }

  #mapping(column: number): Json {
    const mapping: Record<string, Json> = Object.create(null);
    do {
      if (this.#column !== column) throw this.#fail('have the keys of a mapping in one column');
      const key = this.#key();
      if (key in mapping) this.#note('duplicate-key', key);
      mapping[key] = this.#node(column, false, true);
      this.#blank();
    } while (!this.#ended && this.#isIndent() && this.#column >= column && !this.#marker('---') && !this.#marker('...') && this.#isKeyOrFail());
    return mapping;
  }

  #isKeyOrFail(): boolean {
    if (this.#isKey()) return true;
    throw this.#char === '?' ? this.#unread('a key that is marked by "?"') : this.#fail('have a key and ":" where a mapping goes on');
  }

  #key(): string {
    const properties: Properties = {};
    for (;;) {
      this.#spaces();
      if (!this.#property(properties)) break;
    }
    if (properties.anchor !== undefined) this.#anchors.set(properties.anchor, { value: EMPTY, weight: 1 });
    const key = this.#keyText();
    this.#spaces();
    this.#at++; // the colon
    return key;
  }

  #keyText(): string {
    if (this.#char === '"' || this.#char === "'") return this.#quoted();
    if (this.#char !== '*') return this.#plainKey();
    this.#at++;
    return `*${this.#word()}`;
  }

  #plainKey(): string {
    const key = this.#restOfLine().slice(0, plainKeyEnd(this.#restOfLine())).trimEnd();
    this.#at += key.length;
    return key;
  }

  #sequence(column: number): Json {
    const list: Json[] = [];
    do {
      if (this.#column !== column) throw this.#fail('have the entries of a list in one column');
      this.#at++;
      list.push(this.#node(column, true));
      this.#blank();
    } while (!this.#ended && this.#isIndent() && this.#column >= column && this.#isDash() && !this.#marker('---'));
    if (!this.#ended && this.#isIndent() && this.#column > column) throw this.#fail('have the entries of a list in one column');
    return list;
  }

  /** A literal or folded text: its lines are further right than `parent`. */
  #block(parent: number, style: string): string {
    const header = this.#restOfLine();
    const [whole, first, second, early, late] = /^[|>](?:([1-9])?([-+])?|([-+])([1-9]))[ \t]*(?:[ \t]#.*)?$/.exec(header) ?? [];
    if (whole === undefined) throw this.#fail('have nothing but its marks behind "|" and ">"');
    const [digit, chomp] = [first ?? late, second ?? early];
    this.#at += header.length;
    let indent = digit === undefined ? undefined : Math.max(parent, 0) + Number(digit);
    const lines: string[] = [];
    while (this.#char === '\n') {
      const next = this.#at + 1;
      const end = this.#text.indexOf('\n', next);
      const line = this.#text.slice(next, end < 0 ? this.#text.length : end);
      const width = /^ */.exec(line)?.[0].length ?? 0;
      const empty = line.trim() === '';
      if (!empty && width <= parent) break;
      if (!empty && indent === undefined) indent = width;
      if (!empty && width < (indent as number)) break;
      this.#newline();
      this.#at += line.length;
      lines.push(indent === undefined ? '' : line.slice(indent));
    }
    const text = lines.join(style === '|' ? '\n' : ' ');
    if (chomp === '+') return `${text}\n`;
    return chomp === '-' ? text.trimEnd() : `${text.trimEnd()}\n`;
  }

  #quoted(): string {
    return this.#char === '"' ? this.#double() : this.#single();
  }

  #single(): string {
    const start = ++this.#at;
    for (;;) {
      if (this.#ended) throw this.#fail('close its quotes');
      if (this.#char === '\n') this.#newline();
      else if (this.#char !== "'") this.#at++;
      else if (this.#text[this.#at + 1] === "'") this.#at += 2;
      else break;
    }
    return folded(this.#text.slice(start, this.#at++).replaceAll("''", "'"));
  }

  #double(): string {
    const start = ++this.#at;
    for (;;) {
      if (this.#ended) throw this.#fail('close its quotes');
      if (this.#char === '\n') this.#newline();
      else if (this.#char === '"') break;
      else if (this.#char === '\\' && this.#text[this.#at + 1] !== '\n') this.#at += 2;
      else this.#at++;
    }
    return unescapeDouble(folded(this.#text.slice(start, this.#at++)));
  }

  /** A plain text, over as many lines as are further right than `parent`. */
  #plain(parent: number): string {
    if (!this.#isPlainStart(this.#restOfLine())) throw this.#fail(`begin a value by another character than ${JSON.stringify(this.#char)}`);
    const parts = [this.#plainLine()];
    for (;;) {
      const mark = { at: this.#at, line: this.#line, start: this.#lineStart };
      const rest = this.#restOfLine();
      if (rest.trim() !== '' || !this.#blankLines()) break;
      if (this.#ended || this.#column <= parent || this.#char === '#' || this.#marker('---') || this.#marker('...')) {
        [this.#at, this.#line, this.#lineStart] = [mark.at, mark.line, mark.start];
        break;
      }
      if (this.#isKey()) throw this.#fail('have no key inside of a text without quotes');
      parts.push(this.#plainLine());
    }
    return parts.join(' ');
  }

  /** Passes over line ends and indentation, not over comments. */
  #blankLines(): boolean {
    const line = this.#line;
    this.#spaces();
    while (this.#char === '\n') {
      this.#newline();
      this.#spaces();
    }
    return this.#line > line;
  }

  #plainLine(): string {
    const line = this.#restOfLine();
    const comment = line.search(/[ \t]#/);
    const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    if (/:(?:\s|$)/.test(text)) throw this.#fail('have one ": " in a line');
    this.#at += text.length;
    return text;
  }

  #depthOfFlow = 0;

  #flowList(): Json {
    const list: Json[] = [];
    this.#openFlow();
    for (;;) {
      this.#blank();
      if (this.#char === ']') break;
      const value = this.#flowNode();
      this.#blank();
      if (this.#char === ':') {
        list.push(Object.assign(Object.create(null), { [String(value)]: this.#flowValue(1) }));
        this.#blank();
      } else list.push(value);
      if (this.#char === ',') this.#at++;
      else if (this.#char !== ']') throw this.#fail('close its brackets');
    }
    this.#closeFlow();
    return list;
  }

  #flowMapping(): Json {
    const mapping: Record<string, Json> = Object.create(null);
    this.#openFlow();
    for (;;) {
      this.#blank();
      if (this.#char === '}') break;
      const key = this.#flowNode();
      const name = typeof key === 'object' && key !== null ? '' : String(key);
      if (name in mapping) this.#note('duplicate-key', name);
      this.#blank();
      mapping[name] = this.#char === ':' ? this.#flowValue(1) : EMPTY;
      this.#blank();
      if (this.#char === ',') this.#at++;
      else if (this.#char !== '}') throw this.#fail('close its braces');
    }
    this.#closeFlow();
    return mapping;
  }

  #openFlow(): void {
    this.#enter();
    this.#depthOfFlow++;
    this.#at++;
  }

  #closeFlow(): void {
    this.#depth--;
    this.#depthOfFlow--;
    this.#at++;
  }

  /** Behind the colon, which is passed over. */
  #flowValue(colon: number): Json {
    this.#at += colon;
    this.#blank();
    return ',]}'.includes(this.#char) && !this.#ended ? EMPTY : this.#flowNode();
  }

  #flowNode(): Json {
    this.#count();
    const properties: Properties = {};
    const before = this.#expanded;
    for (;;) {
      this.#blank();
      if (!this.#property(properties)) break;
    }
    const value = this.#flowContent(properties);
    if (properties.anchor !== undefined) this.#anchors.set(properties.anchor, { value, weight: this.#expanded - before + 1 });
    return value;
  }

  #flowContent(properties: Properties): Json {
    const char = this.#char;
    if (char === '[') return this.#flowList();
    if (char === '{') return this.#flowMapping();
    if (char === '*') return this.#alias(properties);
    if (char === '"' || char === "'") return tagged(this.#quoted(), properties.tag, true);
    if (',]}'.includes(char) && char !== '') return EMPTY;
    if (this.#ended) throw this.#fail('close its brackets');
    if (char === '?' && /\s/.test(this.#text[this.#at + 1] ?? '\n')) throw this.#unread('a key that is marked by "?"');
    return tagged(this.#flowPlain(), properties.tag, false);
  }

  #flowPlain(): string {
    if (SPECIAL.includes(this.#char)) throw this.#fail(`begin a value by another character than ${JSON.stringify(this.#char)}`);
    const start = this.#at;
    for (;;) {
      const char = this.#char;
      const next = this.#text[this.#at + 1] ?? ' ';
      if (this.#ended || FLOW_ENDS.includes(char)) break;
      if (char === ':' && (/\s/.test(next) || FLOW_ENDS.includes(next))) break;
      if (char === '#' && /\s/.test(this.#text[this.#at - 1] ?? ' ')) break;
      if (char === '\n') this.#newline();
      else this.#at++;
    }
    if (this.#at === start) throw this.#fail('have a value where one belongs');
    return folded(this.#text.slice(start, this.#at).trim());
  }

  #fail(wanted: string): HorngateError {
    return new HorngateError('HG_ARTIFACT_YAML', `Cannot read YAML as it must ${wanted}: it does not, in line ${this.#line}`);
  }

  #unread(what: string): HorngateError {
    return new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot read YAML as it must not have ${what}: it has one in line ${this.#line}`);
  }
}

/** Where the colon behind a plain key stands, or -1. */
function plainKeyEnd(line: string): number {
  const end = Math.min(line.length, MAX_KEY);
  for (let at = 0; at < end; at++) {
    if (line[at] === ':' && /\s|^$/.test(line[at + 1] ?? '')) return at;
    if (line[at] === '#' && /\s/.test(line[at - 1] ?? 'x')) return -1;
  }
  return -1;
}

/** YAML 1.1 allows 1024 characters. */
const MAX_KEY = 1100;

const unescapeUri = (text: string): string => text.replace(/%([\da-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Line ends in quotes are spaces, empty lines are line ends; one that is escaped is nothing. */
const folded = (text: string): string =>
  text.includes('\n')
    ? text.replace(/\\\n[ \t]*/g, '').replace(/[ \t]*\n[ \t\n]*/g, (space) => {
        const ends = space.split('\n').length - 1;
        return ends === 1 ? ' ' : '\n'.repeat(ends - 1);
      })
    : text;

const RESOLVED: ReadonlySet<string> = new Set(['bool', 'float', 'int', 'null'].map((name) => `${CORE_TAG}${name}`));

/** A scalar by its tag: `!!int "1"` is a number, `!!str 1` and `! 1` are texts. */
function tagged(text: string, tag: string | undefined, quoted: boolean): Json {
  if (tag === undefined || tag === '!' ? quoted : !RESOLVED.has(tag)) return text;
  return plainValue(text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

function unescapeDouble(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g, (_, x, u, long, char) => {
    const hex: string | undefined = x ?? u ?? long;
    if (hex === undefined) return ESCAPES[char as string] ?? (char as string);
    const point = Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}
