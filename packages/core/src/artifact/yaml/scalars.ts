import type { Json } from '../json/json.ts';

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0[0-7_]*|[1-9][\d_]*)$/;
const SEXAGESIMAL = /^[-+]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const FLOAT = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|[-+]?\.\d[\d_]*(?:[eE][-+]\d+)?)$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NAN = /^\.(?:nan|NaN|NAN)$/;
/** As for JSON: longer integers take quadratic time. */
const MAX_DIGITS = 4300;

/** The value of a plain scalar without a tag, by YAML 1.1 as PyYAML resolves it: `yes` is true, `010` is eight, `1e3` is a text. Dates stay texts. */
export function plainValue(text: string): Json {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (INTEGER.test(text) && text.length <= MAX_DIGITS) return integer(text.replaceAll('_', ''));
  if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
  if (INFINITE.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (NAN.test(text)) return Number.NaN;
  return SEXAGESIMAL.test(text) && text.length < 40 ? sexagesimal(text.replaceAll('_', '')) : text;
}

function integer(text: string): number | bigint {
  const digits = text.replace(/^[-+]/, '');
  const octal = /^0[0-7]+$/.test(digits);
  if (/^0[bx]?$/.test(digits)) return 0;
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits) * (text.startsWith('-') ? -1n : 1n);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function sexagesimal(text: string): number {
  const value = text
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return text.startsWith('-') ? -value : value;
}
