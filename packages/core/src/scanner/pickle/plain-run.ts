import type { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import type { Containers } from './containers.ts';
import type { Memo } from './memo.ts';
import type { Stack } from './stack.ts';
import type { Value } from './values.ts';

/** Bytes of the literals that are all of one length, by op-code: NONE, NEWTRUE, NEWFALSE, BININT1, BININT2, BININT, BINFLOAT. */
const LITERAL_BYTES = new Uint8Array(256);
for (const [code, bytes] of [
  [0x4e, 1],
  [0x88, 1],
  [0x89, 1],
  [0x4b, 2],
  [0x4d, 3],
  [0x4a, 5],
  [0x47, 9],
] as const)
  LITERAL_BYTES[code] = bytes;

/** What a run works on. */
export interface Parts {
  readonly reader: PickleReader;
  readonly stack: Stack;
  readonly memo: Memo;
  readonly containers: Containers;
}

/** No window pushes more values than this. */
const WINDOW = 1 << 16;
/** Bytes of a line that is read here, and digits of a number. */
const MAX_LINE = 256;
const MAX_DIGITS = 10;

/**
 * Follows op-codes as long as they are plain and stand in the window: literals, containers of values, the memo. Most op-codes of a big pickle are such, and nothing is called or made for
 * one that only pushes a literal.
 *
 * It stops before each op-code about which there is anything to say, be it wrong, long, a name, or across the end of the window or of a frame: the machine follows that one by
 * itself. So it may stop anywhere, and what it does must be what the machine would do.
 *
 * @param frameEnd - of the last frame.
 * @returns how many op-codes were followed; the reader stands behind them.
 */
export function plainRun({ reader, stack, memo, containers }: Parts, frameEnd: number): number {
  if (stack.room < WINDOW) return 0;
  reader.prepare();
  const { window: bytes, windowAt: from } = reader;
  const start = reader.offset - from;
  const frame = frameEnd - from;
  const end = frame > start && frame < bytes.length ? frame : bytes.length;
  const { values } = stack;
  let size = stack.size;
  let at = start;
  let count = 0;
  run: while (at < end) {
    const code = bytes[at] as number;
    const length = LITERAL_BYTES[code] as number;
    let next = at + length;
    if (length > 0) {
      if (next > end) break;
      values[size++] = from + at;
      at = next;
      count++;
      continue;
    }
    next = at + 1;
    switch (code) {
      case 0x8a: // LONG1
        next = at + 2 + (bytes[at + 1] as number);
        if (!(next <= end)) break run;
        values[size++] = from + at;
        break;
      case 0x8c: // SHORT_BINUNICODE
      case 0x55: // SHORT_BINSTRING
        next = at + 2 + (bytes[at + 1] as number);
        if (!(next <= end) || (bytes[at + 2] === 95 && bytes[at + 3] === 95)) break run;
        values[size++] = from + at;
        break;
      case 0x58: // BINUNICODE
        if (at + 5 > end || bytes[at + 3] !== 0 || bytes[at + 4] !== 0) break run;
        next = at + 5 + (bytes[at + 1] as number) + 256 * (bytes[at + 2] as number);
        if (next > end || (bytes[at + 5] === 95 && bytes[at + 6] === 95)) break run;
        values[size++] = from + at;
        break;
      case 0x49: // INT
        next = digitsEnd(bytes, bytes[at + 1] === 45 ? at + 2 : at + 1, end);
        if (next === 0) break run;
        values[size++] = from + at;
        break;
      case 0x56: // UNICODE
        next = plainLineEnd(bytes, at + 1, end);
        if (next === 0) break run;
        values[size++] = from + at;
        break;
      case 0x94: // MEMOIZE
        if (size <= stack.fence) break run;
        reader.offset = from + next;
        memo.add(values[size - 1] as Value);
        break;
      case 0x71: // BINPUT
        next = at + 2;
        if (size <= stack.fence || next > end) break run;
        reader.offset = from + next;
        memo.set(bytes[at + 1] as number, values[size - 1] as Value);
        break;
      case 0x72: // LONG_BINPUT
        next = at + 5;
        if (size <= stack.fence || next > end || (bytes[at + 4] as number) > 127) break run;
        reader.offset = from + next;
        memo.set(little(bytes, at + 1), values[size - 1] as Value);
        break;
      case 0x70: // PUT
        next = digitsEnd(bytes, at + 1, end);
        if (size <= stack.fence || next === 0) break run;
        reader.offset = from + next;
        memo.set(decimal(bytes, at + 1, next - 1), values[size - 1] as Value);
        break;
      case 0x68: {
        // BINGET
        next = at + 2;
        const value = next > end ? undefined : memo.get(bytes[at + 1] as number);
        if (value === undefined || (typeof value !== 'number' && !stack.takes(size))) break run;
        values[size++] = value;
        break;
      }
      case 0x6a: {
        // LONG_BINGET
        next = at + 5;
        const value = next > end || (bytes[at + 4] as number) > 127 ? undefined : memo.get(little(bytes, at + 1));
        if (value === undefined || (typeof value !== 'number' && !stack.takes(size))) break run;
        values[size++] = value;
        break;
      }
      case 0x67: {
        // GET
        next = digitsEnd(bytes, at + 1, end);
        const value = next === 0 ? undefined : memo.get(decimal(bytes, at + 1, next - 1));
        if (value === undefined || (typeof value !== 'number' && !stack.takes(size))) break run;
        values[size++] = value;
        break;
      }
      default: {
        stack.size = size;
        reader.at = from + at;
        reader.offset = from + next;
        if (!containers.step(code, from + at)) break run;
        size = stack.size;
      }
    }
    at = next;
    count++;
  }
  stack.size = size;
  reader.offset = from + at;
  return count;
}

const little = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);

/** Behind the line feed of a line of some digits; zero for any other line. */
function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  const last = Math.min(end, from + MAX_DIGITS);
  while (at < last && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at++;
  return at > from && at < end && bytes[at] === 10 ? at + 1 : 0;
}

function decimal(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] as number) - 48;
  return value;
}

/** Behind the line feed of a text that begins with neither an underline nor an escape; zero for any other line. */
function plainLineEnd(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === 95 || bytes[from] === 92) return 0;
  const last = Math.min(end, from + MAX_LINE);
  for (let at = from; at < last; at++) if (bytes[at] === 10) return at + 1;
  return 0;
}
