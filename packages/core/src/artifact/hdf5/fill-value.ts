import { broken } from './context.ts';
import { MESSAGE, type Message, messageOf } from './object-header.ts';

/** What stands where nothing was written (IV.A.2.e, IV.A.2.f); undefined is zeros. */
export function readFillValue(messages: readonly Message[], elementSize: number): Uint8Array | undefined {
  const message = messageOf(messages, MESSAGE.fillValue);
  const value = message === undefined ? oldFillValue(messages) : fillValue(message);
  if (value === undefined || value.length === 0) return undefined;
  if (value.length !== elementSize) throw broken(`have a fill value of ${elementSize} bytes`, `found ${value.length}`, message?.offset ?? 0);
  return value.every((byte) => byte === 0) ? undefined : value;
}

function oldFillValue(messages: readonly Message[]): Uint8Array | undefined {
  const body = messageOf(messages, MESSAGE.oldFillValue)?.body();
  return body?.bytes(body.u32());
}

function fillValue(message: Message): Uint8Array | undefined {
  const body = message.body();
  const version = body.u8();
  if (version < 1 || version > 3) throw broken('have a fill value of version 1 to 3', `found ${version}`, message.offset);
  if (version === 3) return body.u8() & 0x20 ? body.bytes(body.u32()) : undefined;
  body.skip(2);
  const defined = body.u8();
  if (version === 2 && defined === 0) return undefined;
  return body.bytes(body.u32());
}
