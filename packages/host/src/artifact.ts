import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { makeFolder } from './home.ts';
import { type OpenedFile, openFile } from './opened.ts';
import { type HostOptions, MAX_PROGRAM_BYTES } from './options.ts';
import { ArtifactStore } from './store/artifacts.ts';
import { ProgramStore } from './store/programs.ts';

/** Somebody else's file, opened but not believed: one descriptor, one digest, and the stores of the tenant that it was opened for. */
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
    const fd = this.artifacts.put(this.file);
    const { path, bytes, digest, close } = this.file;
    close();
    this.file = { path, bytes, digest, fd, close: () => closeSync(fd) };
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

/** Opens a file once: hashed, and every guest later gets this descriptor. @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_UNAVAILABLE_STORE */
export function open(path: string, options: HostOptions): Artifact {
  options.onStep('hash');
  return new Artifact(openFile(path), options);
}
