import { randomUUID } from 'node:crypto';
import { closeSync, constants, existsSync, fchmodSync, fstatSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { digestOf } from '../digest.ts';
import { makeFolder } from '../home.ts';
import type { OpenedPart, Take, Unhashed } from '../opened.ts';

/**
 * Artifacts of one tenant while somebody works on them: copies in a folder of our own, hashed as they are written, so that what was hashed is what is read from
 * then on. A copy has no name any more when it is used: nobody can open it to write, and it is gone with its last descriptor, also when this process is killed.
 */
export class ArtifactStore {
  readonly #folder: string;
  readonly #sizes: string;

  constructor(tenantFolder: string) {
    this.#folder = makeFolder(join(tenantFolder, 'artifacts'), 0o700);
    this.#sizes = makeFolder(join(tenantFolder, 'sizes'), 0o700);
  }

  /**
   * Copies an opened file, hashing on the way.
   *
   * @returns a descriptor of the copy, for reading.
   * @throws HG_ARTIFACT_DIGEST when the file became shorter meanwhile; HG_UNAVAILABLE_STORE where there is no room.
   */
  readonly take: Take = (file) => {
    const copy = this.#nameless();
    try {
      const digest = written(() => digestOf(file.fd, file.bytes, copy.write));
      const { size } = fstatSync(copy.read);
      if (size !== file.bytes) throw changed(file, `${file.bytes} bytes became ${size}`);
      return { fd: copy.read, digest, own: true };
    } catch (error) {
      closeSync(copy.read);
      throw error;
    } finally {
      closeSync(copy.write);
    }
  };

  /** The same for a file that was hashed before. @throws HG_ARTIFACT_DIGEST when it is no longer the same. */
  keep(file: OpenedPart): OpenedPart {
    if (file.own) return file;
    const kept = this.take(file);
    if (kept.digest === file.digest) return { ...file, ...kept };
    closeSync(kept.fd);
    throw changed(file, `${file.digest} became ${kept.digest}`);
  }

  /** Copies what is probably new; where a file of this size was sealed before, a digest will do to find it. A wrong guess costs time only. */
  readonly takeNew: Take = (file) =>
    existsSync(join(this.#sizes, String(file.bytes))) ? { fd: file.fd, digest: digestOf(file.fd, file.bytes), own: false } : this.take(file);

  /** Remembers that files of these sizes are sealed. */
  noteSealed(files: readonly Pick<OpenedPart, 'bytes'>[]): void {
    for (const { bytes } of files) writeFileSync(join(this.#sizes, String(bytes)), '', { mode: 0o600 });
  }

  #nameless(): { readonly write: number; readonly read: number } {
    const path = join(this.#folder, `.${randomUUID()}`);
    const write = written(() => openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    try {
      fchmodSync(write, 0o444);
      return { write, read: openSync(path, constants.O_RDONLY) };
    } catch (error) {
      closeSync(write);
      throw error;
    } finally {
      rmSync(path, { force: true });
    }
  }
}

function written<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot keep a copy of the file: ${code ?? message}`);
  }
}

const changed = ({ path }: Unhashed, how: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_DIGEST', `Cannot keep "${path}" as it must stay as it is while it is read: ${how}`);
