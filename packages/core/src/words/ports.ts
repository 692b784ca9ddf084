import type { Digest } from './artifact.ts';
import type { HorngateError } from './error.ts';
import type { Instant } from './instant.ts';
import type { AttestationKind } from './require-policy.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** Bytes by offset. `read` is synchronous: an inherited descriptor in a guest, `FileReaderSync` in a Worker, an array in a test. */
export interface ByteSource {
  readonly size: number;
  /**
   * @returns exactly `length` bytes from `offset`; may be a view, so do not write to it.
   * @throws HG_ARTIFACT_TRUNCATED when the range is not wholly inside the source.
   */
  read(offset: number, length: number): Uint8Array;
}

/** Raw deflate (RFC 1951) and zlib (RFC 1950). Throws HG_LIMIT_RATIO as soon as more than `maxBytes` come out, a HorngateError on broken data. */
export interface Inflate {
  raw(packed: Uint8Array, maxBytes: number): Uint8Array;
  zlib(packed: Uint8Array, maxBytes: number): Uint8Array;
  /** One raw stream that begins at `at`, whatever follows. @returns what came out, and the offset behind its last block. */
  member(packed: Uint8Array, at: number, maxBytes: number): { readonly bytes: Uint8Array; readonly end: number };
}

/** Compressions that core does not read itself. */
export type Compression = 'zstd';

/**
 * Whole streams: HG_LIMIT_RATIO as soon as more than `maxBytes` come out, HG_LIMIT_MEMORY for what they would take besides, HG_ARTIFACT_ARCHIVE on broken data.
 * `onFault` gets each checksum that is not that of the data (HG_ARTIFACT_ARCHIVE), and decoding goes on; and what breaks them, so that what came before it is kept.
 */
export type Unpack = Readonly<Partial<Record<Compression, (packed: Uint8Array, maxBytes: number, onFault?: (error: HorngateError) => void) => Uint8Array>>>;

export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Digest;
}

export interface Digests {
  sha256(): Hasher;
  /** CRC-32 of IEEE 802.3, as ZIP uses it; `seed` continues an earlier one. */
  crc32(bytes: Uint8Array, seed?: number): number;
}

/** Seeded where numbers must come back, never for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Decoders of media formats; built with the sandbox. */
export interface Codecs {
  readonly formats: readonly string[];
}

/** Files of a model as they were opened and hashed. */
export interface SignedFiles {
  /** Relative to the folder of the model. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly digest: Digest }[];
  /** A model of one file, which a signature may cover under no name at all. */
  readonly alone: boolean;
  /** Descriptors of the same files, in the same order, that nobody else can write: for a signature whose digests are of another kind than ours. */
  descriptors(): readonly number[];
}

/** Somebody whom the policy knows, and whose signature was proved. */
export interface Signing {
  /** The name in `trust.signers`. */
  readonly by: string;
  /** What makes one signer another: the hint of the key, or an identity and its issuer. */
  readonly who: string;
  /** SHA-256 of each certificate that came with it, and of the root. */
  readonly certificates: readonly string[];
}

/** A signed statement about an artifact: what it says is said by these signers, and by nobody else. */
export interface Attestation {
  readonly kind: AttestationKind;
  readonly signings: readonly Signing[];
  /** Of which artifacts. */
  readonly subjects: readonly Digest[];
  /** When it was made, as its signer says. */
  readonly time: Instant;
  /** Of a scan: what its signer's policy made of it. */
  readonly verdict?: string;
  /** Of a conversion: the sealed Program. */
  readonly program?: Digest;
}

/** Says who signed; `trust` has it. What is proved by nobody in `signers` has no signings, and a reason. */
export interface SignatureVerifier {
  /** @returns who of `signers` signed exactly these files, and of the files that were signed those that are not among them. */
  model(signature: Uint8Array, signers: TrustPolicy['signers'], files: SignedFiles): Promise<ProvedSignature>;
  /** @returns undefined, with a reason, where it is no attestation by any of `signers`. */
  attestation(bytes: Uint8Array, signers: TrustPolicy['signers']): Promise<{ readonly attestation?: Attestation; readonly why: readonly string[] }>;
}

export interface ProvedSignature {
  readonly signings: readonly Signing[];
  readonly missing: readonly string[];
  readonly why: readonly string[];
}

/** Where sealed Programs and artifacts are kept; `host` has it. */
export interface Store<Handle> {
  put(digest: Digest, source: ByteSource): Handle;
  open(digest: Digest): Handle | undefined;
  materialise(digest: Digest): string;
}

/** Acceptances, audit, cases; built with the server. */
export interface Ledger {
  append(record: Readonly<Record<string, string>>): void;
  verify(): boolean;
}
