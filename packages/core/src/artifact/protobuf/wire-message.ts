import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { MAX_MESSAGE_DEPTH, type Message, type Node } from './message.ts';
import type { FieldBudget } from './reader.ts';
import type { FieldKind, FieldType, MessageType, Schema } from './schema.ts';
import { Window } from './window.ts';
import { WIRE } from './writer.ts';

/** What all messages of one file share. */
interface File {
  readonly window: Window;
  readonly schema: Schema;
  readonly budget: FieldBudget;
}

/** Wire types by kind; repeated numbers may stand packed in bytes. */
const WIRES: Readonly<Record<FieldKind, number>> = { v: WIRE.varint, f: WIRE.fixed32, d: WIRE.fixed64, s: WIRE.bytes, b: WIRE.bytes, message: WIRE.bytes };
const MAX_FIELD = 2 ** 29 - 1;

/**
 * A message as it stands in a file of any size. Nothing is read but tags and lengths until a field is asked for; raw data of tensors is passed over.
 *
 * @param type - of the schema; what the schema does not have comes with an empty name.
 * @param budget - fields that all messages of the file may have together; a run of repeated numbers counts once.
 * @see https://protobuf.dev/programming-guides/encoding
 */
export function wireMessage(source: ByteSource, schema: Schema, type: string, budget: FieldBudget): Message {
  return new WireMessage({ window: new Window(source), schema, budget }, type, 0, source.size, 0);
}

class WireMessage implements Message {
  readonly type: string;
  readonly offset: number;
  readonly #file: File;
  readonly #end: number;
  readonly #depth: number;

  constructor(file: File, type: string, offset: number, end: number, depth: number) {
    this.#file = file;
    this.type = type;
    this.offset = offset;
    this.#end = end;
    this.#depth = depth;
  }

  /**
   * What can be handed out is, before the error: a value that the message cuts off as far as it goes, and what stands behind a fault.
   *
   * @throws HG_ARTIFACT_PROTOBUF at the end too where a field that may stand once stood twice (the last one wins for some readers, the first one for
   *   others), and where a field had another wire type than its own (readers pass over it).
   */
  *fields(): Generator<Node> {
    const { window, schema, budget } = this.#file;
    const types = schema.get(this.type) as MessageType;
    const seen = new Set<number>();
    let fault: HorngateError | undefined;
    for (let at = this.offset; at < this.#end; ) {
      if (--budget.left < 0) throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the message as it must have fewer fields', { where: { offset: at } });
      const node = this.#node(at, types);
      const twice = node.field !== undefined && !node.field.repeated && seen.has(node.number);
      seen.add(node.number);
      yield node;
      if (node.cut) inside(node.at, node.wanted, this.#end);
      if (twice) fault ??= broken(at, `the field "${node.name}" of ${this.type} once`, 'it twice');
      fault ??= node.fault;
      at = node.repeatedNumber ? endOfRun(window, node.end, this.#end, node.tag, node.wire) : node.end;
    }
    if (fault !== undefined) throw fault;
  }

  #node(offset: number, types: MessageType): WireNode {
    const { window } = this.#file;
    const tag = varint(window, offset, this.#end);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (number < 1 || number > MAX_FIELD) throw broken(offset, `a field number from 1 to ${MAX_FIELD}`, String(number));
    const known = types.byNumber.get(number);
    const [at, wanted] = valueSpan(window, tag.end, this.#end, wire, offset);
    const end = Math.min(wanted, this.#end);
    const packed = wire === WIRE.bytes && known?.repeated === true && (known.kind === 'v' || known.kind === 'f' || known.kind === 'd');
    const fits = known !== undefined && (WIRES[known.kind] === wire || packed);
    const fault = known === undefined || fits ? undefined : broken(offset, `wire type ${WIRES[known.kind]} for "${known.name}"`, String(wire));
    const field = fits ? known : undefined;
    return new WireNode(this.#file, {
      offset,
      at,
      end,
      wanted: wanted - at,
      fault,
      number,
      wire,
      field,
      tag: tag.value,
      packed,
      limit: this.#end,
      depth: this.#depth,
    });
  }
}

interface Place {
  readonly offset: number;
  readonly at: number;
  readonly end: number;
  readonly fault: HorngateError | undefined;
  /** Bytes that the value should have. */
  readonly wanted: number;
  readonly number: number;
  readonly wire: number;
  readonly field: FieldType | undefined;
  readonly tag: number;
  readonly packed: boolean;
  /** Where the message ends. */
  readonly limit: number;
  readonly depth: number;
}

class WireNode implements Node {
  readonly #file: File;
  readonly #place: Place;

  constructor(file: File, place: Place) {
    this.#file = file;
    this.#place = place;
  }

  get name(): string {
    return this.#place.field?.name ?? '';
  }
  get offset(): number {
    return this.#place.offset;
  }
  get at(): number {
    return this.#place.at;
  }
  get end(): number {
    return this.#place.end;
  }
  get length(): number {
    return this.end - this.at;
  }
  get wanted(): number {
    return this.#place.wanted;
  }
  get faulty(): boolean {
    return this.fault !== undefined;
  }
  get fault(): HorngateError | undefined {
    return this.#place.fault;
  }
  get cut(): boolean {
    return this.wanted > this.length;
  }
  get number(): number {
    return this.#place.number;
  }
  get wire(): number {
    return this.#place.wire;
  }
  get tag(): number {
    return this.#place.tag;
  }
  get field(): FieldType | undefined {
    return this.#place.field;
  }
  /** One of a run of equal tags, which is passed as one. */
  get repeatedNumber(): boolean {
    return this.field?.repeated === true && this.wire !== WIRE.bytes;
  }

  message(): Message | undefined {
    if (this.field?.kind !== 'message') return undefined;
    const depth = this.#place.depth + 1;
    if (depth > MAX_MESSAGE_DEPTH)
      throw new HorngateError('HG_LIMIT_DEPTH', `Cannot read the message as messages must nest at most ${MAX_MESSAGE_DEPTH} deep`, {
        where: { offset: this.offset },
      });
    return new WireMessage(this.#file, this.field.message, this.at, this.end, depth);
  }

  text(maxBytes: number): string {
    if (this.field?.kind !== 's' && this.field?.kind !== 'b') return '';
    return decodeUtf8(this.#file.window.bytes(this.at, Math.min(this.length, maxBytes)), 'replace');
  }

  numbers(max: number): readonly bigint[] {
    if (this.field?.kind !== 'v') return [];
    const { window } = this.#file;
    const { packed, tag, limit } = this.#place;
    const found: bigint[] = [];
    const end = packed ? this.end : limit;
    for (let at = this.at; at < end && found.length < max; ) {
      const value = bigVarint(window, at, end);
      found.push(value.value);
      at = value.end;
      if (packed || at >= end) continue;
      const next = varint(window, at, end);
      if (next.value !== tag) break;
      at = next.end;
    }
    return found;
  }
}

function valueSpan(window: Window, start: number, limit: number, wire: number, offset: number): readonly [at: number, end: number] {
  if (wire === WIRE.varint) return [start, skipVarint(window, start, limit)];
  if (wire === WIRE.fixed32) return [start, inside(start, 4, limit)];
  if (wire === WIRE.fixed64) return [start, inside(start, 8, limit)];
  if (wire !== WIRE.bytes) throw broken(offset, 'a wire type of 0, 1, 2 or 5', String(wire));
  const length = varint(window, start, limit);
  return [length.end, length.end + length.value];
}

function inside(at: number, length: number, limit: number): number {
  if (length > limit - at)
    throw new HorngateError('HG_ARTIFACT_TRUNCATED', `Cannot read ${length} bytes as the message must hold them: ${Math.max(0, limit - at)} are left`, {
      where: { offset: at },
    });
  return at + length;
}

/** Passes over all fields with this tag: a tree ensemble of scikit-learn writes millions of numbers so. */
function endOfRun(window: Window, start: number, limit: number, tag: number, wire: number): number {
  for (let at = start; ; ) {
    if (at >= limit) return at;
    const next = varint(window, at, limit);
    if (next.value !== tag) return at;
    [, at] = valueSpan(window, next.end, limit, wire, at); // numbers: never cut
  }
}

function skipVarint(window: Window, start: number, limit: number): number {
  for (let at = start; at < start + 10; at++) {
    inside(at, 1, limit);
    if (window.byte(at) < 0x80) return at + 1;
  }
  throw broken(start, 'a number of at most ten bytes', 'more');
}

/** A tag or a length: exact below 2^53, and no message is longer than that. */
function varint(window: Window, start: number, limit: number): { readonly value: number; readonly end: number } {
  let [value, scale] = [0, 1];
  for (let at = start; at < start + 10; at++) {
    inside(at, 1, limit);
    const byte = window.byte(at);
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw broken(start, 'a number of at most ten bytes', 'more');
}

function bigVarint(window: Window, start: number, limit: number): { readonly value: bigint; readonly end: number } {
  const end = skipVarint(window, start, limit);
  let value = 0n;
  for (let at = end - 1; at >= start; at--) value = (value << 7n) | BigInt(window.byte(at) & 0x7f);
  return { value: BigInt.asIntN(64, value), end };
}

function broken(offset: number, wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_PROTOBUF', `Cannot read the message as it must have ${wanted} here: found ${found}`, { where: { offset } });
}
