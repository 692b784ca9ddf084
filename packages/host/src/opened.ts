import { closeSync, constants, fstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, HorngateError } from '@horngate/core/words';
import { digestOf, rootDigestOf } from './digest.ts';
import { type ModelFiles, modelFiles } from './model-files.ts';

/** A file that was opened once: everything that looks at it later gets this descriptor. The host reads its bytes only to hash and to copy them. */
export interface OpenedFile {
  readonly path: string;
  /** Of the description, where there are parts. */
  readonly fd: number;
  /** Of all parts together. */
  readonly bytes: number;
  /** Of the bytes; of a model of several files the root digest, which binds names too. */
  readonly digest: Digest;
  /** Whether the descriptor is that of a copy of ours, which nobody else can write. */
  readonly own: boolean;
  /** The files of a model of several: each was opened once, none over a link. */
  readonly parts?: readonly OpenedPart[];
  /** Real path of the folder in which they lie. */
  readonly folder?: string;
  close(): void;
}

export interface OpenedPart {
  /** Relative to the folder of the model. */
  readonly path: string;
  readonly fd: number;
  readonly bytes: number;
  readonly digest: Digest;
  readonly own: boolean;
}

/** A file that was just opened. */
export type Unhashed = Pick<OpenedPart, 'path' | 'fd' | 'bytes'>;

/** What is done with a file as it is opened: its digest is taken, or it is copied, which takes it too. Whoever opened it closes it, where the descriptor is another. */
export type Take = (file: Unhashed) => Pick<OpenedPart, 'fd' | 'digest' | 'own'>;

const hashed: Take = ({ fd, bytes }) => ({ fd, digest: digestOf(fd, bytes), own: false });

/** Every descriptor that a guest needs to see the model, in order. */
export const descriptorsOf = (file: Omit<OpenedFile, 'digest' | 'own'>): number[] => (file.parts ?? [file]).map(({ fd }) => fd);

/** The same files as a guest is told of them. @param first - the descriptor under which it has the first. */
export const guestFiles = (file: Omit<OpenedFile, 'digest' | 'own'>, first = 3): { fd: number; path: string; bytes: number }[] =>
  (file.parts ?? [file]).map(({ path, bytes }, index) => ({ fd: first + index, path, bytes }));

/** Opens the model that a path names: one file, or the files that belong together. @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_CONFLICT, HG_LIMIT_ENTRIES */
export function openModel(path: string, take: Take = hashed): OpenedFile {
  const files = modelFiles(path);
  return files === undefined ? openWith(path, 0, take) : openTogether(path, files, take);
}

/** Opens the files of one model. @throws HG_NOT_FOUND, HG_INPUT_FORMAT for what is no regular file, or is reached over a link. */
export function openTogether(path: string, { folder, names }: ModelFiles, take: Take = hashed): OpenedFile {
  const parts: OpenedPart[] = [];
  const close = (): void => {
    for (const { fd } of parts) closeSync(fd);
  };
  try {
    const root = realpathSync(folder);
    for (const name of names) {
      const { fd, bytes, digest, own } = openInside(root, name, take);
      parts.push({ path: name, fd, bytes, digest, own });
    }
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    return { path, fd: parts[0]?.fd ?? -1, bytes, digest: rootDigestOf(parts), own: parts.every(({ own }) => own), parts, folder: root, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A file of a folder, reached over no link. @param root - a real path. @throws HG_NOT_FOUND, HG_INPUT_FORMAT */
export const openInside = (root: string, name: string, take: Take = hashed): OpenedFile =>
  openWith(join(root, name), constants.O_NOFOLLOW, (file) => {
    expectPlace(file.fd, join(root, name));
    return take(file);
  });

/** A folder on the way may have become a link since it was looked at: the kernel says where the descriptor really leads. */
function expectPlace(fd: number, path: string): void {
  if ((process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${fd}`) : realpathSync(path)) === path) return;
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${path}" as it must lie in its folder: it is reached over a link`);
}

/** @throws HG_NOT_FOUND; HG_INPUT_FORMAT for what is no regular file. */
export const openFile = (path: string): OpenedFile => openWith(path, 0, hashed);

function openWith(path: string, flags: number, take: Take): OpenedFile {
  const file = openUnhashed(path, flags);
  try {
    const { fd, digest, own } = take(file);
    if (fd !== file.fd) file.close();
    return { path, fd, bytes: file.bytes, digest, own, close: () => closeSync(fd) };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A file whose digest is taken while a guest looks at it; both see this descriptor. @throws as `openFile`. */
export function openUnhashed(path: string, flags = 0): Omit<OpenedFile, 'digest' | 'own'> {
  const fd = open(path, flags);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${path}" as it must be a regular file`);
    return { path, fd, bytes: status.size, close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'no such file', ELOOP: 'it is a link, which is not followed in a model of several files' };

function open(path: string, flags: number): number {
  try {
    // O_NONBLOCK: a pipe or a device must not keep us waiting; it means nothing to a regular file.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HorngateError('HG_NOT_FOUND', `Cannot open "${path}" as it must be there and readable: ${REASONS[code ?? ''] ?? code ?? 'unknown'}`);
  }
}
