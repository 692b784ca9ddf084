import { type Encoder, little, type Operand, type Piece, type Place, type Relative } from './assembler.ts';

/** disp32: from the end of the field. */
const near = (to: Place): Relative => ({ to, write: (distance) => little(4, distance - 4) });

// Registers of a system call's arguments: rdi rsi rdx r10 r8 r9 (System V ABI, A.2.1), as the opcodes that name them.
const MOVE_NUMBER = [
  [0x48, 0xbf],
  [0x48, 0xbe],
  [0x48, 0xba],
  [0x49, 0xba],
  [0x49, 0xb8],
  [0x49, 0xb9],
]; // mov r, imm64
const LOAD_ADDRESS = [
  [0x48, 0x8d, 0x3d],
  [0x48, 0x8d, 0x35],
  [0x48, 0x8d, 0x15],
  [0x4c, 0x8d, 0x15],
  [0x4c, 0x8d, 0x05],
  [0x4c, 0x8d, 0x0d],
]; // lea r, [rip + disp32]
const LOAD_VALUE = [
  [0x48, 0x8b, 0x3d],
  [0x48, 0x8b, 0x35],
  [0x48, 0x8b, 0x15],
  [0x4c, 0x8b, 0x15],
  [0x4c, 0x8b, 0x05],
  [0x4c, 0x8b, 0x0d],
]; // mov r, [rip + disp32]

const EXIT_GROUP = 231;
const SYSCALL = [0x0f, 0x05];
const exit = [0xb8, ...little(4, EXIT_GROUP), ...SYSCALL]; // mov eax, 231; syscall

/** Intel 64 and AMD64. @see Intel SDM volume 2 */
export const x8664: Encoder = {
  machine: 62,
  pageBytes: 4096,
  enter: [0x53], // push rbx: keeps the stack aligned
  leave: [0x5b, 0x31, 0xc0, 0xc3], // pop rbx; xor eax, eax; ret

  argument(index: number, operand: Operand): Piece[] {
    if (typeof operand === 'number') return [MOVE_NUMBER[index] ?? [], little(8, operand)];
    if ('offset' in operand) return [LOAD_ADDRESS[index] ?? [], near(operand)];
    return [LOAD_VALUE[index] ?? [], near({ offset: operand.valueAt })];
  },
  call: (number) => [[0xb8, ...little(4, number), ...SYSCALL]], // mov eax, number; syscall
  exitOnError: (status) => [[0x48, 0x85, 0xc0, 0x79, 5 + exit.length, 0xbf, ...little(4, status), ...exit]], // test rax, rax; jns over; mov edi, status; exit
  exitUnless: (wanted, status) => [[0x48, 0x83, 0xf8, wanted, 0x74, 5 + exit.length, 0xbf, ...little(4, status), ...exit]], // cmp rax, wanted; je over; …
  exitWithResult: (base) => [[0x8d, 0xb8, ...little(4, base), ...exit]], // lea edi, [rax + base]; exit
  keepResult: (place) => [[0x48, 0x89, 0x05], near(place)], // mov [rip + disp32], rax
  copy: (from, to) => [[0x8b, 0x05], near(from), [0x89, 0x05], near(to)], // mov eax, [from]; mov [to], eax
  point: (place: Place, target: Place) => [[0x48, 0x8d, 0x05], near(target), [0x48, 0x89, 0x05], near(place)], // lea rax, [target]; mov [place], rax
};
