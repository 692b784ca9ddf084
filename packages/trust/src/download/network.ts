import { lookup } from 'node:dns/promises';

/** What a download may reach, and by whom names are resolved. */
export interface Network {
  /** `trust.sources` of the Policy: origins that may be private. */
  readonly sources: readonly string[];
  /** All addresses of a name. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Certificates of authorities, PEM, instead of those that Node brings: for a house with its own, and for tests. */
  readonly roots?: string;
  /** How long a transfer may stand still, in milliseconds. */
  readonly stallMs: number;
}

/** Names as this host resolves them (`/etc/hosts` too), all families. */
async function resolveHere(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

export const networkOf = (given: Partial<Network> = {}): Network => ({ sources: [], resolve: resolveHere, stallMs: 30_000, ...given });
