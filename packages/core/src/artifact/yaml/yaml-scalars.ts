import { YamlCursor } from './yaml-cursor.ts';
import { folded, MAX_KEY, plainKeyEnd, unescapeDouble } from './yaml-text.ts';

const SPECIAL = ',[]{}#&*!|>\'"%@`';

/** Texts: plain, in quotes, literal and folded; and what stands before a colon. */
export class YamlScalars extends YamlCursor {
  /** Whether nothing but space stands before, so that the column is an indentation. */
  protected isIndent(): boolean {
    return /^[ \t]*$/.test(this.text.slice(this.lineStart, Math.min(this.at, this.lineStart + 4096)));
  }

  protected isDash(): boolean {
    return this.char === '-' && /[\s]|^$/.test(this.text[this.at + 1] ?? '');
  }

  protected noKey(): void {
    this.spaces();
    if (this.char === ':') throw this.unread('such a key');
    if (this.char !== '' && this.char !== '\n' && this.char !== '#') throw this.fail('end a value before another begins');
  }

  /** Whether a key of a block mapping stands here, with what belongs to it: a scalar or an alias in one line, and a colon behind it. */
  protected isKey(): boolean {
    const line = this.restOfLine().slice(0, MAX_KEY);
    const [before = ''] = /^(?:[&!]\S*[ \t]+)*/.exec(line) ?? [];
    const rest = line.slice(before.length);
    const [quoted] = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest) ?? [];
    if (quoted !== undefined) return /^[ \t]*:(?:\s|$)/.test(rest.slice(quoted.length));
    if (rest.startsWith('*')) return /^\*\S+[ \t]+:(?:\s|$)/.test(rest);
    return this.isPlainStart(rest) && plainKeyEnd(rest) >= 0;
  }

  protected isPlainStart(rest: string): boolean {
    const [first = '', second = ' '] = rest;
    if (first === '' || SPECIAL.includes(first)) return false;
    return !'-?:'.includes(first) || /\S/.test(second);
  }

  /** A literal or folded text: its lines are further right than `parent`. */
  protected block(parent: number, style: string): string {
    const header = this.restOfLine();
    const [whole, first, second, early, late] = /^[|>](?:([1-9])?([-+])?|([-+])([1-9]))[ \t]*(?:[ \t]#.*)?$/.exec(header) ?? [];
    if (whole === undefined) throw this.fail('have nothing but its marks behind "|" and ">"');
    const [digit, chomp] = [first ?? late, second ?? early];
    this.at += header.length;
    let indent = digit === undefined ? undefined : Math.max(parent, 0) + Number(digit);
    const lines: string[] = [];
    while (this.char === '\n') {
      const next = this.at + 1;
      const end = this.text.indexOf('\n', next);
      const line = this.text.slice(next, end < 0 ? this.text.length : end);
      const width = /^ */.exec(line)?.[0].length ?? 0;
      const empty = line.trim() === '';
      if (!empty && width <= parent) break;
      if (!empty && indent === undefined) indent = width;
      if (!empty && width < (indent as number)) break;
      this.newline();
      this.at += line.length;
      lines.push(indent === undefined ? '' : line.slice(indent));
    }
    const text = lines.join(style === '|' ? '\n' : ' ');
    if (chomp === '+') return `${text}\n`;
    return chomp === '-' ? text.trimEnd() : `${text.trimEnd()}\n`;
  }

  protected quoted(): string {
    return this.char === '"' ? this.double() : this.single();
  }

  protected single(): string {
    const start = ++this.at;
    for (;;) {
      if (this.ended) throw this.fail('close its quotes');
      if (this.char === '\n') this.newline();
      else if (this.char !== "'") this.at++;
      else if (this.text[this.at + 1] === "'") this.at += 2;
      else break;
    }
    return folded(this.text.slice(start, this.at++).replaceAll("''", "'"));
  }

  protected double(): string {
    const start = ++this.at;
    for (;;) {
      if (this.ended) throw this.fail('close its quotes');
      if (this.char === '\n') this.newline();
      else if (this.char === '"') break;
      else if (this.char === '\\' && this.text[this.at + 1] !== '\n') this.at += 2;
      else this.at++;
    }
    return unescapeDouble(folded(this.text.slice(start, this.at++)));
  }

  /** A plain text, over as many lines as are further right than `parent`. */
  protected plain(parent: number): string {
    if (!this.isPlainStart(this.restOfLine())) throw this.fail(`begin a value by another character than ${JSON.stringify(this.char)}`);
    const parts = [this.plainLine()];
    for (;;) {
      const mark = { at: this.at, line: this.line, start: this.lineStart };
      const rest = this.restOfLine();
      if (rest.trim() !== '' || !this.blankLines()) break;
      if (this.ended || this.column <= parent || this.char === '#' || this.marker('---') || this.marker('...')) {
        [this.at, this.line, this.lineStart] = [mark.at, mark.line, mark.start];
        break;
      }
      if (this.isKey()) throw this.fail('have no key inside of a text without quotes');
      parts.push(this.plainLine());
    }
    return parts.join(' ');
  }

  /** Passes over line ends and indentation, not over comments. */
  protected blankLines(): boolean {
    const line = this.line;
    this.spaces();
    while (this.char === '\n') {
      this.newline();
      this.spaces();
    }
    return this.line > line;
  }

  protected plainLine(): string {
    const line = this.restOfLine();
    const comment = line.search(/[ \t]#/);
    const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    if (/:(?:\s|$)/.test(text)) throw this.fail('have one ": " in a line');
    this.at += text.length;
    return text;
  }
}
