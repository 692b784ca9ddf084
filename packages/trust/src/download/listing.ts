import type { Digest } from '@horngate/core/words';

/** A file that a source offers, with all that its listing says about it. */
export interface Offered {
  /** Relative, in quarantine and where it goes from there; checked by `expectSafeNames`. */
  readonly path: string;
  readonly url: URL;
  readonly size?: number;
  readonly sha256?: Digest;
  /** SHA-1 of git's blob: how the hub names what it keeps in git itself. It finds damage, not malice. */
  readonly blob?: string;
}

export interface Listing {
  /** What the source calls this state: a commit of the hub; null for an address. */
  readonly revision: string | null;
  readonly kind: 'file' | 'folder';
  /** What to call it where the caller does not say. */
  readonly name: string;
  readonly files: readonly Offered[];
}
