import type { Finding } from '../words/finding.ts';
import type { Trouble } from './subjects.ts';

/** What one scanner of a format saw, and what stopped it. */
export interface Seen {
  /** As exactly as its scanner knows: `keras-h5` for an HDF5 file that is a model. */
  readonly format: string;
  readonly findings: readonly Finding[];
  readonly troubles: readonly Trouble[];
}

/** What was seen in one part of a file. */
export type Inner = Omit<Seen, 'format'>;

export const NOTHING: Inner = { findings: [], troubles: [] };

export function together(parts: readonly Inner[]): Inner {
  return { findings: parts.flatMap(({ findings }) => findings), troubles: parts.flatMap(({ troubles }) => troubles) };
}

/** What was seen inside a member, with the member's name before each place: `outer.zip!inner.pkl`. */
export function within(member: string, { findings, troubles }: Inner): Inner {
  return {
    findings: findings.map((finding) => ({ ...finding, where: { ...finding.where, member: chain(member, finding.where.member) } })),
    troubles: troubles.map(({ error, member: inner }) => ({ error, member: chain(member, inner ?? error.where.member) })),
  };
}

const chain = (outer: string, inner: string | undefined): string => (inner === undefined || inner === '' ? outer : `${outer}!${inner}`);
