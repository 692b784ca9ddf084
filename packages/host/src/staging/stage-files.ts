import { createHash } from 'node:crypto';
import { chmodSync, constants, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { guestUid, lockObjects, type StagedGuest } from '@horngate/sandbox';
import { closureOf } from './libraries.ts';
import { precompile } from './precompile.ts';
import { checkReach } from './reach.ts';
import { inTurn } from './turn.ts';

export interface StageOptions {
  /** `HORNGATE_HOME`. */
  readonly home: string;
  /** The guest's one file, `.cjs` or `.mjs`. */
  readonly bundle: string;
  /** SHA-256 that the bundle must have, in hexadecimal. */
  readonly bundleDigest?: string;
  /** What loads the bundle from V8's own form of it, which is made under these flags of node. */
  readonly starter?: { readonly from: string; readonly digest: string; readonly flags: readonly string[] };
  /** ONNX Runtime's binding and library: `runtime/` beside the bundle, under their own names. */
  readonly runtime?: readonly string[];
  readonly node?: string;
  /** User of the guests. */
  readonly uid?: number | null;
}

/** Where a file comes from, as far as it can be told without reading it. */
interface Source {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** What is kept beside a stage, so that a warm start reads nothing but this. */
interface Ticket {
  readonly version: 1;
  readonly folder: string;
  readonly sources: readonly Source[];
  readonly guest: StagedGuest;
}

/** A file of the stage: name in it, where it comes from or what it holds, and its mode. */
export interface Part {
  readonly name: string;
  readonly from: string | Uint8Array;
  readonly mode: number;
  readonly digest?: string;
}

/**
 * Puts together what a guest starts from, in a folder that its user can read, named after what is in it: node, the dynamic loader and all shared libraries,
 * runtime files, bundle and lock objects. Made once; fresh as long as no source has another size or time.
 *
 * node is often in a folder of 0700 (nvm, pyenv, a checkout of root's), where a guest that gave up root cannot even start it.
 *
 * @throws HG_UNAVAILABLE_STORE when the guest's user cannot reach the folder, a library is nowhere, or nothing can be written.
 */
export async function stageFiles(options: StageOptions): Promise<StagedGuest> {
  const root = join(options.home, 'stage');
  const node = options.node ?? process.execPath;
  const ticketPath = join(root, `${keyOf([node, options.bundle, ...(options.runtime ?? [])])}.json`);
  const fresh = readTicket(ticketPath);
  if (fresh !== null) return fresh.guest;
  makeFolder(root);
  checkReach(root, options.uid === undefined ? guestUid() : options.uid);
  return inTurn(join(root, 'turn'), () => readTicket(ticketPath)?.guest ?? build(root, ticketPath, node, options));
}

const STARTER = 'starter.cjs';

const keyOf = (paths: readonly string[]): string =>
  createHash('sha256')
    .update(`${paths.join('\0')}\0${process.version}`)
    .digest('hex')
    .slice(0, 32);

function readTicket(path: string): Ticket | null {
  if (!existsSync(path)) return null;
  const ticket = JSON.parse(readFileSync(path, 'utf8')) as Ticket;
  const fresh = ticket.version === 1 && [ticket.guest.bundle, ...ticket.guest.readable].every((file) => existsSync(file)) && ticket.sources.every(unchanged);
  return fresh ? ticket : null;
}

function unchanged({ path, bytes, mtimeMs }: Source): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.size === bytes && found.mtimeMs === mtimeMs;
}

function sourceOf(path: string): Source {
  const { size, mtimeMs } = statSync(path);
  return { path, bytes: size, mtimeMs };
}

function build(root: string, ticketPath: string, node: string, { bundle, bundleDigest, starter, runtime = [], uid = guestUid() }: StageOptions): StagedGuest {
  const { loader, libraries } = closureOf(node, runtime);
  const beside: Part[] = [
    { name: basename(bundle), from: bundle, mode: 0o444, ...(bundleDigest === undefined ? {} : { digest: bundleDigest }) },
    ...(starter === undefined ? [] : [{ name: STARTER, from: starter.from, mode: 0o444, digest: starter.digest }]),
    ...runtime.map((path): Part => ({ name: `runtime/${basename(path)}`, from: path, mode: 0o444 })),
  ];
  const locks = Object.entries(lockObjects()).map(([name, from]): Part => ({ name, from, mode: 0o444 }));
  const shared = [...libraries].map(([name, from]): Part => ({ name: `lib/${name}`, from, mode: 0o444 }));
  const programs = [node, ...(loader === null ? [] : [loader])].map(
    (from): Part => ({ name: from === node ? 'node' : `lib/${basename(from)}`, from, mode: 0o555 }),
  );
  const parts = [...programs, ...shared, ...beside, ...locks];
  // Taken before the copies are made: a source that changes meanwhile makes the ticket stale.
  const sources = parts.flatMap(({ from }) => (typeof from === 'string' ? [sourceOf(from)] : []));
  const commandIn = (at: string): string[] =>
    loader === null ? [join(at, 'node')] : [join(at, 'lib', basename(loader)), '--library-path', join(at, 'lib'), join(at, 'node')];
  const folder = assemble(root, parts, (unfinished) => {
    if (starter !== undefined) precompile([...commandIn(unfinished), ...starter.flags, join(unfinished, STARTER)], join(unfinished, basename(bundle)), uid);
  });
  const at = (name: string): string => join(folder, name);
  const started = starter === undefined ? [] : [at(STARTER), at(`${basename(bundle)}.cache`)].filter((path) => existsSync(path));
  const readable = [at('node'), ...(loader === null ? [] : [at('lib')]), ...(runtime.length === 0 ? [] : [at('runtime')]), ...started];
  const guest = { folder, command: commandIn(folder), readable, bundle: at(basename(bundle)), ...(starter === undefined ? {} : { starter: at(STARTER) }) };
  const ticket: Ticket = { version: 1, folder, sources, guest };
  writeFileSync(`${ticketPath}.new`, JSON.stringify(ticket), { mode: 0o644 });
  renameSync(`${ticketPath}.new`, ticketPath);
  return guest;
}

/** A folder of nothing but these files, which the guests' user can read, named after what is in it. @throws HG_UNAVAILABLE_STORE */
export async function stageParts(home: string, parts: readonly Part[]): Promise<string> {
  const root = join(home, 'stage');
  makeFolder(root);
  checkReach(root, guestUid());
  return inTurn(join(root, 'turn'), () => assemble(root, parts));
}

/** Copies each part once, by digest, and links the copies together in a folder that is renamed into place when it is whole. */
function assemble(root: string, parts: readonly Part[], finish: (unfinished: string) => void = () => undefined): string {
  makeFolder(join(root, 'files'));
  const copies = parts.map((part) => ({ ...part, ...keep(root, part) }));
  const hash = createHash('sha256')
    .update(copies.map(({ name, digest }) => `${name} ${digest}\n`).join(''))
    .digest('hex');
  const folder = join(root, hash.slice(0, 32));
  if (existsSync(folder)) return folder;
  const unfinished = join(root, `unfinished-${process.pid}-${hash.slice(0, 8)}`);
  rmSync(unfinished, { recursive: true, force: true });
  for (const inner of ['lib', 'runtime']) makeFolder(join(unfinished, inner));
  for (const { name, path } of copies) linkSync(path, join(unfinished, name));
  finish(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

interface Kept {
  readonly path: string;
  readonly digest: string;
}

/**
 * Stages of three guests share one copy of node, which is read once. The digest is that of the copy, so that a name never promises what is not in it;
 * a note under path, size and time of the source says which copy is its own.
 */
function keep(root: string, { name, from, mode, digest: wanted }: Part): Kept {
  const place = (digest: string): string => join(root, 'files', `${digest}-${mode.toString(8)}`);
  const note = typeof from === 'string' ? join(root, 'files', `${keyOf(Object.values(sourceOf(from)).map(String))}.note`) : null;
  const noted = note !== null && existsSync(note) ? readFileSync(note, 'utf8') : null;
  if (noted !== null && (wanted ?? noted) === noted && existsSync(place(noted))) return { path: place(noted), digest: noted };
  const unfinished = join(root, 'files', `unfinished-${process.pid}`);
  rmSync(unfinished, { force: true });
  if (typeof from === 'string') copyFileSync(from, unfinished, constants.COPYFILE_FICLONE);
  else writeFileSync(unfinished, from);
  const digest = createHash('sha256').update(readFileSync(unfinished)).digest('hex');
  if (wanted !== undefined && wanted !== digest)
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot stage "${name}" as its SHA-256 must be ${wanted}: found ${digest}`);
  chmodSync(unfinished, mode);
  if (existsSync(place(digest))) rmSync(unfinished);
  else renameSync(unfinished, place(digest));
  if (note !== null) writeFileSync(note, digest);
  return { path: place(digest), digest };
}

function makeFolder(path: string): void {
  try {
    const first = mkdirSync(path, { recursive: true });
    // Whatever the umask says, but only where the folder is of our making.
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755);
  } catch (error) {
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot make the folder "${path}": ${(error as Error).message}`);
  }
}
