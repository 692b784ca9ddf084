import { HorngateError } from '@horngate/core/words';
import type { CallTable } from './call-table.ts';
import { X86_64 } from './calls-x86-64.ts';

/**
 * What the kernel answers to a call: SECCOMP_RET_* of linux/seccomp.h. An error answer is for calls that a healthy runtime tries and can live without;
 * everything that no row names kills the process.
 */
export const ALLOW = 0x7fff0000;
export const KILL = 0x80000000;
export const errno = (number: number): number => 0x00050000 | number;

/**
 * A condition on one argument (0 to 5).
 *
 * `int`: the low 32 bits are `value`, as the kernel cuts an `int` too (CVE-2019-7303 came of comparing 64) · `is`: all 64 bits are · `has`: the low 32 bits under
 * `mask` are `value` · `without`: none of these bits is set · `any`: one of them is · `below`: all 64 bits are less than `value`, which fits 32.
 */
export type Condition =
  | { readonly arg: number; readonly int: number }
  | { readonly arg: number; readonly is: number }
  | { readonly arg: number; readonly has: number; readonly mask: number }
  | { readonly arg: number; readonly without: number }
  | { readonly arg: number; readonly any: number }
  | { readonly arg: number; readonly below: number };

/** The first row that names the call, and whose conditions all hold, decides. */
export interface Row {
  readonly call: string;
  readonly when?: readonly Condition[];
  readonly answer: number;
}

interface Instruction {
  readonly code: number;
  readonly yes: number;
  readonly no: number;
  readonly value: number;
}

/** `no` or `yes` of a jump to the row after this one; patched when the row's length is known. */
const NEXT_ROW = -1;

// linux/bpf_common.h: BPF_LD|W|ABS, BPF_JMP|JEQ|JGE|JSET with K, BPF_ALU|AND|K, BPF_RET|K.
const load = (offset: number): Instruction => ({ code: 0x20, yes: 0, no: 0, value: offset });
const equal = (value: number, yes: number, no: number): Instruction => ({ code: 0x15, yes, no, value });
const atLeast = (value: number, yes: number, no: number): Instruction => ({ code: 0x35, yes, no, value });
const anyBit = (value: number, yes: number, no: number): Instruction => ({ code: 0x45, yes, no, value });
const and = (value: number): Instruction => ({ code: 0x54, yes: 0, no: 0, value });
const end = (value: number): Instruction => ({ code: 0x06, yes: 0, no: 0, value });

// struct seccomp_data: nr at 0, arch at 4, args from 16; little-endian, so the low half comes first.
const NUMBER = 0;
const ARCH = 4;
const low = (arg: number): number => 16 + 8 * arg;
const high = (arg: number): number => 20 + 8 * arg;

/** Calls from here on are x32's, with other numbers for the same deeds; arm64 has none there. */
const X32 = 0x40000000;
const MAX_INSTRUCTIONS = 4096;

/** The rows as classic BPF, `struct sock_filter[]`: what is of another architecture, or of no row, is killed. */
export function compileFilter(rows: readonly Row[], table: CallTable = X86_64): Uint8Array {
  const head = [load(ARCH), equal(table.architecture, 1, 0), end(KILL), load(NUMBER), atLeast(X32, 0, 1), end(KILL)];
  const program = [...head, ...rows.flatMap((row) => compileRow(row, table)), end(KILL)];
  if (program.length > MAX_INSTRUCTIONS)
    throw new HorngateError('HG_INTERNAL', `Cannot write a filter as it must have at most ${MAX_INSTRUCTIONS} steps: found ${program.length}`);
  const bytes = new Uint8Array(8 * program.length);
  const view = new DataView(bytes.buffer);
  program.forEach(({ code, yes, no, value }, index) => {
    view.setUint16(8 * index, code, true);
    view.setUint8(8 * index + 2, yes);
    view.setUint8(8 * index + 3, no);
    view.setUint32(8 * index + 4, value >>> 0, true);
  });
  return bytes;
}

/** A call that this processor does not have needs no row: its number cannot be said. */
function compileRow({ call, when = [], answer }: Row, { numbers }: CallTable): Instruction[] {
  const number = numbers.get(call);
  if (number === undefined && X86_64.numbers.has(call)) return [];
  if (number === undefined) throw new HorngateError('HG_INTERNAL', `Cannot write a filter as "${call}" must be a system call: found none of that name`);
  const body = [...when.flatMap(compileCondition), end(answer)];
  const patched = body.map((step, index) => ({ ...step, yes: patch(step.yes, body.length - index - 1), no: patch(step.no, body.length - index - 1) }));
  // Conditions overwrite the accumulator, so a row that did not decide loads the number again.
  return when.length === 0 ? [equal(number, 0, 1), ...patched] : [equal(number, 0, body.length + 1), ...patched, load(NUMBER)];
}

const patch = (jump: number, toNextRow: number): number => (jump === NEXT_ROW ? toNextRow : jump);

function compileCondition(condition: Condition): Instruction[] {
  const { arg } = condition;
  if ('int' in condition) return [load(low(arg)), equal(condition.int, 0, NEXT_ROW)];
  if ('is' in condition)
    return [load(high(arg)), equal(Math.floor(condition.is / 2 ** 32), 0, NEXT_ROW), load(low(arg)), equal(condition.is % 2 ** 32, 0, NEXT_ROW)];
  if ('has' in condition) return [load(low(arg)), and(condition.mask), equal(condition.has, 0, NEXT_ROW)];
  if ('without' in condition) return [load(low(arg)), anyBit(condition.without, NEXT_ROW, 0)];
  if ('any' in condition) return [load(low(arg)), anyBit(condition.any, 0, NEXT_ROW)];
  return [load(high(arg)), equal(0, 0, NEXT_ROW), load(low(arg)), atLeast(condition.below, NEXT_ROW, 0)];
}
