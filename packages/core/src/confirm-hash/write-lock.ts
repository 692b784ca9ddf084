import type { Lock, Pin, Revision } from './lock.ts';
import { byPath } from './root.ts';

/** `horngate.lock` as text: models and files sorted, one file a line, so that a diff shows which one moved. Reading it gives the same lock, and writing that the same text. */
export function writeLock({ models }: Lock): string {
  const entries = Object.entries(models).sort(([a], [b]) => byPath(a, b));
  const pins = entries.map(([name, pin]) => `    ${JSON.stringify(name)}: {\n${pinText(pin)}\n    }`);
  return `{\n  "version": 1,\n  "models": {${pins.length === 0 ? '' : `\n${pins.join(',\n')}\n  `}}\n}\n`;
}

function pinText(pin: Pin): string {
  const { path, kind, previous } = pin;
  const before = previous === null ? 'null' : `{\n${revisionText(previous, '        ')}\n      }`;
  return [`      "path": ${JSON.stringify(path)}`, `      "kind": "${kind}"`, revisionText(pin, '      '), `      "previous": ${before}`].join(',\n');
}

function revisionText({ source, revision, root, files, signature }: Revision, indent: string): string {
  const sorted = [...files].sort((a, b) => byPath(a.path, b.path));
  const lines = sorted.map(({ path, size, sha256 }) => `${indent}  { "path": ${JSON.stringify(path)}, "size": ${size}, "sha256": ${JSON.stringify(sha256)} }`);
  return [
    `${indent}"source": ${JSON.stringify(source)}`,
    `${indent}"revision": ${JSON.stringify(revision)}`,
    `${indent}"root": ${JSON.stringify(root)}`,
    `${indent}"files": [\n${lines.join(',\n')}\n${indent}]`,
    `${indent}"signature": ${JSON.stringify(signature)}`,
  ].join(',\n');
}
