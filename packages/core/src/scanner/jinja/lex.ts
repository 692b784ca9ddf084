import { HorngateError } from '../../words/error.ts';

/** One word of the language inside a tag. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign';
  readonly value: string;
}

/** What stands between the marks of a tag, and in which line it begins. */
export interface Tag {
  readonly kind: 'print' | 'statement';
  readonly tokens: readonly Token[];
  readonly line: number;
}

const NAME = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]*/uy;
const NUMBER = /0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const SIGN = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=()[\]{},.:|;]/y;
const SPACE = /\s+/y;
const QUOTED = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const ENDRAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const RAW = /^\{%[-+]?\s*raw\s*[-+]?%\}/;

/**
 * The tags of a template, in order, with Jinja's default marks; text, comments and raw parts are passed over.
 *
 * A tag ends at its mark where all brackets are closed, as Jinja's own lexer has it.
 *
 * @throws HG_ARTIFACT_TEMPLATE at what Jinja would refuse.
 */
export function* tagsOf(template: string): Generator<Tag> {
  let line = 1;
  let counted = 0;
  for (let at = nextMark(template, 0); at >= 0; ) {
    line += newlines(template, counted, at);
    counted = at;
    const kind = template[at + 1];
    if (kind === '#') {
      const end = template.indexOf('#}', at + 2);
      if (end < 0) throw broken('close each comment', line);
      at = nextMark(template, end + 2);
      continue;
    }
    const raw = kind === '%' ? RAW.exec(template.slice(at, at + 64)) : null;
    if (raw !== null) {
      ENDRAW.lastIndex = at + raw[0].length;
      if (ENDRAW.exec(template) === null) throw broken('close each raw part', line);
      at = nextMark(template, ENDRAW.lastIndex);
      continue;
    }
    const { tokens, end } = tokensOf(template, at + 2, kind === '%' ? '%}' : '}}', line);
    yield { kind: kind === '%' ? 'statement' : 'print', tokens, line };
    at = nextMark(template, end);
  }
}

/** Where the next tag or comment begins, or -1. */
function nextMark(template: string, from: number): number {
  for (let at = template.indexOf('{', from); at >= 0; at = template.indexOf('{', at + 1)) if ('%{#'.includes(template[at + 1] ?? ' ')) return at;
  return -1;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function tokensOf(template: string, start: number, mark: string, line: number): { readonly tokens: Token[]; readonly end: number } {
  const tokens: Token[] = [];
  const open: string[] = [];
  let at = /[-+]/.test(template[start] ?? '') ? start + 1 : start;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(template) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    take(SPACE);
    if (open.length === 0) {
      if (template.startsWith(mark, at)) return { tokens, end: at + 2 };
      if (/[-+]/.test(template[at] ?? '') && template.startsWith(mark, at + 1)) return { tokens, end: at + 3 };
    }
    const name = take(NAME);
    const quoted = name === undefined ? take(QUOTED) : undefined;
    const number = name ?? quoted ?? take(NUMBER);
    if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: unescapePython(quoted.slice(1, -1)) });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else {
      const sign = take(SIGN);
      if (sign === undefined) throw broken('hold nothing but names, numbers, texts and signs in a tag, and close it', line);
      if (CLOSING[sign] !== undefined) open.push(CLOSING[sign]);
      else if (')]}'.includes(sign) && open.pop() !== sign) throw broken('close its brackets in their order', line);
      tokens.push({ kind: 'sign', value: sign });
    }
  }
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };

/** Escapes as Python's `unicode_escape` reads them, as Jinja does; of names of characters only the one that hides is told. */
function unescapePython(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|N\{([^}]{1,80})\}|([\s\S]))/g,
    (_, x, u, long, octal, name, char) => {
      const hex: string | undefined = x ?? u ?? long;
      if (hex !== undefined) return Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : '\ufffd';
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (name !== undefined) return /low line/i.test(name) ? '_' : '\ufffd';
      return SIMPLE[char as string] ?? (/['"\\]/.test(char as string) ? (char as string) : `\\${char}`);
    },
  );
}

export function broken(wanted: string, line: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_TEMPLATE', `Cannot read the template as it must ${wanted}: it does not, in line ${line}`);
}
