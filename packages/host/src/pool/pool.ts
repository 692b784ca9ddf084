import { asHorngateError } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { runnerProfile, startRunner } from '../guests.ts';
import type { HostOptions } from '../options.ts';
import type { ProgramStore, SealedProgram } from '../store/programs.ts';

export interface PoolOptions {
  /** Runners that wait for each tenant. */
  readonly size: number;
  /** Runners that wait for all tenants together. */
  readonly total: number;
  /** A tenant that starts nothing for so long has none waiting any more. */
  readonly idleMs: number;
  /** The memory of a waiting runner is limited before its Program is known: one with larger weights gets a runner of its own. */
  readonly maxWeightBytes: number;
}

const DEFAULT: PoolOptions = { size: 1, total: 8, idleMs: 300_000, maxWeightBytes: 64 * 2 ** 20 };

/** A new runner is begun a moment after one was taken: until then, that one has the processor. */
const REFILL_MS = 200;

interface Shelf {
  readonly options: HostOptions;
  readonly folder: string;
  readonly waiting: Promise<Guest | undefined>[];
  refill: NodeJS.Timeout | undefined;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Runners that wait with ONNX Runtime loaded: what a start costs is paid before it is asked for.
 *
 * What a guest may read is fixed before its first instruction, so that a runner waits for one tenant: its only readable folder is that tenant's sealed
 * store. It is handed out once, for one Program, and never comes back.
 */
export class RunnerPool {
  readonly #given: PoolOptions;
  readonly #shelves = new Map<string, Shelf>();
  #closed = false;

  constructor(given: Partial<PoolOptions> = {}) {
    this.#given = { ...DEFAULT, ...given };
  }

  /** Begins to fill the places of a tenant, in the background. */
  warm(store: ProgramStore, options: HostOptions): void {
    if (!this.#closed) this.#fill(this.#shelf(store, options));
  }

  /** Settles when all runners that are being started wait, or have failed. */
  async settled(): Promise<void> {
    await Promise.all([...this.#shelves.values()].flatMap(({ waiting }) => waiting));
  }

  /** A runner that waits for this tenant; undefined: none does, or it would not do. */
  async take(sealed: SealedProgram, options: HostOptions): Promise<Guest | undefined> {
    if (this.#closed || (sealed.program.weights?.bytes ?? 0) > this.#given.maxWeightBytes || runnerProfile(sealed.program) !== 'runner') return undefined;
    const shelf = this.#shelf(sealed.store, options);
    this.#later(shelf);
    for (let next = shelf.waiting.shift(); next !== undefined; next = shelf.waiting.shift()) {
      const guest = await next;
      if (guest !== undefined && guest.channel.failed === undefined) return guest;
    }
    return undefined;
  }

  /** Ends all that wait. What was handed out is not the pool's any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#shelves.values()].map((shelf) => this.#clear(shelf)));
    this.#shelves.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #shelf(store: ProgramStore, options: HostOptions): Shelf {
    const { folder } = store;
    const { home, guests, level, policy } = options;
    // All that is decided when a runner starts.
    const key = JSON.stringify([folder, home, guests, level, policy.sandbox, policy.limits.runnerMemoryBytes, policy.limits.deadlineMs]);
    const shelf = this.#shelves.get(key) ?? { options, folder, waiting: [], refill: undefined, idle: undefined };
    this.#shelves.set(key, shelf);
    clearTimeout(shelf.idle);
    shelf.idle = setTimeout(() => {
      this.#shelves.delete(key);
      void this.#clear(shelf);
    }, this.#given.idleMs).unref();
    return shelf;
  }

  #later(shelf: Shelf): void {
    clearTimeout(shelf.refill);
    shelf.refill = setTimeout(() => this.#fill(shelf), REFILL_MS).unref();
  }

  #fill(shelf: Shelf): void {
    while (!this.#closed && shelf.waiting.length < this.#given.size && this.#count() < this.#given.total) shelf.waiting.push(this.#start(shelf));
  }

  /** One that cannot be started is not tried again before the next is taken: whoever starts a model then learns why. */
  #start(shelf: Shelf): Promise<Guest | undefined> {
    const { options, folder } = shelf;
    const started = startRunner(options, folder, this.#given.maxWeightBytes).catch((error: unknown) => {
      options.onLog(`A runner could not be started ahead: ${asHorngateError(error).message}`);
      return undefined;
    });
    const remove = (): void => {
      const at = shelf.waiting.indexOf(started);
      if (at >= 0) shelf.waiting.splice(at, 1);
    };
    void started.then((guest) => (guest === undefined ? remove() : void guest.exited.then(remove)));
    return started;
  }

  async #clear(shelf: Shelf): Promise<void> {
    clearTimeout(shelf.refill);
    clearTimeout(shelf.idle);
    const guests = await Promise.all(shelf.waiting.splice(0));
    for (const guest of guests) guest?.kill();
    await Promise.all(guests.map((guest) => guest?.exited));
  }

  #count = (): number => [...this.#shelves.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
}
