/** What metadata of TUF is made of: no fractions, since two writers write them differently. */
export type Canonical = string | boolean | number | null | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * OLPC's canonical JSON, whose bytes are what is signed: keys in order, no space, and in strings only `"` and `\` escaped.
 *
 * @see https://theupdateframework.github.io/specification/latest/#metaformat, 4.1
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`Cannot write ${value} as canonical JSON has whole numbers alone`);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`).join(',')}}`;
}
