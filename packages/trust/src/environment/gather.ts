import type { Environment, Installed } from '@horngate/core/updates';

/** Names of Python packages (PEP 508, core metadata "Name"). */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,213}[A-Za-z0-9])?$/;
/** Printable ASCII: whether it is a version is asked when it is compared. */
const VERSION = /^[!-~]{1,256}$/;

export type Read = Pick<Environment, 'packages' | 'unread'>;
export type Unread = Environment['unread'][number];

/** What one entry of a list says: a package, or why it says none. */
export type Entry = Installed | Unread;

export function gather(entries: readonly Entry[]): Read {
  return { packages: entries.filter((entry) => 'name' in entry), unread: entries.filter((entry) => 'why' in entry) };
}

/** A Python package of foreign text; what is no name or no version is told, not guessed. */
export function pythonPackage(name: unknown, version: unknown, where: string): Entry {
  if (typeof name !== 'string' || !NAME.test(name)) return { where, why: 'it has no name of a package' };
  if (typeof version !== 'string' || !VERSION.test(version)) return { where: `${where}: ${name}`, why: 'it has no version' };
  return { ecosystem: 'PyPI', name, version };
}
