/** Where a snapshot of advisories comes from: every output says it. */
export interface Origin {
  /** What the root of trust says of itself: `development` until a release signs. */
  readonly root: string;
  /** With this version, or from `source`. */
  readonly from: 'bundled' | 'refreshed';
  readonly source?: string;
  /** Until when those who signed it stand by it. */
  readonly expires?: string;
  /** Records that nobody signed, which the operator added. */
  readonly unsigned?: UnsignedOrigin;
}

export interface UnsignedOrigin {
  readonly source: string;
  /** RFC 3339, UTC: when they were added. */
  readonly at: string;
  readonly sha256: string;
  readonly records: number;
}

export const BUNDLED_ORIGIN: Origin = { root: 'development', from: 'bundled' };

/** In a few words, for people and for documents that have no field for it. */
export function originText({ root, from, source, unsigned }: Origin): string {
  const parts = [
    `root of trust: ${root}`,
    ...(from === 'refreshed' ? [`refreshed by "${source}"`] : []),
    ...(unsigned === undefined ? [] : [`${unsigned.records} records that nobody signed, added by the operator: "${unsigned.source}"`]),
  ];
  return parts.join('; ');
}
