import { HorngateError } from '../../words/error.ts';
import type { Json } from '../json/json.ts';
import { CORE_TAG, unescapeUri } from './yaml-text.ts';

/** Something that a reader which builds objects would act on, or on which readers differ. */
export interface YamlNote {
  readonly kind: 'tag' | 'duplicate-key' | 'alias';
  /** The whole name of a tag; the key; what is wrong with an alias. */
  readonly what: string;
  readonly line: number;
}

/** Values that aliases may stand for, all together. */
export const MAX_EXPANDED = 1_000_000;
const MAX_NOTES = 500;
/** Collections and scalars: each is a byte or two in the file and a hundred in memory. */
const MAX_NODES = 500_000;
export const EMPTY: Json = null;

/** What may stand before a value: a name and a tag. */
export interface Properties {
  anchor?: string;
  /** Its whole name. */
  tag?: string;
}

interface Anchor {
  readonly value: Json;
  readonly weight: number;
}

/** Where the reader is, what it counts, and what may stand before every value: lines, comments, names, tags, aliases. */
export class YamlCursor {
  protected readonly text: string;
  protected readonly maxDepth: number;
  protected readonly notes: YamlNote[];
  protected readonly handles = new Map<string, string>();
  protected readonly anchors = new Map<string, Anchor | 'open'>();
  protected at = 0;
  /** Where the line that begins at `of` ends. */
  protected ending = { of: -1, at: 0 };
  protected lineStart = 0;
  protected line = 1;
  protected depth = 0;
  protected nodes = 0;
  /** Nodes with those that aliases stand for. */
  protected expanded = 0;
  protected depthOfFlow = 0;

  constructor(text: string, maxDepth: number, notes: YamlNote[]) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.notes = notes;
  }

  protected get ended(): boolean {
    return this.at >= this.text.length;
  }

  protected get char(): string {
    return this.text[this.at] ?? '';
  }

  protected get column(): number {
    return this.at - this.lineStart;
  }

  protected directives(): void {
    this.handles.clear();
    for (;;) {
      this.blank();
      if (this.char !== '%' || this.column !== 0) return;
      const line = this.restOfLine();
      const [, handle, prefix] = /^%TAG\s+(\S+)\s+(\S+)/.exec(line) ?? [];
      if (handle !== undefined && prefix !== undefined) this.handles.set(handle, prefix);
      this.at += line.length;
    }
  }

  protected restOfLine(): string {
    if (this.ending.of !== this.lineStart) {
      const end = this.text.indexOf('\n', this.lineStart);
      this.ending = { of: this.lineStart, at: end < 0 ? this.text.length : end };
    }
    return this.text.slice(this.at, this.ending.at);
  }

  protected marker(mark: string): boolean {
    return this.column === 0 && this.text.startsWith(mark, this.at) && /[\s]|^$/.test(this.text[this.at + 3] ?? '');
  }

  protected newline(): void {
    this.at++;
    this.line++;
    this.lineStart = this.at;
  }

  protected spaces(): void {
    while (this.char === ' ' || this.char === '\t') this.at++;
  }

  /** Passes over space, comments and line ends. @returns whether a line ended. */
  protected blank(): boolean {
    const line = this.line;
    for (;;) {
      this.spaces();
      if (this.char === '#' && (this.at === this.lineStart || /\s/.test(this.text[this.at - 1] as string))) this.at += this.restOfLine().length;
      if (this.char !== '\n') return this.line > line;
      this.newline();
    }
  }

  protected enter(): void {
    if (++this.depth > this.maxDepth)
      throw new HorngateError('HG_LIMIT_DEPTH', `Cannot read YAML as it must nest at most ${this.maxDepth} deep: there is more`);
  }

  protected count(): void {
    this.expanded++;
    if (++this.nodes > MAX_NODES) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read YAML as it must have at most ${MAX_NODES} values: there are more`);
  }

  protected alias(properties: Properties): Json {
    this.at++;
    const name = this.word();
    const anchor = this.anchors.get(name);
    if (properties.anchor !== undefined) throw this.fail('give an alias no name');
    if (anchor === undefined) throw this.fail(`name a value before "*${name.slice(0, 40)}" stands for it`);
    if (anchor === 'open') {
      this.note('alias', `"*${name.slice(0, 40)}" stands for a value that it is a part of`);
      return EMPTY;
    }
    this.expanded += anchor.weight;
    return this.expanded > MAX_EXPANDED ? EMPTY : anchor.value;
  }

  protected word(): string {
    const start = this.at;
    while (!this.ended && !/[\s,[\]{}]/.test(this.char)) this.at++;
    if (this.at === start) throw this.fail('have a name behind "&" and "*"');
    return this.text.slice(start, this.at);
  }

  /** A name or a tag, each at most once. */
  protected property(properties: Properties): boolean {
    if (this.char === '&' && properties.anchor === undefined) properties.anchor = this.anchor();
    else if (this.char === '!' && properties.tag === undefined) properties.tag = this.tag();
    else return false;
    return true;
  }

  protected anchor(): string {
    this.at++;
    const name = this.word();
    this.anchors.set(name, 'open');
    return name;
  }

  protected tag(): string {
    const [short = ''] = /^!<[^>\n]*>|^!\S*/.exec(this.restOfLine()) ?? [];
    const flow = this.depthOfFlow > 0 && !short.startsWith('!<') ? (/^[^,[\]{}]*/.exec(short)?.[0] ?? short) : short;
    this.at += Math.max(1, flow.length);
    const name = this.resolve(flow);
    if (name !== '!') this.note('tag', name);
    return name;
  }

  /** The whole name of a tag: its handle replaced, its escapes decoded. */
  protected resolve(tag: string): string {
    if (tag.startsWith('!<')) return unescapeUri(tag.slice(2, -1));
    const [, handle = '!', rest = ''] = /^(!(?:[\w-]*!)?)(.*)$/s.exec(tag) ?? [];
    const prefix = this.handles.get(handle) ?? (handle === '!!' ? CORE_TAG : handle);
    return `${prefix}${unescapeUri(rest)}`;
  }

  protected note(kind: YamlNote['kind'], what: string): void {
    if (this.notes.length < MAX_NOTES) this.notes.push({ kind, what: what.slice(0, 300), line: this.line });
  }

  protected fail(wanted: string): HorngateError {
    return new HorngateError('HG_ARTIFACT_YAML', `Cannot read YAML as it must ${wanted}: it does not, in line ${this.line}`);
  }

  protected unread(what: string): HorngateError {
    return new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot read YAML as it must not have ${what}: it has one in line ${this.line}`);
  }
}
