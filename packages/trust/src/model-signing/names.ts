import type { Field } from '../envelope/field.ts';

/** PATH_MAX of Linux; each component is bounded by the file system. */
const MAX_NAME = 4096;

/**
 * A path inside a model as a signature may write it: relative, of plain components, with `/`. Refused are `..` and absolute paths, which would reach out of
 * the model; `.`, empty components and backslashes, which name the same file twice here or elsewhere; NUL, where names end in C.
 */
export const isSafeName = (name: string): boolean =>
  name.length > 0 && name.length <= MAX_NAME && !/[\0\\]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** The name of a model that is a single file. */
export const WHOLE = '.';

/** @throws HG_ARTIFACT_FIELD */
export function safeName(field: Field, name = field.text()): string {
  return name === WHOLE || isSafeName(name) ? name : field.fail('a relative path without "..", ".", empty parts, backslashes and NUL');
}
