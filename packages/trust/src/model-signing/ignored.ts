import { realpathSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { refuse } from '../envelope/refuse.ts';
import { isSafeName, WHOLE } from './names.ts';

/** What model-signing leaves out by default, when it signs and when it verifies: files that were added there later verify all the same, so they are named. */
export const GIT_NAMES: readonly string[] = ['.git', '.gitattributes', '.github', '.gitignore'];

/** The place of a signature file in the model, or undefined where it lies elsewhere. */
export function placeInside(root: string, path: string): string | undefined {
  const place = relative(realOf(root), realOf(path)).split(sep).join('/');
  return isSafeName(place) ? place : undefined;
}

/** A file that is not there yet has a folder that is. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(realpathSync(resolve(path, '..')), basename(path));
  }
}

export interface Ignored {
  readonly paths: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What a signature asks not to look at. A path that leads out of the model hides nothing of it; one that is the model itself would hide all.
 *
 * @param own - the signature file and what the caller asked for.
 * @throws HG_REFUSED_SIGNATURE with `strict` for a path beyond the signature file and the names of git, and always for one that hides all.
 */
export function ignoredPaths(signed: readonly string[], { own, strict }: { readonly own: readonly string[]; readonly strict: boolean }): Ignored {
  const inside: string[] = [];
  const warnings: string[] = [];
  for (const path of signed.map(plain)) {
    if (path === WHOLE || path === '') refuse('Cannot use a signature as it must say something about the model: its ignore list hides all of it');
    if (!isSafeName(path)) warnings.push(`The ignore list names "${path}", which is not in the model${isAbsolute(path) ? '' : ' or no plain path'}`);
    else inside.push(path);
  }
  const beyond = inside.find((path) => !GIT_NAMES.includes(path) && !own.includes(path) && !SIGNATURE.test(path));
  if (strict && beyond !== undefined)
    refuse(`Cannot use a signature as its ignore list must name only the signature and the names of git: it names "${beyond}"`);
  return { paths: [...new Set([...inside, ...own, ...GIT_NAMES])], warnings };
}

/** A signature was written where it was made; it may lie elsewhere today. At the root of the model only. */
const SIGNATURE = /^[^/]+\.(sig|sigstore|sigstore\.json)$/;

/** Python writes `str(Path)`, but not every writer is Python: `./a/` is `a`. */
const plain = (path: string): string => path.replace(/^(\.\/+)+/, '').replace(/\/+$/, '') || (path.startsWith('.') ? WHOLE : path);
