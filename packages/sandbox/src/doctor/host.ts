import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Installed, Snapshot } from '@horngate/core/updates';
import type { Unread } from '@horngate/core/words';
import type { Capability } from '../detect.ts';

/** What the kernel answers a process that asks for cores of its own. */
export type CoreScheduling = 'there' | 'one thread a core' | 'absent' | 'not tried';

/** What the examiner knows besides files: all of it comes in, so that a test can make it otherwise. */
export interface HostFacts {
  readonly platform: string;
  readonly architecture: string;
  /** Whether guests are confined on this system and processor. */
  readonly supported: boolean;
  /** `process.version`. */
  readonly node: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** HORNGATE_HOME, without links. */
  readonly home: string;
  /** The user's own folder, where a library would leave its traces. */
  readonly userHome: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Found by trial starts; null where none could be made. */
  readonly capability: Pick<Capability, 'level' | 'landlockAbi' | 'bubblewrap'> | null;
  readonly coreScheduling: CoreScheduling;
  /** What this house runs on, and the Keras guest where there is one. */
  readonly installed: readonly Installed[];
  readonly advisories: Pick<Snapshot, 'asOf' | 'advisories'>;
}

/** Files of /proc, /sys, /dev and /etc are short; what is longer is not one of those that we ask for. */
const MAX_BYTES = 2 ** 20;

/** ESRCH: of a process that ended meanwhile. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ESRCH'];

/** This machine as its files tell it, below a root that a test may make up. It remembers what it could not read. */
export class Host {
  readonly facts: HostFacts;
  readonly #root: string;
  readonly #unread = new Map<string, string>();

  constructor(facts: HostFacts, root = '/') {
    this.facts = facts;
    this.#root = root;
  }

  /** The text of a file, trimmed; undefined where there is none. */
  text(path: string): string | undefined {
    return this.#try(path, () => readShort(join(this.#root, path)).trim());
  }

  /** Names in a folder, sorted; none where there is no such folder. */
  names(path: string): readonly string[] {
    return this.#try(path, () => readdirSync(join(this.#root, path)).sort()) ?? [];
  }

  /** Permission bits; undefined where nothing has that name. */
  mode(path: string): number | undefined {
    return this.#try(path, () => statSync(join(this.#root, path)).mode & 0o777);
  }

  has(path: string): boolean {
    return this.mode(path) !== undefined;
  }

  /** Tells that a fact could not be had: it will stand under "not read", and not be taken for good. */
  untold(path: string, why: string): void {
    this.#unread.set(path, why);
  }

  get unread(): readonly Unread[] {
    return [...this.#unread].map(([path, why]) => ({ path, why }));
  }

  #try<T>(path: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      const { code = 'an error' } = error as NodeJS.ErrnoException;
      if (!ABSENT.includes(code)) this.untold(path, `the system answers ${code}`);
      return undefined;
    }
  }
}

/** Files of /proc and /sys have no size to go by. */
function readShort(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOTDIR' });
    const bytes = new Uint8Array(MAX_BYTES);
    let length = 0;
    for (let more = 1; more > 0 && length < MAX_BYTES; length += more) more = readSync(fd, bytes, length, MAX_BYTES - length, null);
    return Buffer.from(bytes.subarray(0, length)).toString('latin1');
  } finally {
    closeSync(fd);
  }
}
