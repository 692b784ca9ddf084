import type { Json } from '../json/json.ts';
import { plainValue } from './scalars.ts';

export const CORE_TAG = 'tag:yaml.org,2002:';

/** Where the colon behind a plain key stands, or -1. */
export function plainKeyEnd(line: string): number {
  const end = Math.min(line.length, MAX_KEY);
  for (let at = 0; at < end; at++) {
    if (line[at] === ':' && /\s|^$/.test(line[at + 1] ?? '')) return at;
    if (line[at] === '#' && /\s/.test(line[at - 1] ?? 'x')) return -1;
  }
  return -1;
}

/** YAML 1.1 allows 1024 characters. */
export const MAX_KEY = 1100;

export const unescapeUri = (text: string): string => text.replace(/%([\da-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Line ends in quotes are spaces, empty lines are line ends; one that is escaped is nothing. */
export const folded = (text: string): string =>
  text.includes('\n')
    ? text.replace(/\\\n[ \t]*/g, '').replace(/[ \t]*\n[ \t\n]*/g, (space) => {
        const ends = space.split('\n').length - 1;
        return ends === 1 ? ' ' : '\n'.repeat(ends - 1);
      })
    : text;

const RESOLVED: ReadonlySet<string> = new Set(['bool', 'float', 'int', 'null'].map((name) => `${CORE_TAG}${name}`));

/** A scalar by its tag: `!!int "1"` is a number, `!!str 1` and `! 1` are texts. */
export function tagged(text: string, tag: string | undefined, quoted: boolean): Json {
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

export function unescapeDouble(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g, (_, x, u, long, char) => {
    const hex: string | undefined = x ?? u ?? long;
    if (hex === undefined) return ESCAPES[char as string] ?? (char as string);
    const point = Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}
