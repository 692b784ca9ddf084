import { HorngateError } from '@horngate/core/words';

/**
 * Checks the names under which files of a source will lie in quarantine: relative, without `..`, without what a terminal obeys or another system reads as a
 * separator, and no two that a folder which ignores case or normalises (macOS, Windows) would take for one.
 *
 * @throws HG_REFUSED_SOURCE
 */
export function expectSafeNames(names: readonly string[]): void {
  const places = new Map<string, string>();
  for (const name of names) {
    if (!isSafe(name)) throw refused(name, 'be a plain relative path');
    if (places.has(folded(name))) throw refused(name, `differ from "${places.get(folded(name))}" in more than case`);
    places.set(folded(name), name);
  }
  for (const name of names)
    for (const folder of foldersOf(folded(name))) if (places.has(folder)) throw refused(name, `not lie in "${places.get(folder)}", which is a file`);
}

/** Letters of any script; no control, no format character (which could show another name), no private use, no backslash, no colon. */
function isSafe(name: string): boolean {
  const parts = name.split('/');
  return (
    name.length <= 1000 &&
    parts.length <= 16 &&
    !/[\p{C}\p{Zl}\p{Zp}\\:]/u.test(name) &&
    parts.every((part) => part.trim() === part && part !== '' && !part.endsWith('.') && Buffer.byteLength(part) <= 255)
  );
}

const folded = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const foldersOf = (name: string): string[] =>
  name
    .split('/')
    .slice(0, -1)
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));

const refused = (name: string, wanted: string): HorngateError =>
  new HorngateError('HG_REFUSED_SOURCE', `Cannot keep a file called ${JSON.stringify(name.slice(0, 200)).replace(/\p{Cf}/gu, '?')} as its name must ${wanted}`);
