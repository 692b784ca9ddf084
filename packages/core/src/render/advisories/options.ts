import type { Origin } from '../../updates/origin.ts';
import type { Snapshot } from '../../updates/snapshot.ts';

/** What a rendering of advisories needs beside the report. */
export interface AdvisoryRenderOptions {
  /** Who says it. */
  readonly tool: { readonly name: string; readonly version: string };
  /** What the report was made from; OSV carries its records on. */
  readonly snapshot: Snapshot;
  /** Where the snapshot comes from; absent: it came with this version. */
  readonly origin?: Origin;
  /** RFC 3339, UTC: documents of VEX are dated. */
  readonly now: string;
}
