import { type Field, type FieldBudget, readFields } from '../artifact/protobuf/reader.ts';
import { WIRE } from '../artifact/protobuf/writer.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';

/** What is read of a message: one function for each field that we write; any other field is refused. */
export type Handlers = Readonly<Record<number, (field: Field) => void>>;

/** Where a message stands: its file, and its first byte in it. */
export interface Part {
  readonly member: string;
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly budget: FieldBudget;
}

/** Hands each field of a message to its function. @throws HG_ARTIFACT_PROGRAM for an unknown field, and the codes of the wire format. */
export function readMessage(part: Part, name: string, handlers: Handlers): void {
  for (const field of readFields(part.bytes, part.budget, part.base)) {
    const handle = Object.hasOwn(handlers, field.field) ? handlers[field.field] : undefined;
    if (handle === undefined) throw refused(part.member, field.offset, `a field of ${name} that we write`, `number ${field.field}`);
    handle(field);
  }
}

export class FieldReader {
  readonly #part: Part;

  constructor(part: Part) {
    this.#part = part;
  }

  message(field: Field): Part {
    if (field.wire !== WIRE.bytes) throw this.wrong(field, 'a message');
    return { ...this.#part, bytes: field.value, base: field.at };
  }

  bytes(field: Field): Uint8Array {
    return this.message(field).bytes;
  }

  /** Names are plain: see `names.ts`. */
  text(field: Field, form: RegExp): string {
    const text = decodeUtf8(this.bytes(field));
    if (text === undefined || !form.test(text)) throw this.wrong(field, `a text of the form ${form}`);
    return text;
  }

  /** A number that a double holds. Negative ones stand as 64 bits of two's complement. */
  int(field: Field): number {
    if (field.wire !== WIRE.varint) throw this.wrong(field, 'a whole number');
    const value = Number(BigInt.asIntN(64, field.value));
    if (!Number.isSafeInteger(value)) throw this.wrong(field, 'a number within 53 bits');
    return value;
  }

  float(field: Field): number {
    if (field.wire !== WIRE.fixed32) throw this.wrong(field, 'a float');
    return new DataView(field.value.buffer, field.value.byteOffset, 4).getFloat32(0, true);
  }

  wrong(field: Field, wanted: string): HorngateError {
    return refused(this.#part.member, field.offset, wanted, `something else in field ${field.field}`);
  }
}

export function refused(member: string, offset: number | undefined, wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as it must have ${wanted}: found ${found}`, {
    where: offset === undefined ? { member } : { member, offset },
  });
}
