import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PinnedFile } from '@horngate/core/confirm-hash';
import { type Digest, HorngateError } from '@horngate/core/words';

/**
 * The folder of one source in quarantine, for its owner alone (0700). `files/` holds what came whole (0400), under its own names so that a scan sees them;
 * `partial/` what is still coming; `record.json` what is known of it. Nothing in it is ever parsed or run by the host.
 */
export interface Quarantine {
  readonly id: string;
  readonly folder: string;
  readonly files: string;
  readonly partial: string;
  close(): void;
}

/** What lies in quarantine, as we wrote it down. */
export interface QuarantineRecord {
  readonly version: 1;
  readonly source: string;
  readonly revision: string | null;
  readonly kind: 'file' | 'folder';
  readonly root: Digest;
  readonly files: readonly PinnedFile[];
}

/** Opens, or makes, the folder of a source, for this process alone. @throws HG_UNAVAILABLE_STORE, HG_CONFLICT while another process downloads the same */
export function openQuarantine(home: string, source: string): Quarantine {
  const id = createHash('sha256').update(source).digest('hex').slice(0, 32);
  const folder = join(home, 'quarantine', id);
  for (const one of [join(home, 'quarantine'), folder, join(folder, 'files'), join(folder, 'partial')]) ownFolder(one);
  const busy = join(folder, 'busy');
  claim(busy, folder);
  return { id, folder, files: join(folder, 'files'), partial: join(folder, 'partial'), close: () => rmSync(busy, { force: true }) };
}

/** A folder of ours that nobody else can enter; a link, or somebody else's folder, is not used. */
export function ownFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot make the folder "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
  const { uid, mode } = lstatSync(path);
  const ours = lstatSync(path).isDirectory() && (process.getuid === undefined || uid === process.getuid());
  if (!ours) throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot use "${path}" as it must be a folder of this user`);
  if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
}

/** Marks a folder as this process's, until the mark is removed. @throws HG_CONFLICT while another process that lives has marked it */
export function claim(busy: string, folder: string, again = true): void {
  try {
    writeFileSync(busy, `${process.pid}`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!again || alive(busy))
      throw new HorngateError('HG_CONFLICT', `Cannot download to "${folder}" while another process does: ${(error as NodeJS.ErrnoException).code}`);
    rmSync(busy, { force: true });
    claim(busy, folder, false);
  }
}

/** A process that died left its mark. */
function alive(busy: string): boolean {
  try {
    const pid = Number(readFileSync(busy, 'utf8'));
    if (pid === process.pid || !Number.isSafeInteger(pid) || pid <= 0) return pid === process.pid;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Makes the folders in which a file will lie. */
export function folderFor(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

export const writeRecord = ({ folder }: Quarantine, record: QuarantineRecord): void =>
  writeFileSync(join(folder, 'record.json'), `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });

/** One line of `horngate get --list`. */
export interface Quarantined {
  readonly id: string;
  readonly folder: string;
  /** Undefined where a download has not ended. */
  readonly record: QuarantineRecord | undefined;
}

export function listQuarantine(home: string): readonly Quarantined[] {
  const root = join(home, 'quarantine');
  return idsIn(root).map((id) => ({ id, folder: join(root, id), record: recordOf(join(root, id, 'record.json')) }));
}

/** Removes one, or all. @throws HG_NOT_FOUND */
export function cleanQuarantine(home: string, id?: string): readonly string[] {
  const root = join(home, 'quarantine');
  const ids = idsIn(root).filter((one) => id === undefined || one === id);
  if (id !== undefined && ids.length === 0)
    throw new HorngateError('HG_NOT_FOUND', `Cannot clean ${JSON.stringify(id.slice(0, 100))} as it must lie in quarantine: it does not`);
  for (const one of ids) rmSync(join(root, one), { recursive: true, force: true });
  return ids;
}

function idsIn(root: string): readonly string[] {
  try {
    return readdirSync(root)
      .filter((name) => /^[0-9a-f]{32}$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** Our own file, in a folder that is ours alone. */
function recordOf(path: string): QuarantineRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as QuarantineRecord;
  } catch {
    return undefined;
  }
}
