import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { makeFolder } from './home.ts';
import { type OpenedFile, openModel } from './opened.ts';
import { type HostOptions, MAX_PROGRAM_BYTES } from './options.ts';
import { ArtifactStore } from './store/artifacts.ts';
import { ProgramStore } from './store/programs.ts';

/** Somebody else's file, or the files of one model, opened but not believed: descriptors, one digest, and the stores of the tenant that it was opened for. */
export class Artifact {
  /** The file as it was opened; `keep` exchanges it for the stored copy. */
  file: OpenedFile;
  readonly options: HostOptions;
  readonly programs: ProgramStore;
  readonly artifacts: ArtifactStore;
  /** The reader that scanned it and waits for the judge's word. */
  reader: { readonly guest: Guest; readonly work: string } | undefined;

  constructor(file: OpenedFile, options: HostOptions) {
    this.file = file;
    this.options = options;
    const tenant = makeFolder(join(options.home, 'tenants', options.tenant.name));
    this.programs = new ProgramStore(tenant, MAX_PROGRAM_BYTES);
    this.artifacts = new ArtifactStore(tenant);
  }

  /** Copies the file into the tenant's store, hashing on the way, and goes on with the copy: what was hashed is what is read from now on. */
  keep(): void {
    const { path, bytes, digest, parts, close } = this.file;
    const kept: number[] = [];
    const closeKept = (): void => {
      for (const fd of kept) closeSync(fd);
    };
    try {
      for (const part of parts ?? [this.file]) kept.push(this.artifacts.put(part));
    } catch (error) {
      closeKept();
      throw error;
    }
    close();
    const now = parts?.map((part, index) => ({ ...part, fd: kept[index] as number }));
    this.file = { path, bytes, digest, fd: kept[0] as number, ...(now === undefined ? {} : { parts: now }), close: closeKept };
  }

  /** Removes what was kept: a sealed Program needs the file no more, and a refused one is not kept. */
  unkeep(): void {
    for (const { digest } of this.file.parts ?? [this.file]) this.artifacts.remove(digest);
  }

  get path(): string {
    return this.file.path;
  }

  get digest(): Digest {
    return this.file.digest;
  }

  /** Ends the waiting reader, removes what it was given to write into, and closes the file. */
  close(): void {
    this.reader?.guest.kill();
    if (this.reader !== undefined) rmSync(this.reader.work, { recursive: true, force: true });
    this.reader = undefined;
    this.file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Opens a model once: hashed, and every guest later gets these descriptors.
 *
 * @param path - of a file; of the folder of an unzipped `.keras`; of an architecture as JSON, whose weights lie beside it.
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_CONFLICT, HG_UNAVAILABLE_STORE
 */
export function open(path: string, options: HostOptions): Artifact {
  options.onStep('hash');
  return new Artifact(openModel(path), options);
}
