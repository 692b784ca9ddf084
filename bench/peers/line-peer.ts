import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** What a peer said when its first answer was there. */
export interface Ready {
  readonly version: string;
  /** Farthest from Keras, as a part of its largest number; null where its weights are others. */
  readonly error: number | null;
  readonly cpuMs: number;
  readonly megabytes: number;
}

/** Milliseconds of each call of a round. */
export interface Round {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

/** A peer in a process of its own, which answers each line with one of JSON. */
export class LinePeer {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.name = name;
    this.#child = spawn(command, args, { env, stdio: ['pipe', 'pipe', process.env['BENCH_DEBUG'] === undefined ? 'ignore' : 'inherit'] });
    const lines: Interface = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  ready(): Promise<Ready> {
    return this.#next() as Promise<Ready>;
  }

  round(seconds: number): Promise<Round> {
    this.#child.stdin?.write(`${seconds}\n`);
    return this.#next() as Promise<Round>;
  }

  close(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  async #next(): Promise<unknown> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`${this.name} ended`);
      if (value.startsWith('{')) return JSON.parse(value); // libraries say things of their own too
    }
  }
}
