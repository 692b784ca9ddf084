import type { Json } from '../json/json.ts';
import { EMPTY, type Properties } from './yaml-cursor.ts';
import { YamlScalars } from './yaml-scalars.ts';
import { folded, tagged } from './yaml-text.ts';

const SPECIAL = ',[]{}#&*!|>\'"%@`';
const FLOW_ENDS = ',[]{}';

/** A key that is a list or a mapping has no name of its own; and String() of one without a prototype throws. */
const nameOf = (key: Json): string => (typeof key === 'object' && key !== null ? '' : String(key));

/** Lists and mappings in brackets and braces. */
export class YamlFlow extends YamlScalars {
  protected flowList(): Json {
    const list: Json[] = [];
    this.openFlow();
    for (;;) {
      this.blank();
      if (this.char === ']') break;
      const value = this.flowNode();
      this.blank();
      if (this.char === ':') {
        list.push(Object.assign(Object.create(null), { [nameOf(value)]: this.flowValue(1) }));
        this.blank();
      } else list.push(value);
      if (this.char === ',') this.at++;
      else if (this.char !== ']') throw this.fail('close its brackets');
    }
    this.closeFlow();
    return list;
  }

  protected flowMapping(): Json {
    const mapping: Record<string, Json> = Object.create(null);
    this.openFlow();
    for (;;) {
      this.blank();
      if (this.char === '}') break;
      const name = nameOf(this.flowNode());
      if (name in mapping) this.note('duplicate-key', name);
      this.blank();
      mapping[name] = this.char === ':' ? this.flowValue(1) : EMPTY;
      this.blank();
      if (this.char === ',') this.at++;
      else if (this.char !== '}') throw this.fail('close its braces');
    }
    this.closeFlow();
    return mapping;
  }

  protected openFlow(): void {
    this.enter();
    this.depthOfFlow++;
    this.at++;
  }

  protected closeFlow(): void {
    this.depth--;
    this.depthOfFlow--;
    this.at++;
  }

  /** Behind the colon, which is passed over. */
  protected flowValue(colon: number): Json {
    this.at += colon;
    this.blank();
    return ',]}'.includes(this.char) && !this.ended ? EMPTY : this.flowNode();
  }

  protected flowNode(): Json {
    this.count();
    const properties: Properties = {};
    const before = this.expanded;
    for (;;) {
      this.blank();
      if (!this.property(properties)) break;
    }
    const value = this.flowContent(properties);
    if (properties.anchor !== undefined) this.anchors.set(properties.anchor, { value, weight: this.expanded - before + 1 });
    return value;
  }

  protected flowContent(properties: Properties): Json {
    const char = this.char;
    if (char === '[') return this.flowList();
    if (char === '{') return this.flowMapping();
    if (char === '*') return this.alias(properties);
    if (char === '"' || char === "'") return tagged(this.quoted(), properties.tag, true);
    if (',]}'.includes(char) && char !== '') return EMPTY;
    if (this.ended) throw this.fail('close its brackets');
    if (char === '?' && /\s/.test(this.text[this.at + 1] ?? '\n')) throw this.unread('a key that is marked by "?"');
    return tagged(this.flowPlain(), properties.tag, false);
  }

  protected flowPlain(): string {
    if (SPECIAL.includes(this.char)) throw this.fail(`begin a value by another character than ${JSON.stringify(this.char)}`);
    const start = this.at;
    for (;;) {
      const char = this.char;
      const next = this.text[this.at + 1] ?? ' ';
      if (this.ended || FLOW_ENDS.includes(char)) break;
      if (char === ':' && (/\s/.test(next) || FLOW_ENDS.includes(next))) break;
      if (char === '#' && /\s/.test(this.text[this.at - 1] ?? ' ')) break;
      if (char === '\n') this.newline();
      else this.at++;
    }
    if (this.at === start) throw this.fail('have a value where one belongs');
    return folded(this.text.slice(start, this.at).trim());
  }
}
