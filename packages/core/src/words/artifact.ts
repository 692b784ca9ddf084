/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

export const isDigest = (value: unknown): value is Digest => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);

/** What a reader can tell about a file before it reads it: its name is the sender's claim, its digest is a fact. */
export interface ArtifactId {
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
}
