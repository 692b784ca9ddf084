import { join } from 'node:path';
import { LEVELS, type Level } from '@horngate/core/words';
import { type Guest, startGuest } from '@horngate/sandbox';
import { makeFolder } from '../home.ts';
import type { HostOptions } from '../options.ts';
import { findKeras } from './environment.ts';
import { kerasStage, stageKeras } from './stage.ts';

const MiB = 2 ** 20;
/** Python and TensorFlow themselves, before any model: 310 MiB were measured with two threads. */
const OWN_BYTES = 768 * MiB;
/** The file, its unpacked members, the variables, and what is computed from them. */
const COPIES = 6;
/** Files up to this size may be taken by a guest that waits. */
export const WAITING_BYTES = 64 * MiB;

/**
 * A guest with real Keras, warm, and locked before it says that it is ready. It has seen no model, and so nothing of anybody.
 *
 * Never below L2: Landlock and filters alone leave it in the host's namespaces, and this guest runs a stranger's code by design.
 *
 * @throws HG_UNAVAILABLE_KERAS_GUEST, HG_UNAVAILABLE_LEVEL, HG_GUEST_*
 */
export async function startKeras(options: HostOptions, bytes: number): Promise<Guest> {
  const { policy, level, threads, home, onLog } = options;
  const environment = findKeras(home);
  return startGuest({
    ...kerasStage(environment, await stageKeras(options), threads),
    profile: 'keras',
    level,
    minLevel: atLeastL2(policy.sandbox.minLevel),
    limits: {
      memoryBytes: policy.limits.runnerMemoryBytes + OWN_BYTES + COPIES * bytes,
      cpuSeconds: 1e6,
      fileBytes: 0,
      openFiles: 256,
      deadlineMs: policy.limits.deadlineMs,
    },
    runDir: makeFolder(join(home, 'run')),
    onLog,
  });
}

/** What the policy asks for, and never below L2. */
export const atLeastL2 = (level: Level): Level => (LEVELS.indexOf(level) < LEVELS.indexOf('L2') ? 'L2' : level);

/** Guests that wait, one a tenant, since their start takes seconds. What was taken never comes back. */
export class WaitingKeras {
  readonly #waiting = new Map<string, Promise<Guest>>();

  /** Starts one for this tenant, unless one waits. */
  warm(options: HostOptions): void {
    const key = waitingKey(options);
    if (this.#waiting.has(key)) return;
    const guest = startKeras(options, WAITING_BYTES);
    this.#waiting.set(key, guest);
    const forget = (): void => {
      if (this.#waiting.get(key) === guest) this.#waiting.delete(key);
    };
    guest.then(({ exited }) => exited.then(forget), forget);
  }

  /** The one that waits, which is now the caller's. */
  take(options: HostOptions): Promise<Guest> | undefined {
    const key = waitingKey(options);
    const guest = this.#waiting.get(key);
    this.#waiting.delete(key);
    return guest;
  }

  dispose(): void {
    for (const guest of this.#waiting.values())
      guest.then(
        (found) => found.kill(),
        () => undefined,
      );
    this.#waiting.clear();
  }
}

/** One tenant's guest is never another's. Another policy is another guest too: its limits and its level are those of its start. */
export const waitingKey = ({ tenant, home, policy, level, threads }: HostOptions): string => JSON.stringify([tenant.name, home, policy, level, threads]);

/** The tenant's waiting guest, or a fresh one; the next one starts at once. */
export async function takeKeras(waiting: WaitingKeras, options: HostOptions, bytes: number): Promise<Guest> {
  const taken = bytes <= WAITING_BYTES ? waiting.take(options) : undefined;
  const guest = taken ?? startKeras(options, bytes);
  try {
    return await guest;
  } finally {
    waiting.warm(options);
  }
}
