import { readLiteral } from '../../artifact/pickle/literal.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { Thing, Value } from './values.ts';

const MAX_TEXT = 300;
const MAX_DEPTH = 6;
const MAX_STRING = 120;

/** A value as Python would write it, cut to some 300 characters: the evidence of a finding. */
export function decompile(value: Value | undefined, source: ByteSource): string {
  const text = new Writer(source).text(value, 0);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** The call itself, before it has a value. */
export const decompileCall = (of: Value, args: Value | undefined, source: ByteSource): string => {
  const writer = new Writer(source);
  const text = writer.text(of, 0) + writer.args(args, 0);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
};

/** A shared value may be written again and again, so all of it has one budget. */
class Writer {
  readonly #source: ByteSource;
  #left = 64;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  text(value: Value | undefined, depth: number): string {
    if (value === undefined) return '';
    if (depth > MAX_DEPTH || this.#left-- <= 0) return '…';
    return typeof value === 'number' ? this.#literal(value) : this.#thing(value, depth + 1);
  }

  args(args: Value | undefined, depth: number): string {
    if (args === undefined) return '()';
    if (typeof args === 'object' && args.kind === 'tuple') return `(${this.#items(args, depth)})`;
    return `(*${this.text(args, depth)})`;
  }

  #thing(thing: Thing, depth: number): string {
    switch (thing.kind) {
      case 'global':
        return nameText(thing);
      case 'call':
      case 'instance':
        return this.text(thing.of, depth) + this.args(thing.args, depth);
      case 'tuple':
        return `(${this.#items(thing, depth)}${thing.count === 1 ? ',' : ''})`;
      case 'list':
        return `[${this.#items(thing, depth)}]`;
      case 'set':
      case 'frozenset':
        return `${thing.kind}([${this.#items(thing, depth)}])`;
      case 'dict':
        return `{${this.#pairs(thing, depth)}}`;
      case 'persid':
        return `persistent_load(${this.text(thing.of, depth)})`;
      default:
        return '?';
    }
  }

  #items({ items, count }: Thing, depth: number): string {
    const texts = items.map((item) => this.text(item, depth));
    return [...texts, ...(count > items.length ? ['…'] : [])].join(', ');
  }

  #pairs({ items, count }: Thing, depth: number): string {
    const texts: string[] = [];
    for (let at = 0; at + 1 < items.length; at += 2) texts.push(`${this.text(items[at], depth)}: ${this.text(items[at + 1], depth)}`);
    return [...texts, ...(count * 2 > items.length ? ['…'] : [])].join(', ');
  }

  #literal(at: number): string {
    const literal = attemptLiteral(this.#source, at);
    if (literal === undefined) return '?';
    switch (literal.type) {
      case 'none':
        return 'None';
      case 'true':
        return 'True';
      case 'false':
        return 'False';
      case 'number':
        return literal.text.slice(0, 40);
      case 'str':
        return pythonString(literal.text, literal.cut);
      default:
        return `b${pythonString(String.fromCharCode(...literal.data.subarray(0, MAX_STRING + 1)), literal.bytes > MAX_STRING)}`;
    }
  }
}

export function attemptLiteral(source: ByteSource, at: number): ReturnType<typeof readLiteral> {
  try {
    return readLiteral(source, at);
  } catch (error) {
    if (error instanceof HorngateError) return undefined;
    throw error;
  }
}

/** `module.name`, with what a terminal could act on escaped. */
export const nameText = ({ module, name }: Pick<Thing, 'module' | 'name'>): string => `${plainName(module)}.${plainName(name)}`;
const plainName = (text: string): string => (/^[\w.<>$]{1,120}$/.test(text) ? text : pythonString(text, false));

function pythonString(text: string, cut: boolean): string {
  const short = text.slice(0, MAX_STRING);
  const escaped = short.replace(/[\\']|[^\x20-\x7e]/g, (char) => (char === '\\' || char === "'" ? `\\${char}` : escapeOf(char.charCodeAt(0))));
  return `'${escaped}${cut || short.length < text.length ? '…' : ''}'`;
}

function escapeOf(unit: number): string {
  if (unit === 10) return '\\n';
  return unit < 256 ? `\\x${unit.toString(16).padStart(2, '0')}` : `\\u${unit.toString(16).padStart(4, '0')}`;
}
