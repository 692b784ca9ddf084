import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Code, type Digest, HorngateError } from '@horngate/core/words';
import { makeFolder } from '../home.ts';
import type { SealedProgram } from './programs.ts';

/** Why a Program is not started any more. */
export interface QuarantineNote {
  readonly version: 1;
  readonly artifact: Digest;
  readonly since: string;
  /** How its last runners ended. */
  readonly crashes: readonly Code[];
}

/**
 * Programs of a tenant whose runners crashed again and again: a marker in the store, which outlives the process, and the sealed folder too. Another
 * compiler or runtime makes another Program, which has not crashed.
 */
export class Quarantine {
  readonly #path: string;
  readonly #artifact: Digest;

  constructor({ key, store, program }: Pick<SealedProgram, 'key' | 'store' | 'program'>) {
    this.#path = join(dirname(store.folder), 'quarantine', `${key}.json`);
    this.#artifact = program.artifact;
  }

  /** @throws HG_REFUSED_QUARANTINE */
  check(): void {
    if (existsSync(this.#path)) throw this.error();
  }

  get note(): QuarantineNote | undefined {
    return existsSync(this.#path) ? (JSON.parse(readFileSync(this.#path, 'utf8')) as QuarantineNote) : undefined;
  }

  /** Sets the Program aside. The name always holds a whole note: two hosts may do this at once. */
  impose(crashes: readonly Code[], now: Date): HorngateError {
    makeFolder(dirname(this.#path), 0o700);
    const note: QuarantineNote = { version: 1, artifact: this.#artifact, since: now.toISOString(), crashes };
    const partial = `${this.#path}.${process.pid}`;
    writeFileSync(partial, JSON.stringify(note), { mode: 0o600 });
    renameSync(partial, this.#path);
    return this.error();
  }

  /** The operator's word: it may be started again. */
  lift(): void {
    rmSync(this.#path, { force: true });
  }

  error(): HorngateError {
    return new HorngateError('HG_REFUSED_QUARANTINE', `Cannot start the model as it must not crash again and again: it did, see "${this.#path}"`);
  }
}
