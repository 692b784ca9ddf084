import { HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';
import type { AllowedGlobal } from '../words/policy.ts';
import type { ByteSource, Digests, Inflate, Unpack } from '../words/ports.ts';
import { Parts } from './parts.ts';
import { type Inner, together, within } from './seen.ts';

export interface ScanPorts {
  readonly inflate: Inflate;
  readonly digests: Pick<Digests, 'crc32'>;
  /** Of other compressions than deflate; what is missing is unread. */
  readonly unpack?: Unpack;
  /** What the operator's policy adds to the allow-list of pickles. */
  readonly allow?: readonly AllowedGlobal[];
}

/** Scans bytes by their content; `name` is only compared with it. */
export type Look = (source: ByteSource, name: string, scope: Scope) => Inner;

/** What all containers of one file share: how much came out of them already. */
interface Spent {
  bytes: number;
  members: number;
}

/** What is around: how deep it is nested, and what of it is in memory at the same time. */
interface Outer {
  readonly depth: number;
  readonly held: number;
  readonly spent: Spent;
}

/**
 * What a scanner of a format works with, and how it hands on what it finds inside.
 *
 * Containers may lie in containers: `maxNesting`, `maxMembers` and `maxUnpackedBytes` hold for all of them together, so that no arrangement of bombs multiplies.
 */
export class Scope {
  readonly ports: ScanPorts;
  readonly limits: Limits;
  /** What is scanned, as it was named. */
  readonly name: string;
  readonly #look: Look;
  readonly #outer: Outer;

  constructor(ports: ScanPorts, limits: Limits, look: Look, name: string, outer: Outer = { depth: 0, held: 0, spent: { bytes: 0, members: 0 } }) {
    this.ports = ports;
    this.limits = limits;
    this.#look = look;
    this.name = name;
    this.#outer = outer;
  }

  /** Bytes that one member may unpack to in memory. @throws HG_LIMIT_BYTES when all of them together are used up. */
  unpackable(): number {
    const left = this.limits.maxUnpackedBytes - this.#outer.spent.bytes;
    if (left <= 0) throw new HorngateError('HG_LIMIT_BYTES', `Cannot unpack more as a file may unpack to at most ${this.limits.maxUnpackedBytes} bytes`);
    const room = Math.floor(this.limits.scanMemoryBytes / 2) - this.#outer.held;
    if (room <= 0) throw new HorngateError('HG_LIMIT_BYTES', 'Cannot unpack more as the memory of a scan is full of what containers around it unpacked to');
    return Math.min(left, room);
  }

  /** Counts what came out of a compression. */
  unpacked(bytes: number): void {
    this.#outer.spent.bytes += bytes;
  }

  /**
   * Scans a member by its content. What stops `open` is a trouble of the member; what it gives is looked at like a file of its own.
   *
   * @param name - of the member, as the sender wrote it.
   */
  inside(name: string, open: () => ByteSource): Inner {
    const parts = new Parts();
    const seen = parts.attempt(undefined, () => {
      this.#enter();
      const { depth, held, spent } = this.#outer;
      const before = spent.bytes;
      const source = open();
      return this.#look(source, name, new Scope(this.ports, this.limits, this.#look, name, { depth: depth + 1, held: held + spent.bytes - before, spent }));
    });
    return within(name, together([...(seen === undefined ? [] : [seen]), { findings: [], troubles: parts.troubles }]));
  }

  #enter(): void {
    const { maxNesting, maxMembers } = this.limits;
    const { depth, spent } = this.#outer;
    if (depth >= maxNesting) throw new HorngateError('HG_LIMIT_DEPTH', `Cannot look deeper as containers may nest ${maxNesting} deep`);
    spent.members += 1;
    if (spent.members > maxMembers)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot look further as a file may hold at most ${maxMembers} members, those of nested containers counted`);
  }
}
