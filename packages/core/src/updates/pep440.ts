/**
 * Versions of Python packages as PEP 440 orders them (now https://packaging.python.org/en/latest/specifications/version-specifiers/, "Version scheme").
 *
 * Numbers stay exact at any length: a date as a version, or a hostile one of 200 digits, must not fall together with its neighbour.
 */
export interface Pep440 {
  readonly epoch: bigint;
  /** Without trailing zeros: 1.0 is 1. */
  readonly release: readonly bigint[];
  readonly pre: readonly [letter: 'a' | 'b' | 'rc', number: bigint] | undefined;
  readonly post: bigint | undefined;
  readonly dev: bigint | undefined;
  readonly local: readonly (bigint | string)[];
}

/** Longer ones are no versions of anything; the bound keeps arithmetic on foreign numbers small. */
export const MAX_VERSION = 256;

/** Appendix B of PEP 440, in pieces: `v`, epoch, release, pre, post, dev, local. ASCII only. */
const FORM = new RegExp(
  [
    /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)/,
    /(?:[-_.]?(?<letter>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]*))?/,
    /(?<post>-(?<bare>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<number>[0-9]*))?/,
    /(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]*))?/,
    /(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

const LETTERS: Readonly<Record<string, 'a' | 'b' | 'rc'>> = { alpha: 'a', a: 'a', beta: 'b', b: 'b', preview: 'rc', pre: 'rc', c: 'rc', rc: 'rc' };

/** Keras inside TensorFlow 1.14 to 2.2 called itself `2.2.4-tf` and `2.3.0-tf`, which is no version of PEP 440: the number says which Keras it is. */
const INSIDE_TENSORFLOW = /^([0-9]+\.[0-9]+\.[0-9]+)-tf$/;

/** @returns undefined for what is no version; `2.2.4-tf` is read as 2.2.4. */
export function parsePep440(text: string): Pep440 | undefined {
  if (text.length > MAX_VERSION) return undefined;
  const lower = text.trim().toLowerCase();
  const groups = FORM.exec(INSIDE_TENSORFLOW.exec(lower)?.[1] ?? lower)?.groups;
  if (groups === undefined) return undefined;
  const letter = LETTERS[groups['letter'] ?? ''];
  return {
    epoch: number(groups['epoch']),
    release: withoutZeros((groups['release'] as string).split('.').map(BigInt)),
    pre: letter && [letter, number(groups['pre'])],
    post: groups['post'] === undefined ? undefined : number(groups['bare'] ?? groups['number']),
    dev: groups['dev'] === undefined ? undefined : number(groups['devNumber']),
    local: groups['local'] === undefined ? [] : groups['local'].split(/[-_.]/).map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : part)),
  };
}

const number = (digits: string | undefined): bigint => BigInt(digits || '0');

const withoutZeros = (release: readonly bigint[]): readonly bigint[] => release.slice(0, release.findLastIndex((part) => part !== 0n) + 1);

/** @returns below 0, 0 or above 0. "Summary of permitted suffixes and relative ordering": dev < a < b < rc < final < post, dev of each before it, local after it. */
export function comparePep440(a: Pep440, b: Pep440): number {
  return (
    sign(a.epoch, b.epoch) ||
    lists(a.release, b.release, (x, y) => sign(x as bigint, y as bigint), 0n) ||
    sign(preRank(a), preRank(b)) ||
    sign(a.pre?.[1] ?? 0n, b.pre?.[1] ?? 0n) ||
    sign(a.post ?? -1n, b.post ?? -1n) ||
    development(a.dev, b.dev) ||
    lists(a.local, b.local, localPart, undefined)
  );
}

const sign = <T extends bigint | number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** A development release of a final one comes before its pre-releases; one of a post-release does not. */
function preRank({ pre, post, dev }: Pep440): number {
  if (pre !== undefined) return { a: 1, b: 2, rc: 3 }[pre[0]];
  return post === undefined && dev !== undefined ? 0 : 4;
}

function development(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return sign(a, b);
}

/** Numbers after words, a longer label after its beginning. */
function localPart(a: bigint | string | undefined, b: bigint | string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return typeof a === typeof b ? sign(a, b as typeof a) : typeof a === 'bigint' ? 1 : -1;
}

function lists<T, F>(a: readonly T[], b: readonly T[], compare: (x: T | F, y: T | F) => number, fill: F): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = compare(at < a.length ? (a[at] as T) : fill, at < b.length ? (b[at] as T) : fill);
    if (order !== 0) return order;
  }
  return 0;
}
