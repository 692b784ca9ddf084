import { getSystemErrorName } from 'node:util';
import { ALLOW, type Condition, KILL, type Row } from './filter.ts';

/** What a policy answers to each call that it names, in words, in the order of its rows: the reference page is printed from this. */
export function describePolicy(rows: readonly Row[]): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  const decided = new Set<string>();
  for (const { call, when = [], answer } of rows) {
    if (decided.has(call)) continue; // an earlier row has no condition, so this one is never reached
    const before = cells.get(call);
    const text = when.length === 0 ? answerOf(answer) : `${when.map(conditionOf).join(' and ')}: ${answerOf(answer)}`;
    cells.set(call, before === undefined ? text : `${before}; ${when.length === 0 ? `else ${text}` : text}`);
    if (when.length === 0) decided.add(call);
  }
  return new Map([...cells].map(([call, text]) => [call, decided.has(call) ? text : `${text}; else killed`]));
}

const answerOf = (answer: number): string => (answer === ALLOW ? 'allowed' : answer === KILL ? 'killed' : getSystemErrorName(-(answer & 0xffff)));

const hex = (value: number): string => (value < 10 ? String(value) : `0x${value.toString(16)}`);

/** Arguments are counted from 0, as in `struct seccomp_data`. */
function conditionOf(condition: Condition): string {
  const name = `arg ${condition.arg}`;
  if ('int' in condition) return `${name} = ${hex(condition.int)}`;
  if ('is' in condition) return `${name} is ${hex(condition.is)}`;
  if ('has' in condition) return condition.mask === 0xffffffff ? `${name} = ${hex(condition.has)}` : `${name} & ${hex(condition.mask)} = ${hex(condition.has)}`;
  if ('without' in condition) return `${name} & ${hex(condition.without)} = 0`;
  if ('any' in condition) return `${name} & ${hex(condition.any)} not 0`;
  return `${name} < ${hex(condition.below)}`;
}
