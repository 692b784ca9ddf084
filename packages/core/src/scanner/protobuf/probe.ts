import type { Message, Node } from '../../artifact/protobuf/message.ts';
import type { Schema } from '../../artifact/protobuf/schema.ts';
import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';

/** Fields of the outermost message that are looked at to tell what it is. */
const MAX_FIELDS = 4096;

/**
 * Whether bytes are this message: protobuf has no magic, so each field must be one of the schema and the needed ones must be there.
 *
 * A file that breaks off behind the needed fields is taken for it too, so that its damage is a finding. Total: never throws for what the bytes are.
 *
 * @param needed - fields, each with what one of its values must be.
 */
export function isMessage(source: ByteSource, schema: Schema, type: string, needed: Readonly<Record<string, (node: Node) => boolean>>): boolean {
  const missing = new Set(Object.keys(needed));
  try {
    let count = 0;
    for (const node of wireMessage(source, schema, type, { left: MAX_FIELDS }).fields()) {
      if (node.name === '' && missing.size > 0) return false;
      if (missing.has(node.name) && needed[node.name]?.(node) === true) missing.delete(node.name);
      if (++count >= MAX_FIELDS - 1) break;
    }
  } catch (error) {
    if (!isAboutTheFile(error)) throw error;
  }
  return missing.size === 0;
}

/** The fields of an inner message, by name, as far as they can be read and no more than 64; undefined where it does not even begin as one of the schema. */
export function fieldsOf(message: Message | undefined): ReadonlyMap<string, Node> | undefined {
  if (message === undefined) return undefined;
  const found = new Map<string, Node>();
  try {
    for (const node of message.fields()) {
      if (node.name === '') return undefined;
      if (!found.has(node.name)) found.set(node.name, node);
      if (found.size >= 64) break;
    }
  } catch (error) {
    if (!isAboutTheFile(error)) throw error;
    return found.size > 0 ? found : undefined;
  }
  return found;
}

const isAboutTheFile = (error: unknown): boolean => error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)_/.test(error.code);
