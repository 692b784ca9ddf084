import { anyOf, BUILT, elementOf, isTexty, joined, listOf, NUMBER, textValue, UNKNOWN, type Value } from './value.ts';

const SAME: ReadonlySet<string> = new Set(['e', 'escape', 'forceescape', 'list', 'pprint', 'safe', 'sort', 'string', 'tojson', 'trim', 'unique']);
const NUMBERS: ReadonlySet<string> = new Set(['abs', 'count', 'float', 'int', 'length', 'round', 'wordcount']);

/** What a filter makes of a value, as far as texts go. */
export function filtered(name: string, value: Value, args: readonly Value[]): Value {
  if (SAME.has(name)) return value;
  if (NUMBERS.has(name)) return NUMBER;
  if (name === 'default' || name === 'd') return anyOf([value, ...args]);
  if (name === 'join') return joined(value, args[0]);
  if (name === 'lower' && value.kind === 'text') return textValue(value.text.toLowerCase());
  if (name === 'reverse' && value.kind === 'list') return listOf([...value.items].reverse());
  if (isTexty(value)) return BUILT;
  return value.kind === 'list' ? anyOf([UNKNOWN, elementOf(value), value]) : UNKNOWN;
}
