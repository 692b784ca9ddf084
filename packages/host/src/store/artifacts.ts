import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, constants, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, HorngateError } from '@horngate/core/words';
import { digestOf } from '../digest.ts';
import { makeFolder } from '../home.ts';
import type { OpenedFile } from '../opened.ts';

/** Artifacts of one tenant by digest: what is hashed is what is kept, and what is kept is what a compiler reads. */
export class ArtifactStore {
  readonly #folder: string;

  constructor(tenantFolder: string) {
    this.#folder = makeFolder(join(tenantFolder, 'artifacts'), 0o700);
  }

  /** Copies an opened file into the store, hashing on the way; a file of this digest that is there already is kept. @throws HG_ARTIFACT_DIGEST when it changed meanwhile. */
  put(file: OpenedFile): void {
    const target = this.#path(file.digest);
    if (existsSync(target)) return;
    const partial = join(this.#folder, `.${randomUUID()}`);
    const fd = openSync(partial, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      const digest = digestOf(file.fd, file.bytes, fd);
      if (digest !== file.digest)
        throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot keep "${file.path}" as it changed while it was read: ${file.digest} became ${digest}`);
      chmodSync(partial, 0o444);
      renameSync(partial, target);
    } finally {
      closeSync(fd);
      rmSync(partial, { force: true });
    }
  }

  /** A descriptor of the kept file, for a guest. */
  open(digest: Digest): number {
    return openSync(this.#path(digest), constants.O_RDONLY);
  }

  remove(digest: Digest): void {
    rmSync(this.#path(digest), { force: true });
  }

  #path(digest: Digest): string {
    return join(this.#folder, digest.replace(':', '-'));
  }
}
