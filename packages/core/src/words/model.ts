import type { Digest } from './artifact.ts';

/** What a tenant offers under a name and version. */
export interface Model {
  readonly name: string;
  readonly version: number;
  readonly artifact: Digest;
}
