/** One timer for many deadlines, set to the earliest: a call that is answered in time costs none. It keeps no process alive. */
export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #when = Number.POSITIVE_INFINITY;

  /** @param ring - called at or after the earliest time that was asked for; later ones are to be asked for again. */
  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** @param when - on the clock of `performance.now()`. */
  at(when: number): void {
    if (when >= this.#when) return;
    this.stop();
    this.#when = when;
    // Longer than a timer can wait: rung early, and asked for again.
    const waitMs = Math.min(Math.max(0, when - performance.now()), 2 ** 31 - 1);
    this.#timer = setTimeout(() => {
      this.#when = Number.POSITIVE_INFINITY;
      this.#ring();
    }, waitMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#when = Number.POSITIVE_INFINITY;
  }
}
