import { type Entry, gather, pythonPackage, type Read } from './gather.ts';
import { within } from './parse.ts';

/** PEP 508: a name, extras, and what stands before a marker. */
const LINE = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/;

/**
 * `requirements.txt` and `pip freeze`: one requirement a line.
 *
 * Only `==` says which version it is; another requirement (`keras>=3`) keeps its text as version, which cannot be compared, and so never looks unaffected.
 * Other files (`-r`, `-c`) are not followed.
 *
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function readRequirements(text: string, path: string): Read {
  const lines = within(text.split(/\r?\n/), path);
  return gather(joined(lines).flatMap((line, index) => entryOf(line.replace(/(^|\s)#.*$/, '').trim(), `line ${index + 1}`)));
}

/** A line that ends in a backslash goes on in the next; what they say together stands where the last one stood. */
function joined(lines: readonly string[]): readonly string[] {
  let held = '';
  return lines.map((line) => {
    const whole = held + line;
    held = line.endsWith('\\') ? `${whole.slice(0, -1)} ` : '';
    return held === '' ? whole : '';
  });
}

/** Options that name an index or a folder and install nothing. */
const SETTINGS =
  /^--?(?:i|f|index-url|extra-index-url|find-links|no-index|trusted-host|prefer-binary|pre|no-binary|only-binary|require-hashes|use-feature|use-pep517)\b/;

function entryOf(line: string, where: string): readonly Entry[] {
  if (line === '' || SETTINGS.test(line)) return [];
  if (line.startsWith('-')) return [{ where, why: `"${line.slice(0, 80)}" is not followed` }];
  const [, name, rest] = LINE.exec(line) ?? [];
  if (name === undefined || rest === undefined) return [{ where, why: `"${line.slice(0, 80)}" names no package` }];
  return [pythonPackage(name, versionOf(rest), where)];
}

/** Without marker and digests. */
function versionOf(rest: string): string {
  const asked = (rest.split(';', 1)[0] as string)
    .replace(/\s--(?:hash|config-settings|global-option)\b.*$/, '')
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll(/\s+/g, '');
  return /^={2,3}([^=,<>!~]+)$/.exec(asked)?.[1] ?? (asked === '' ? 'any' : asked.slice(0, 256));
}
