import type { Cursor } from '../cursor.ts';
import { addressOf, broken, expectSignature, type Hdf5Context, numberOf, unread } from './context.ts';

/** Header message types (IV.A.2). */
export const MESSAGE = {
  nil: 0x00,
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  attribute: 0x0c,
  comment: 0x0d,
  oldModificationTime: 0x0e,
  continuation: 0x10,
  symbolTable: 0x11,
  modificationTime: 0x12,
  /** These two stand in the extension of a superblock. */
  treeValues: 0x13,
  fileSpace: 0x17,
  attributeInfo: 0x15,
  referenceCount: 0x16,
} as const;
const KNOWN: ReadonlySet<number> = new Set(Object.values(MESSAGE));
/** Those of which an object has as many as it likes. */
const MANY: ReadonlySet<number> = new Set([MESSAGE.nil, MESSAGE.link, MESSAGE.attribute, MESSAGE.continuation]);

/** Of version 2: "O" is no version of the older header, which has no signature. */
const SIGNATURE = [0x4f, 0x48, 0x44, 0x52];

interface Block {
  readonly address: number;
  readonly length: number;
}

export interface Message {
  readonly type: number;
  /** Its body is a reference to a message elsewhere (IV.A.2, flag bit 1). */
  readonly shared: boolean;
  readonly offset: number;
  /** A fresh reader of the body. */
  body(): Cursor;
}

/** All messages of an object header and its continuation blocks. @throws HG_UNSUPPORTED_HDF5 for message types that are not known. */
export function readObjectHeader(context: Hdf5Context, address: number): readonly Message[] {
  const prefix = context.structure(address, 16, 'object header');
  const version = prefix.fresh().u8();
  if (version === SIGNATURE[0]) return readHeaderV2(context, address);
  if (version !== 1) throw broken('have an object header of version 1 or 2', `found ${version}`, address);
  return readHeaderV1(context, address, prefix);
}

/** IV.A.1.a, IV.A.2.q. */
function readHeaderV1(context: Hdf5Context, address: number, prefix: Cursor): readonly Message[] {
  prefix.skip(2);
  const count = prefix.u16();
  prefix.skip(4);
  const blocks: Block[] = [{ address: address + 16, length: prefix.u32() }];
  const messages: Message[] = [];
  for (let n = 0; n < blocks.length; n++) {
    const block = blocks[n] as Block;
    for (const message of readBlock(context, block.address, block.length)) {
      messages.push(message);
      if (messages.length > count) throw broken(`have ${count} messages`, 'there are more', message.offset);
      if (message.type === MESSAGE.continuation) blocks.push(continuation(message));
    }
  }
  if (messages.length !== count) throw broken(`have ${count} messages`, `there are ${messages.length}`, address);
  checkOnce(messages);
  return messages;
}

function* readBlock(context: Hdf5Context, address: number, length: number): Generator<Message> {
  const cursor = context.structure(address, length, 'object header block');
  while (cursor.remaining >= 8) {
    const { offset } = cursor;
    context.charge(1, offset);
    const [type, size, flags] = [cursor.u16(), cursor.u16(), cursor.u8()];
    cursor.skip(3);
    if (size % 8 !== 0) throw broken('have messages of a multiple of 8 bytes', `found ${size}`, offset);
    if (!KNOWN.has(type)) throw unread(`message of type 0x${type.toString(16)}`, offset);
    yield { type, shared: (flags & 2) !== 0, offset, body: bodyOf(cursor, size) };
  }
  if (cursor.remaining > 0) throw broken('have messages to the end of a block', `${cursor.remaining} bytes are left`, cursor.offset);
}

/** Each block of version 2 ends with its own checksum, behind a gap that is too small for a message (IV.A.1.b). No count of messages bounds it, their bytes do. */
function readHeaderV2(context: Hdf5Context, address: number): readonly Message[] {
  const prefix = context.structure(address, Math.min(34, Math.max(16, context.source.size - address)), 'object header');
  expectSignature(prefix, 'OHDR');
  const [version, flags] = [prefix.u8(), prefix.u8()];
  if (version !== 2 || flags & 0xc0) throw broken('have an object header of version 2', `found ${version}`, address);
  prefix.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
  const length = numberOf(prefix, 1 << (flags & 3));
  const first = context.checked(address, prefix.consumed + length + 4, 'object header');
  first.skip(prefix.consumed);
  const tracked = (flags & 4) !== 0;
  const messages = [...messagesV2(context, first, tracked)];
  const seen = new Set([address]);
  for (let n = 0; n < messages.length; n++) {
    const message = messages[n] as Message;
    if (message.type !== MESSAGE.continuation) continue;
    const block = continuation(message);
    if (seen.has(block.address)) throw broken('have each block of a header once', 'one comes again', message.offset);
    seen.add(block.address);
    const body = context.checked(block.address, block.length, 'object header block');
    expectSignature(body, 'OCHK');
    for (const one of messagesV2(context, body, tracked)) messages.push(one);
  }
  checkOnce(messages);
  return messages;
}

function* messagesV2(context: Hdf5Context, cursor: Cursor, tracked: boolean): Generator<Message> {
  while (cursor.remaining >= (tracked ? 6 : 4)) {
    const { offset } = cursor;
    context.charge(1, offset);
    const [type, size, flags] = [cursor.u8(), cursor.u16(), cursor.u8()];
    cursor.skip(tracked ? 2 : 0);
    if (!KNOWN.has(type)) throw unread(`message of type 0x${type.toString(16)}`, offset);
    yield { type, shared: (flags & 2) !== 0, offset, body: bodyOf(cursor, size) };
  }
}

function bodyOf(cursor: Cursor, size: number): () => Cursor {
  const body = cursor.sub(size);
  return () => body.fresh();
}

function continuation(message: Message): { address: number; length: number } {
  const body = message.body();
  const address = addressOf(body);
  if (address === undefined) throw broken('say where a header goes on', 'the address is undefined', message.offset);
  return { address, length: body.u64() };
}

function checkOnce(messages: readonly Message[]): void {
  const seen = new Set<number>();
  for (const { type, offset } of messages) {
    if (seen.has(type) && !MANY.has(type)) throw broken(`have one message of type 0x${type.toString(16)} in an object`, 'there are more', offset);
    seen.add(type);
  }
}

/** The one message of a type; undefined where there is none. @throws HG_UNSUPPORTED_HDF5 when it is shared. */
export function messageOf(messages: readonly Message[], type: number): Message | undefined {
  const message = messages.find((one) => one.type === type);
  if (message?.shared) throw unread('shared message', message.offset);
  return message;
}
