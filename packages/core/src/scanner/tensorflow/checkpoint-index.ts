import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { bytesSource } from '../../artifact/source.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { Visit } from '../protobuf/visit.ts';
import { CHECKS } from '../rules/index.ts';
import type { Seen } from '../seen.ts';
import { TENSORFLOW_SCHEMA } from './schema.ts';

/** The last eight bytes of a table (tensorflow/core/lib/io/format.h, kTableMagicNumber). */
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const FOOTER_BYTES = 48;
/** Behind each block: how it is compressed, and its checksum. */
const TRAILER_BYTES = 5;
const MAX_BLOCK = 1 << 26;

export function isCheckpointIndex(source: ByteSource): boolean {
  if (source.size < FOOTER_BYTES) return false;
  const end = source.read(source.size - MAGIC.length, MAGIC.length);
  return MAGIC.every((byte, at) => end[at] === byte);
}

/**
 * The index of a checkpoint (`variables.index`): a sorted table from names of variables to where they lie in the files of data beside it.
 *
 * Every block is read, each name and each entry; nothing is followed. Values are messages of tensor_bundle.proto.
 */
export function scanCheckpointIndex(source: ByteSource, limits: Limits): Seen {
  const visit = new Visit();
  visit.parts.attempt(undefined, () => {
    const footer = new Bytes(source.read(source.size - FOOTER_BYTES, FOOTER_BYTES - MAGIC.length), source.size - FOOTER_BYTES);
    const [metaAt, metaLength, at, length] = [footer.varint(), footer.varint(), footer.varint(), footer.varint()];
    readBlock(source, metaAt, metaLength);
    const budget = { left: limits.maxStructures };
    let first = true;
    for (const [, handle] of entries(readBlock(source, at, length), at, budget)) {
      const place = new Bytes(handle, at);
      const [blockAt, blockLength] = [place.varint(), place.varint()];
      for (const [key, value] of entries(readBlock(source, blockAt, blockLength), blockAt, budget)) {
        const type = first ? 'BundleHeaderProto' : 'BundleEntryProto';
        if (first !== (key.length === 0)) throw broken(blockAt, 'one header before all names');
        if (decodeUtf8(key) === undefined) throw broken(blockAt, 'names in UTF-8');
        visit.each(wireMessage(bytesSource(value), TENSORFLOW_SCHEMA, type, budget), {});
        first = false;
      }
    }
  });
  const { troubles } = visit.parts;
  return { format: 'tensorflow-checkpoint-index', findings: runChecks(CHECKS.tensorflow, { sights: [], troubles }), troubles };
}

function readBlock(source: ByteSource, at: number, length: number): Uint8Array {
  if (length > MAX_BLOCK) throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the block as it must have at most ${MAX_BLOCK} bytes: it has ${length}`);
  const block = source.read(at, length + TRAILER_BYTES);
  if (block[length] !== 0)
    throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot read the block as it must be stored: it is compressed', { where: { offset: at + length } });
  return block.subarray(0, length);
}

/** Each key shares its first bytes with the one before (LevelDB, table_format.md). */
function* entries(block: Uint8Array, offset: number, budget: { left: number }): Generator<readonly [key: Uint8Array, value: Uint8Array]> {
  const restarts = new DataView(block.buffer, block.byteOffset).getUint32(need(block, 4, offset) - 4, true);
  const end = block.length - 4 - 4 * restarts;
  if (end < 0) throw broken(offset, 'its restarts inside the block');
  const bytes = new Bytes(block.subarray(0, end), offset);
  let key = new Uint8Array(0);
  while (bytes.left > 0) {
    if (--budget.left < 0) throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the index as it must have fewer entries', { where: { offset } });
    const [shared, own, length] = [bytes.varint(), bytes.varint(), bytes.varint()];
    if (shared > key.length) throw broken(offset, 'keys that share no more than the key before has');
    const next = new Uint8Array(shared + bytes.within(own));
    next.set(key.subarray(0, shared));
    next.set(bytes.take(own), shared);
    key = next;
    yield [key, bytes.take(length)];
  }
}

function need(block: Uint8Array, length: number, offset: number): number {
  if (block.length < length) throw broken(offset, 'a number of restarts');
  return block.length;
}

/** Numbers in base 128, and bytes, forward. */
class Bytes {
  readonly #bytes: Uint8Array;
  readonly #offset: number;
  #at = 0;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  varint(): number {
    let [value, scale] = [0, 1];
    for (let count = 0; count < 7; count++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return value;
    }
    throw broken(this.#offset, 'a number of at most seven bytes');
  }

  within(length: number): number {
    if (length > this.left) throw broken(this.#offset, `${length} bytes`);
    return length;
  }

  take(length: number): Uint8Array {
    const at = this.#at;
    this.#at += this.within(length);
    return this.#bytes.subarray(at, this.#at);
  }
}

const broken = (offset: number, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FIELD', `Cannot read the index of the checkpoint as it must have ${wanted}: it has not`, { where: { offset } });
