import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, constants, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, HorngateError } from '@horngate/core/words';
import { digestOf } from '../digest.ts';
import { makeFolder } from '../home.ts';
import type { OpenedPart } from '../opened.ts';

/** Artifacts of one tenant by digest: what is hashed is what is kept, and what is kept is what a compiler reads. */
export class ArtifactStore {
  readonly #folder: string;

  constructor(tenantFolder: string) {
    this.#folder = makeFolder(join(tenantFolder, 'artifacts'), 0o700);
  }

  /**
   * Copies an opened file into the store, hashing on the way; one of this digest that is there already is taken.
   *
   * @returns a descriptor of the kept file, good also when somebody else removes the name.
   * @throws HG_ARTIFACT_DIGEST when the file changed meanwhile.
   */
  put(file: OpenedPart): number {
    const target = join(this.#folder, file.digest.replace(':', '-'));
    return this.#open(target) ?? this.#copy(file, target);
  }

  remove(digest: Digest): void {
    rmSync(join(this.#folder, digest.replace(':', '-')), { force: true });
  }

  #open(path: string): number | undefined {
    try {
      return openSync(path, constants.O_RDONLY);
    } catch {
      return undefined;
    }
  }

  #copy(file: OpenedPart, target: string): number {
    const partial = join(this.#folder, `.${randomUUID()}`);
    const fd = openSync(partial, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      const digest = digestOf(file.fd, file.bytes, fd);
      if (digest !== file.digest)
        throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot keep "${file.path}" as it changed while it was read: ${file.digest} became ${digest}`);
      chmodSync(partial, 0o444);
      const kept = openSync(partial, constants.O_RDONLY);
      renameSync(partial, target);
      return kept;
    } finally {
      closeSync(fd);
      rmSync(partial, { force: true });
    }
  }
}
