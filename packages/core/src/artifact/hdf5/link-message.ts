import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { broken, definedAddress } from './context.ts';
import type { Hdf5Link } from './hdf5.ts';

const MAX_LINK_NAME = 64 * 1024;

export interface NamedLink {
  readonly name: Uint8Array;
  readonly link: Hdf5Link;
}

/** A link message (IV.A.2.g): hard 0, soft 1, external 64; others are followed by code that a program brings. */
export function readLinkMessage(body: Cursor): NamedLink {
  const { offset } = body;
  const [version, flags] = [body.u8(), body.u8()];
  if (version !== 1 || flags > 31) throw broken('have link messages of version 1', `found ${version}`, offset);
  const type = flags & 8 ? body.u8() : 0;
  body.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0));
  const length = [body.u8, body.u16, body.u32, body.u64][flags & 3]?.call(body) ?? 0;
  if (length > MAX_LINK_NAME) throw broken(`have names of at most ${MAX_LINK_NAME} bytes`, `found ${length}`, offset);
  const name = body.bytes(length);
  return { name, link: target(body, type) };
}

function target(body: Cursor, type: number): Hdf5Link {
  if (type === 0) return { kind: 'hard', address: definedAddress(body, 'object of a hard link') };
  if (type !== 1 && type !== 64) return { kind: 'user', type };
  const value = body.bytes(body.u16());
  if (type === 1) return { kind: 'soft', target: linkText(value) };
  const [file = '', path = ''] = linkText(value.subarray(1)).split('\0');
  return { kind: 'external', file, target: path };
}

export const linkText = (bytes: Uint8Array): string => decodeUtf8(bytes, 'replace');
