import { HorngateError, isCode, type Where } from '@horngate/core/words';
import { lie } from './frames.ts';

/** Families that a guest may speak of. Who may ask, what is stored, and what became of a guest is not for a guest to say. */
const FAMILIES = /^HG_(INPUT|ARTIFACT|LIMIT|UNSUPPORTED|USAGE|UNAVAILABLE_RUNTIME$|GUEST_GOLDEN$|INTERNAL$)/;
const MAX_TEXT = 2000;

/**
 * The error that a guest reports, as one of ours.
 *
 * @param value - parsed JSON, hostile: {code, message, where}.
 * @throws HG_GUEST_PROTOCOL when the code is none that a guest may use, or a field has another type.
 */
export function readError(value: unknown): HorngateError {
  const { code, message, where } = fields(value);
  if (!isCode(code) || !FAMILIES.test(code)) throw lie('the code', 'one that a guest may report', printable(String(code), 100));
  if (typeof message !== 'string') throw lie('the message', 'a string', typeof message);
  const said = printable(message, MAX_TEXT);
  return new HorngateError(code, code === 'HG_INTERNAL' ? `A guest reports an error of its own: ${said}` : said, { where: readWhere(where) });
}

function readWhere(value: unknown): Where {
  if (value === undefined) return {};
  const { member, pointer, offset } = fields(value);
  return {
    ...(typeof member === 'string' ? { member: printable(member, MAX_TEXT) } : {}),
    ...(typeof pointer === 'string' ? { pointer: printable(pointer, MAX_TEXT) } : {}),
    ...(typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? { offset } : {}),
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw lie('an error', 'an object', typeof value);
  return value as Readonly<Record<string, unknown>>;
}

/** Control characters, and those that turn or hide text, would write on a terminal what the guest likes; they are shown as escapes, line ends too. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** `text` cut to `maxLength` and without anything that a terminal would obey. */
export function printable(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
