import { printable } from '@horngate/core/render';
import type { KnownFile } from '@horngate/host';

/** What is said of a file whose name somebody publishes. */
export function knownText({ name, publisher, algorithm, digest, found, same }: KnownFile): string {
  const what = `what ${publisher} publishes as "${printable(name)}"`;
  if (!same) return `is not ${what}: that has ${algorithm} ${digest}, and this ${found}`;
  return `is ${what}, by its ${algorithm === 'md5' ? `MD5 ${digest}: not proof against a made collision` : `SHA-256 ${digest}`}`;
}
