import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isJudged } from '@horngate/core/judge';
import { type Digest, HorngateError, type Program, type Report, type Verdict } from '@horngate/core/words';
import { digestOf, rootDigestOf } from '../digest.ts';
import { makeFolder } from '../home.ts';
import { type Golden, readSealedGolden, writeGolden } from './goldens.ts';

/** What a Program depends on: another compiler, runtime or option is another Program. */
export interface SealParts {
  readonly artifact: Digest;
  readonly compiler: string;
  readonly runtime: string;
  readonly options: string;
}

/** A Program that passed the second check, with what was seen in its artifact. */
export interface SealedProgram {
  readonly key: string;
  /** Over its files and their names: what an attestation of the conversion names. */
  readonly digest: Digest;
  readonly folder: string;
  readonly program: Program;
  readonly report: Report;
  /** Undefined until its first start. */
  readonly golden: Golden | undefined;
  readonly store: ProgramStore;
}

interface SealedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Digest;
  /** Changes with every write, and only root can set it: while it stands, the bytes need not be hashed again. */
  readonly changed: string;
}

interface Seal {
  readonly version: 1;
  readonly parts: SealParts;
  readonly files: readonly SealedFile[];
  readonly program: Program;
  readonly report: Report;
}

const SEAL = 'seal.json';
const GOLDENS = 'goldens.json';

/** Sealed Programs of one tenant: content-addressed folders that nobody writes to any more. */
export class ProgramStore {
  readonly folder: string;
  readonly #maxBytes: number;

  constructor(tenantFolder: string, maxBytes: number) {
    this.folder = makeFolder(join(tenantFolder, 'programs'));
    this.#maxBytes = maxBytes;
  }

  key(parts: SealParts): string {
    return createHash('sha256')
      .update(JSON.stringify([parts.artifact, parts.compiler, parts.runtime, parts.options]))
      .digest('hex');
  }

  /** A new folder for a compiler to write into; `seal` takes it over, else remove it. */
  workFolder(): string {
    return makeFolder(join(this.folder, `.${randomUUID()}`), 0o755);
  }

  /**
   * Seals what a compiler wrote and a second guest checked: digests, mode 0444, and the name that its key gives.
   *
   * @param verdict - only `judge` makes one; a Program of a refused artifact is never sealed.
   */
  seal(verdict: Verdict, parts: SealParts, work: string, names: readonly string[], program: Program, report: Report): SealedProgram {
    if (!isJudged(verdict) || verdict.outcome !== 'admit' || verdict.subject !== parts.artifact)
      throw new HorngateError('HG_INTERNAL', 'Cannot seal a program whose artifact was not admitted');
    takeOver(work, names);
    const files = names.map((name) => measure(work, name, (fd, bytes) => digestOf(fd, bytes)));
    const seal: Seal = { version: 1, parts, files, program, report };
    writeFileSync(join(work, SEAL), JSON.stringify(seal), { mode: 0o444, flag: 'wx' });
    const key = this.key(parts);
    const folder = join(this.folder, key);
    const sealed = { key, digest: digestOfFiles(files), folder, program, report, golden: undefined, store: this };
    if (!placed(work, folder)) return this.open(parts) ?? this.#replace(work, folder, sealed);
    this.#evict(key);
    return sealed;
  }

  /** What stands in the way is no sealed Program: half a folder of a host that died. */
  #replace(work: string, folder: string, sealed: SealedProgram): SealedProgram {
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    return sealed;
  }

  /** A sealed Program by its key, every file still the one that was sealed; undefined where there is none. */
  open(parts: SealParts): SealedProgram | undefined {
    const key = this.key(parts);
    const folder = join(this.folder, key);
    const text = readOwn(join(folder, SEAL));
    if (text === undefined) return undefined;
    const seal = JSON.parse(text) as Seal;
    if (JSON.stringify(seal.parts) !== JSON.stringify(parts)) return undefined;
    for (const file of seal.files) confirm(folder, file);
    const now = new Date();
    utimesSync(join(folder, SEAL), now, now);
    const golden = readOwn(join(folder, GOLDENS));
    const { program, report, files } = seal;
    return { key, digest: digestOfFiles(files), folder, program, report, golden: golden === undefined ? undefined : readSealedGolden(golden), store: this };
  }

  /** Two hosts may start a Program for the first time at once: the name always holds one whole file. */
  keepGolden(sealed: SealedProgram, golden: Golden): void {
    const partial = join(sealed.folder, `.${randomUUID()}`);
    writeFileSync(partial, writeGolden(golden), { mode: 0o444 });
    renameSync(partial, join(sealed.folder, GOLDENS));
  }

  /** Least recently used Programs go first; the one just sealed stays. Folders that a host left behind when it died go too. */
  #evict(kept: string): void {
    for (const name of readdirSync(this.folder))
      if (name.startsWith('.') && isOld(join(this.folder, name))) rmSync(join(this.folder, name), { recursive: true, force: true });
    const folders = readdirSync(this.folder).filter((name) => !name.startsWith('.') && existsSync(join(this.folder, name, SEAL)));
    const entries = folders.map((name) => ({ name, used: statSync(join(this.folder, name, SEAL)).mtimeMs, bytes: folderBytes(join(this.folder, name)) }));
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes } of entries.sort((a, b) => a.used - b.used)) {
      if (total <= this.#maxBytes) return;
      if (name === kept) continue;
      rmSync(join(this.folder, name), { recursive: true, force: true });
      total -= bytes;
    }
  }
}

const digestOfFiles = (files: readonly SealedFile[]): Digest => rootDigestOf(files.map(({ name, bytes, sha256 }) => ({ path: name, bytes, digest: sha256 })));

/**
 * The guest that wrote the folder is gone by now, but what it left may be links or names that nobody asked for: every file becomes ours through a
 * descriptor that follows no link, and there is no other.
 */
function takeOver(work: string, names: readonly string[]): void {
  if (process.getuid?.() === 0) chownSync(work, 0, 0);
  chmodSync(work, 0o755);
  if ([...names].sort().join() !== readdirSync(work).sort().join())
    throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot seal a program as its folder must hold the files that were announced, and no other');
  for (const name of names) {
    const fd = openOwn(work, name);
    if (process.getuid?.() === 0) fchownSync(fd, 0, 0);
    fchmodSync(fd, 0o444);
    closeSync(fd);
  }
}

const STALE_MS = 24 * 3_600_000;

const isOld = (path: string): boolean => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_MS;

/** Whether the folder got its name; false when another host sealed the same Program meanwhile. */
function placed(work: string, folder: string): boolean {
  try {
    renameSync(work, folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

const folderBytes = (folder: string): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

function readOwn(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Opens a file of a folder that a guest could write into: a link is not followed. @throws HG_GUEST_PROTOCOL */
export function openOwn(folder: string, name: string): number {
  try {
    return openSync(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new HorngateError('HG_GUEST_PROTOCOL', `Cannot open "${name}" of a program as it must be a regular file: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function measure(folder: string, name: string, digest: (fd: number, bytes: number) => Digest): SealedFile {
  const fd = openOwn(folder, name);
  try {
    const status = fstatSync(fd, { bigint: true });
    if (!status.isFile() || status.nlink !== 1n)
      throw new HorngateError('HG_GUEST_PROTOCOL', `Cannot seal "${name}" as it must be a regular file with one name`);
    return { name, bytes: Number(status.size), sha256: digest(fd, Number(status.size)), changed: `${status.ino}:${status.ctimeNs}` };
  } finally {
    closeSync(fd);
  }
}

/** @throws HG_UNAVAILABLE_STORE when a sealed file is no longer what was sealed. */
function confirm(folder: string, sealed: SealedFile): void {
  const now = measure(folder, sealed.name, (fd, bytes) => (bytes === sealed.bytes && stands(fd, sealed) ? sealed.sha256 : digestOf(fd, bytes)));
  if (now.sha256 !== sealed.sha256)
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot use the sealed model in "${folder}" as "${sealed.name}" was changed since: remove the folder`);
}

function stands(fd: number, sealed: SealedFile): boolean {
  const { ino, ctimeNs } = fstatSync(fd, { bigint: true });
  return `${ino}:${ctimeNs}` === sealed.changed;
}
