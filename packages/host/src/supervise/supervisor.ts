import { setTimeout as wait } from 'node:timers/promises';
import { asHorngateError, type Code, type HorngateError, type Posture } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import type { Quarantine } from '../store/quarantine.ts';
import { delayMs, isCrash, mayHeal, type RestartPolicy } from './restart-policy.ts';

/** A runner that is locked and takes tensors, with what was measured of it. */
export interface Started {
  readonly guest: Guest;
  readonly posture: Posture;
}

/**
 * Keeps one Program running: a runner that ends is started again, later each time, and a Program which crashes again and again is set aside.
 *
 * A runner keeps no state, so nothing is repeated: what was on its way when it ended has failed, and the next call meets a fresh one.
 */
export class Supervisor {
  readonly #start: () => Promise<Started>;
  readonly #policy: RestartPolicy;
  readonly #quarantine: Quarantine;
  #now: Promise<Started>;
  #crashes: { readonly at: number; readonly code: Code }[] = [];
  #failures = 0;
  #stopped = false;
  readonly #stop = new AbortController();

  constructor(first: Started, start: () => Promise<Started>, policy: RestartPolicy, quarantine: Quarantine) {
    this.#start = start;
    this.#policy = policy;
    this.#quarantine = quarantine;
    this.#now = Promise.resolve(first);
    this.#watch(first);
  }

  /** The runner that takes calls now, or as soon as there is one. @throws HG_REFUSED_QUARANTINE, and what a start throws that waiting does not heal. */
  current(): Promise<Started> {
    return this.#now;
  }

  /** Ends the runner for good; settles when it is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop.abort();
    const started = await this.#now.catch(() => undefined);
    started?.guest.kill();
    await started?.guest.exited;
  }

  #watch(started: Started): void {
    void started.guest.channel.ended.then((error) => {
      if (this.#stopped) return;
      this.#now = this.#again(error);
      this.#now.catch(() => undefined);
    });
  }

  async #again(ended: HorngateError): Promise<Started> {
    for (let error = ended; ; ) {
      this.#count(error);
      await wait(delayMs(this.#policy, this.#failures), undefined, { signal: this.#stop.signal });
      try {
        const started = await this.#start();
        if (this.#stopped) started.guest.kill();
        this.#watch(started);
        return started;
      } catch (failure) {
        error = asHorngateError(failure);
        if (!mayHeal(error.code)) throw error;
      }
    }
  }

  /** @throws HG_REFUSED_QUARANTINE when it was one too many. */
  #count({ code }: HorngateError): void {
    const now = performance.now();
    this.#crashes = this.#crashes.filter(({ at }) => at > now - this.#policy.withinMs);
    this.#crashes.push({ at: now, code });
    this.#failures = this.#crashes.length;
    const counted = this.#crashes.filter((crash) => isCrash(crash.code));
    if (counted.length < this.#policy.crashes) return;
    this.#stopped = true;
    throw this.#quarantine.impose(
      counted.map((crash) => crash.code),
      new Date(),
    );
  }
}
