import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Json } from '../json/json.ts';
import { EMPTY, MAX_EXPANDED, type Properties, type YamlNote } from './yaml-cursor.ts';
import { YamlFlow } from './yaml-flow.ts';
import { plainKeyEnd, tagged } from './yaml-text.ts';

export type { YamlNote } from './yaml-cursor.ts';

export interface YamlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export interface YamlText {
  readonly documents: readonly Json[];
  readonly notes: readonly YamlNote[];
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

/** Documents, and lists and mappings by indentation. */
class YamlReader extends YamlFlow {
  documents(): Json[] {
    const documents: Json[] = [];
    for (;;) {
      this.directives();
      this.blank();
      if (this.ended) break;
      if (this.marker('---')) this.at += 3;
      documents.push(this.node(-1, true));
      this.anchors.clear();
      this.blank();
      if (this.ended) break;
      if (this.marker('...')) this.at += 3;
      else if (!this.marker('---')) throw this.fail('end where its first value ends');
    }
    if (this.expanded > MAX_EXPANDED || (this.expanded > 10_000 && this.expanded > 50 * this.nodes))
      this.note('alias', `Aliases unfold ${this.nodes} values to ${this.expanded > 1e15 ? 'more than 10^15' : this.expanded}`);
    return documents;
  }

  /**
   * The value behind an indicator or at the start of a document.
   *
   * @param parent - column of what it belongs to: its lines are further right, a list in a mapping may be as far left.
   * @param compact - whether a mapping or list may begin in this line.
   */
  protected node(parent: number, compact: boolean, inMapping = false): Json {
    this.enter();
    this.count();
    const properties: Properties = {};
    const before = this.expanded;
    const value = this.content(parent, compact, inMapping, properties);
    if (properties.anchor !== undefined) this.anchors.set(properties.anchor, { value, weight: this.expanded - before + 1 });
    this.depth--;
    return value;
  }

  protected content(parent: number, compact: boolean, inMapping: boolean, properties: Properties): Json {
    let block = compact;
    for (;;) {
      if (this.blank()) block = true;
      if (this.ended || this.marker('---') || this.marker('...')) return EMPTY;
      const list = this.isDash();
      if (block && this.at > this.lineStart && this.text.slice(this.lineStart, this.at).includes('\t') && this.isIndent()) throw this.fail('indent by spaces');
      if (block && this.isIndent() && this.column <= parent && !(list && inMapping && this.column === parent)) return EMPTY;
      if (block && this.isKey()) return this.mapping(this.column);
      if (!this.property(properties)) break;
    }
    if (this.isDash()) {
      if (!block) throw this.fail('begin a list in a line of its own');
      return this.sequence(this.column);
    }
    return this.scalar(parent, properties);
  }

  protected scalar(parent: number, properties: Properties): Json {
    const char = this.char;
    if (char === '*') return this.alias(properties);
    if (char === '|' || char === '>') return this.block(parent, char);
    if (char === '?' && /\s/.test(this.text[this.at + 1] ?? '\n')) throw this.unread('a key that is marked by "?"');
    if (char === '[' || char === '{') {
      const value = char === '[' ? this.flowList() : this.flowMapping();
      this.noKey();
      return value;
    }
    if (char === '"' || char === "'") {
      const text = this.quoted();
      this.noKey();
      return tagged(text, properties.tag, true);
    }
    return tagged(this.plain(parent), properties.tag, false);
  }

  protected mapping(column: number): Json {
    const mapping: Record<string, Json> = Object.create(null);
    do {
      if (this.column !== column) throw this.fail('have the keys of a mapping in one column');
      const key = this.key();
      if (key in mapping) this.note('duplicate-key', key);
      mapping[key] = this.node(column, false, true);
      this.blank();
    } while (!this.ended && this.isIndent() && this.column >= column && !this.marker('---') && !this.marker('...') && this.isKeyOrFail());
    return mapping;
  }

  protected isKeyOrFail(): boolean {
    if (this.isKey()) return true;
    throw this.char === '?' ? this.unread('a key that is marked by "?"') : this.fail('have a key and ":" where a mapping goes on');
  }

  protected key(): string {
    const properties: Properties = {};
    for (;;) {
      this.spaces();
      if (!this.property(properties)) break;
    }
    if (properties.anchor !== undefined) this.anchors.set(properties.anchor, { value: EMPTY, weight: 1 });
    const key = this.keyText();
    this.spaces();
    this.at++; // the colon
    return key;
  }

  protected keyText(): string {
    if (this.char === '"' || this.char === "'") return this.quoted();
    if (this.char !== '*') return this.plainKey();
    this.at++;
    return `*${this.word()}`;
  }

  protected plainKey(): string {
    const key = this.restOfLine().slice(0, plainKeyEnd(this.restOfLine())).trimEnd();
    this.at += key.length;
    return key;
  }

  protected sequence(column: number): Json {
    const list: Json[] = [];
    do {
      if (this.column !== column) throw this.fail('have the entries of a list in one column');
      this.at++;
      list.push(this.node(column, true));
      this.blank();
    } while (!this.ended && this.isIndent() && this.column >= column && this.isDash() && !this.marker('---'));
    if (!this.ended && this.isIndent() && this.column > column) throw this.fail('have the entries of a list in one column');
    return list;
  }
}
