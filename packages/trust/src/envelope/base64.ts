import type { Field } from './field.ts';

/** RFC 4648, 4, in its one canonical form: padded, no other alphabet, no stray bits. A second spelling of the same bytes is a second signature of the same file. */
export function base64(field: Field): Buffer {
  const text = field.text();
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : field.fail('canonical base64');
}
