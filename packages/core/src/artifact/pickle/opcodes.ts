/** How an op-code's argument stands in the file. */
export const ARGUMENTS = ['none', 'u8', 'u16', 'u32', 'i32', 'u64', 'f64', 'line', 'lines', 'data8', 'data32', 'sdata32', 'data64'] as const;
export type ArgumentKind = (typeof ARGUMENTS)[number];

type Row = readonly [code: number, argument: ArgumentKind, protocol: number];

/**
 * All 68 op-codes of protocols 0 to 5, as CPython's `Lib/pickletools.py` lists them: the byte, its argument, the protocol that brought it.
 *
 * `line` ends with a line feed and nothing else (a carriage return belongs to it); `lines` are two of them; `data32` has its length before it, little-endian;
 * the length of `sdata32` is signed, and a negative one is broken.
 */
export const OPCODES = {
  INT: [0x49, 'line', 0],
  BININT: [0x4a, 'i32', 1],
  BININT1: [0x4b, 'u8', 1],
  BININT2: [0x4d, 'u16', 1],
  LONG: [0x4c, 'line', 0],
  LONG1: [0x8a, 'data8', 2],
  LONG4: [0x8b, 'sdata32', 2],
  STRING: [0x53, 'line', 0],
  BINSTRING: [0x54, 'sdata32', 1],
  SHORT_BINSTRING: [0x55, 'data8', 1],
  BINBYTES: [0x42, 'data32', 3],
  SHORT_BINBYTES: [0x43, 'data8', 3],
  BINBYTES8: [0x8e, 'data64', 4],
  BYTEARRAY8: [0x96, 'data64', 5],
  NEXT_BUFFER: [0x97, 'none', 5],
  READONLY_BUFFER: [0x98, 'none', 5],
  NONE: [0x4e, 'none', 0],
  NEWTRUE: [0x88, 'none', 2],
  NEWFALSE: [0x89, 'none', 2],
  UNICODE: [0x56, 'line', 0],
  SHORT_BINUNICODE: [0x8c, 'data8', 4],
  BINUNICODE: [0x58, 'data32', 1],
  BINUNICODE8: [0x8d, 'data64', 4],
  FLOAT: [0x46, 'line', 0],
  BINFLOAT: [0x47, 'f64', 1],
  EMPTY_LIST: [0x5d, 'none', 1],
  APPEND: [0x61, 'none', 0],
  APPENDS: [0x65, 'none', 1],
  LIST: [0x6c, 'none', 0],
  EMPTY_TUPLE: [0x29, 'none', 1],
  TUPLE: [0x74, 'none', 0],
  TUPLE1: [0x85, 'none', 2],
  TUPLE2: [0x86, 'none', 2],
  TUPLE3: [0x87, 'none', 2],
  EMPTY_DICT: [0x7d, 'none', 1],
  DICT: [0x64, 'none', 0],
  SETITEM: [0x73, 'none', 0],
  SETITEMS: [0x75, 'none', 1],
  EMPTY_SET: [0x8f, 'none', 4],
  ADDITEMS: [0x90, 'none', 4],
  FROZENSET: [0x91, 'none', 4],
  POP: [0x30, 'none', 0],
  DUP: [0x32, 'none', 0],
  MARK: [0x28, 'none', 0],
  POP_MARK: [0x31, 'none', 1],
  GET: [0x67, 'line', 0],
  BINGET: [0x68, 'u8', 1],
  LONG_BINGET: [0x6a, 'u32', 1],
  PUT: [0x70, 'line', 0],
  BINPUT: [0x71, 'u8', 1],
  LONG_BINPUT: [0x72, 'u32', 1],
  MEMOIZE: [0x94, 'none', 4],
  EXT1: [0x82, 'u8', 2],
  EXT2: [0x83, 'u16', 2],
  EXT4: [0x84, 'i32', 2],
  GLOBAL: [0x63, 'lines', 0],
  STACK_GLOBAL: [0x93, 'none', 4],
  REDUCE: [0x52, 'none', 0],
  BUILD: [0x62, 'none', 0],
  INST: [0x69, 'lines', 0],
  OBJ: [0x6f, 'none', 1],
  NEWOBJ: [0x81, 'none', 2],
  NEWOBJ_EX: [0x92, 'none', 4],
  PROTO: [0x80, 'u8', 2],
  STOP: [0x2e, 'none', 0],
  FRAME: [0x95, 'u64', 4],
  PERSID: [0x50, 'line', 0],
  BINPERSID: [0x51, 'none', 1],
} as const satisfies Record<string, Row>;

export type OpcodeName = keyof typeof OPCODES;

/** By byte: index into ARGUMENTS, or 255 where no op-code has that byte. */
export const ARGUMENT_OF: Uint8Array = argumentTable();

function argumentTable(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (const [code, argument] of Object.values(OPCODES)) table[code] = ARGUMENTS.indexOf(argument);
  return table;
}

const NAMES: readonly (OpcodeName | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  (Object.keys(OPCODES) as OpcodeName[]).find((name) => OPCODES[name][0] === byte),
);

export const nameOf = (code: number): OpcodeName | undefined => NAMES[code];
