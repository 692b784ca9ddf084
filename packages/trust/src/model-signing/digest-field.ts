import type { Field } from '../envelope/field.ts';

/** A digest in hexadecimal, lower case, of exactly this many bytes: `bytes.fromhex` of Python would take spaces and any length. */
export function digestField(field: Field, bytes: number): Buffer {
  const text = field.text();
  return text.length === 2 * bytes && /^[0-9a-f]+$/.test(text) ? Buffer.from(text, 'hex') : field.fail(`${2 * bytes} hexadecimal digits`);
}
