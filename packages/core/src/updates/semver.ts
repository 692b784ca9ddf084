import { MAX_VERSION } from './pep440.ts';

/** Versions as npm orders them: Semantic Versioning 2.0.0, clause 11. Build metadata does not count (clause 10). */
export interface Semver {
  readonly core: readonly [bigint, bigint, bigint];
  readonly pre: readonly (bigint | string)[];
}

const FORM = /^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?$/i;
/** OSV writes the lowest version as `0`; some trackers leave out zeros at the end. */
const SHORT = /^v?([0-9]+)(?:\.([0-9]+))?$/;

/** @returns undefined for what is no version. */
export function parseSemver(text: string): Semver | undefined {
  if (text.length > MAX_VERSION) return undefined;
  const [, major, minor, patch, pre] = FORM.exec(text.trim()) ?? SHORT.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  return { core: [BigInt(major), BigInt(minor ?? 0), BigInt(patch ?? 0)], pre: pre === undefined ? [] : pre.split('.').map(identifier) };
}

const identifier = (part: string): bigint | string => (/^[0-9]+$/.test(part) ? BigInt(part) : part);

/** @returns below 0, 0 or above 0. */
export function compareSemver(a: Semver, b: Semver): number {
  for (const at of [0, 1, 2] as const) if (a.core[at] !== b.core[at]) return a.core[at] < b.core[at] ? -1 : 1;
  if (a.pre.length === 0 || b.pre.length === 0) return Number(a.pre.length === 0) - Number(b.pre.length === 0);
  for (let at = 0; at < Math.max(a.pre.length, b.pre.length); at++) {
    const order = identifiers(a.pre[at], b.pre[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Clause 11.4: numbers by value, words by ASCII, numbers before words, the shorter list first. */
function identifiers(a: bigint | string | undefined, b: bigint | string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a !== typeof b) return typeof a === 'bigint' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
