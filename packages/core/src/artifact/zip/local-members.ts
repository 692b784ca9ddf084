import type { ByteSource } from '../../words/ports.ts';
import { decodeName } from './paths.ts';

const LOCAL = [0x50, 0x4b, 3, 4] as const;
const LOCAL_BYTES = 30;
const PIECE = 1 << 16;
const MAX_NAME = 4096;

/** A member as its local header has it (APPNOTE 4.3.7), whatever the directory says. */
export interface LocalMember {
  readonly path: string;
  readonly method: number;
  readonly flags: number;
  readonly dataOffset: number;
  readonly bytes: number;
  /** Undefined where the header leaves it to a descriptor behind the data: to the end of what deflate says, or of the file. */
  readonly packedBytes: number | undefined;
}

/**
 * Walks the local headers from the first one on, as readers of streams do; where none stands it looks for the next one.
 *
 * Only headers and the bytes between members are read. Members of methods other than stored and deflate are passed over: readers of streams know no others.
 *
 * @param maxEntries - members given at most; what comes behind is not looked at, as the archive has a finding already.
 */
export function* localMembers(source: ByteSource, maxEntries: number): Generator<LocalMember> {
  let at = nextHeader(source, 0);
  for (let count = 0; at !== undefined && count < maxEntries; count++) {
    const member = readMember(source, at);
    if (member === undefined) {
      at = nextHeader(source, at + 4);
      continue;
    }
    if (!member.path.endsWith('/') && (member.method === 0 || member.method === 8)) yield member;
    at = nextHeader(source, member.dataOffset + (member.packedBytes ?? 0));
  }
}

function readMember(source: ByteSource, at: number): LocalMember | undefined {
  if (at + LOCAL_BYTES > source.size) return undefined;
  const head = source.read(at, LOCAL_BYTES);
  const view = new DataView(head.buffer, head.byteOffset, LOCAL_BYTES);
  const [flags, method, nameBytes, extraBytes] = [6, 8, 26, 28].map((field) => view.getUint16(field, true)) as [number, number, number, number];
  const [packed, bytes] = [view.getUint32(18, true), view.getUint32(22, true)];
  const dataOffset = at + LOCAL_BYTES + nameBytes + extraBytes;
  if (nameBytes > MAX_NAME || dataOffset > source.size) return undefined;
  const path = decodeName(source.read(at + LOCAL_BYTES, nameBytes), (flags & 0x800) !== 0) ?? '';
  const isOpen = (flags & 8) !== 0 && packed === 0;
  const room = source.size - dataOffset;
  if (isOpen && method === 0) return { path, method, flags, dataOffset, bytes: room, packedBytes: undefined };
  return { path, method, flags, dataOffset, bytes, packedBytes: isOpen ? undefined : Math.min(packed, room) };
}

/** Where the next signature stands. */
function nextHeader(source: ByteSource, from: number): number | undefined {
  for (let at = from; at + LOCAL_BYTES <= source.size; at += PIECE) {
    const bytes = source.read(at, Math.min(PIECE + 3, source.size - at));
    for (let place = bytes.indexOf(LOCAL[0]); place >= 0; place = bytes.indexOf(LOCAL[0], place + 1))
      if (LOCAL.every((byte, n) => bytes[place + n] === byte)) return at + place;
  }
  return undefined;
}
