import { HorngateError } from '@horngate/core/words';
import { shown } from './source-error.ts';

/** Less than this in a whole period is no progress: one byte a minute would keep us for years. */
const LEAST_BYTES = 1024;

/** Ends a transfer that does not get on: names, connections, headers and bodies alike, since each is a way to hold us. */
export class Pulse {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly error: HorngateError;
  #bytes = 0;
  #open = 0;

  constructor(url: URL, stallMs: number) {
    this.error = new HorngateError('HG_LIMIT_DEADLINE', `Cannot download from "${shown(url)}" as ${LEAST_BYTES} bytes must come in ${stallMs} ms: fewer came`);
    this.#timer = setInterval(() => this.#tick(), stallMs);
  }

  /** Ends what waits for the network. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  beat(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Rejects with the deadline when it passes first: for what takes no signal. */
  async race<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    const { signal } = this;
    let stop: () => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      stop = () => reject(this.error);
      signal.addEventListener('abort', stop, { once: true });
    });
    if (signal.aborted) stop();
    return Promise.race([work, late]).finally(() => signal.removeEventListener('abort', stop));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (this.#bytes - this.#open < LEAST_BYTES) this.#controller.abort();
    this.#open = this.#bytes;
  }
}
