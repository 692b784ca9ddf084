import type { Digest } from '../words/artifact.ts';

/** `horngate.lock`: which models are meant, by digest. A person decides what is in it, and it is kept beside the code that uses the models. */
export interface Lock {
  readonly version: 1;
  readonly models: Readonly<Record<string, Pin>>;
}

/** A model as it was when it was pinned. */
export interface Pin extends Revision {
  /** Where it lies, relative to the folder of the lock, with `/`; or absolute. */
  readonly path: string;
  /** One file, or the architecture whose weights lie beside it; or a folder with all that is in it. */
  readonly kind: 'file' | 'folder';
  /** What `update` moved away from, to come back to. */
  readonly previous: Revision | null;
}

/** One state of a model, which has others before and after it. */
export interface Revision {
  /** Where it came from: an address, `hf:…`; null: it was there. */
  readonly source: string | null;
  /** What the source calls this state of it. */
  readonly revision: string | null;
  /** Binds all files and their names: what `run --digest` takes. */
  readonly root: Digest;
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
  /** Who must have signed it; null: nobody is asked for. */
  readonly signature: SignatureRule | null;
}

export interface PinnedFile {
  /** Relative to the folder of the model, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/** A key by the hint of OpenSSF Model Signing (SHA-256 of its PEM text), the root of a certificate by its digest, or an identity and who vouches for it. */
export type SignatureRule =
  | { readonly mode: 'key'; readonly hint: string }
  | { readonly mode: 'certificate'; readonly root: Digest }
  | { readonly mode: 'sigstore'; readonly identity: string; readonly issuer: string };

export const EMPTY_LOCK: Lock = { version: 1, models: {} };

/** What a person may call a model: also `org/name`. It is never a path. */
export const isPinName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 128 && value.split('/').every((part) => /^[A-Za-z0-9][\w.-]*$/.test(part));
