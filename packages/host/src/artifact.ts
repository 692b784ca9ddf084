import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { requirePinned } from './confirm/require-pinned.ts';
import { makeFolder } from './home.ts';
import { type OpenedFile, openModel, type Take } from './opened.ts';
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

  constructor(path: string, options: HostOptions, takeOf: (store: ArtifactStore) => Take | undefined) {
    this.options = options;
    const tenant = makeFolder(join(options.home, 'tenants', options.tenant.name));
    this.programs = new ProgramStore(tenant, MAX_PROGRAM_BYTES);
    this.artifacts = new ArtifactStore(tenant);
    this.file = openModel(path, takeOf(this.artifacts));
  }

  /** Goes on with copies of our own, where the files are not such yet: what was hashed is what is read from now on. @throws HG_ARTIFACT_DIGEST */
  keep(): void {
    const { file } = this;
    if (file.own) return;
    const parts = (file.parts ?? [file]).map((part) => ({ ...part }));
    const close = (): void => {
      for (const { fd } of parts) closeSync(fd);
    };
    // `close` is good for the old descriptors and for the new ones: each is exchanged when its copy is there.
    this.file = { ...file, close };
    for (const [index, part] of parts.entries()) {
      const kept = this.artifacts.keep(part);
      if (kept !== part) closeSync(part.fd);
      parts[index] = { ...part, ...kept };
    }
    this.file = { ...file, fd: parts[0]?.fd ?? -1, own: true, ...(file.parts === undefined ? {} : { parts }), close };
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
 * Opens a model once, as a copy of our own that is hashed as it is written: every guest later gets these descriptors.
 *
 * @param path - of a file; of the folder of an unzipped `.keras`; of an architecture as JSON, whose weights lie beside it.
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_CONFLICT, HG_UNAVAILABLE_STORE; HG_ARTIFACT_DIGEST, HG_REFUSED_PIN, HG_USAGE_LOCK by the lock files in force.
 */
export const open = (path: string, options: HostOptions): Artifact => opened(path, options, ({ take }) => take);

/** The same to start it: where it is sealed already, its digest is all that is needed; else `keep` makes the copy. */
export const openToStart = (path: string, options: HostOptions): Artifact => opened(path, options, ({ takeNew }) => takeNew);

/** The same to say what it is: nothing is decided by that, so that it is not copied, and whoever can write the file can change what is said. */
export const openToInspect = (path: string, options: HostOptions): Artifact => opened(path, options, () => undefined);

function opened(path: string, options: HostOptions, takeOf: (store: ArtifactStore) => Take | undefined): Artifact {
  options.onStep('hash');
  const artifact = new Artifact(path, options, takeOf);
  try {
    requirePinned(artifact.file, options);
    return artifact;
  } catch (error) {
    artifact.close();
    throw error;
  }
}
