import { HorngateError } from '@horngate/core/words';
import { type Encoder, little, type Operand, type Piece, type Place, type Relative } from './assembler.ts';

/**
 * One instruction. Registers: x0 to x5 arguments and result, x8 number of the call (Linux), x9 and x10 ours; a function need not keep any of them (AAPCS64, 6.1.1).
 */
const word = (value: number): number[] => little(4, value);

const EXIT_GROUP = 94;
const SVC = word(0xd4000001); // svc #0
const RESULT = 0;
const NUMBER = 8;
const PLACE = 9;
const VALUE = 10;

/** movz xd, #imm16, lsl #(16 * half); with `keep`: movk. */
const move16 = (register: number, value: number, half: number, keep: boolean): number[] =>
  word((keep ? 0xf2800000 : 0xd2800000) + half * 2 ** 21 + value * 2 ** 5 + register);

function move(register: number, value: number): number[] {
  const halves = BigInt.asUintN(64, BigInt(value));
  return [0, 1, 2, 3].flatMap((half) => move16(register, Number((halves >> BigInt(16 * half)) & 0xffffn), half, half > 0));
}

const MAX_DISTANCE = 2 ** 20;

/** adr xd, place: 21 bits of distance, the two lowest apart. */
const address = (register: number, to: Place): Relative => ({
  to,
  write: (distance) => {
    if (Math.abs(distance) >= MAX_DISTANCE)
      throw new HorngateError('HG_GUEST_START', `Cannot write a launcher as its data must lie within 1 MiB of its code: found ${distance} bytes`);
    const bits = BigInt.asUintN(21, BigInt(distance));
    return word(0x10000000 + Number(bits & 3n) * 2 ** 29 + Number(bits >> 2n) * 2 ** 5 + register);
  },
});

const load = (register: number, from: number): number[] => word(0xf9400000 + from * 2 ** 5 + register); // ldr xd, [xn]
const store = (register: number, to: number): number[] => word(0xf9000000 + to * 2 ** 5 + register); // str xd, [xn]
const load32 = (register: number, from: number): number[] => word(0xb9400000 + from * 2 ** 5 + register); // ldr wd, [xn]
const store32 = (register: number, to: number): number[] => word(0xb9000000 + to * 2 ** 5 + register); // str wd, [xn]

const number = (call: number): number[] => move16(NUMBER, call, 0, false);
const exit = [...number(EXIT_GROUP), ...SVC];
const exitWith = (status: number): number[] => [...move16(RESULT, status, 0, false), ...exit];
/** Over itself and the three instructions of `exitWith`. */
const OVER = 4;

/** AArch64, little-endian. Not run yet: held to a disassembler by a test. @see Arm ARM (DDI 0487), C6.2 */
export const arm64: Encoder = {
  machine: 183,
  pageBytes: 65536,
  enter: [],
  leave: [...move16(RESULT, 0, 0, false), ...word(0xd65f03c0)], // mov x0, #0; ret

  argument(index: number, operand: Operand): Piece[] {
    if (typeof operand === 'number') return [move(index, operand)];
    if ('offset' in operand) return [address(index, operand)];
    return [address(PLACE, { offset: operand.valueAt }), load(index, PLACE)];
  },
  call: (call) => [[...number(call), ...SVC]],
  exitOnError: (status) => [[...word(0xb6f80000 + OVER * 2 ** 5 + RESULT), ...exitWith(status)]], // tbz x0, #63, over
  exitUnless: (wanted, status) => [[...word(0xf100001f + wanted * 2 ** 10), ...word(0x54000000 + OVER * 2 ** 5), ...exitWith(status)]], // cmp x0, #wanted; b.eq over
  exitWithResult: (base) => [[...word(0x91000000 + base * 2 ** 10), ...exit]], // add x0, x0, #base
  keepResult: (place) => [address(PLACE, place), store(RESULT, PLACE)],
  copy: (from, to) => [address(PLACE, from), load32(VALUE, PLACE), address(PLACE, to), store32(VALUE, PLACE)],
  point: (place, target) => [address(VALUE, target), address(PLACE, place), store(VALUE, PLACE)],
};
