import { comparePep440, parsePep440 } from './pep440.ts';
import { compareSemver, parseSemver } from './semver.ts';

/** How an ecosystem orders its versions. */
export interface Order {
  /** @returns undefined where one of the two is no version. */
  compare(a: string, b: string): number | undefined;
  /** The version without the label that a builder adds (`2.5.1+cu124`), which trackers never name; the same text where it has none. */
  public(version: string): string;
}

function orderBy<V>(parse: (text: string) => V | undefined, compare: (a: V, b: V) => number): Order {
  return {
    compare(a, b) {
      const [left, right] = [parse(a), parse(b)];
      return left === undefined || right === undefined ? undefined : compare(left, right);
    },
    public: (version) => version.split('+', 1)[0] as string,
  };
}

const pep440 = orderBy(parsePep440, comparePep440);
const semver = orderBy(parseSemver, compareSemver);

/** Ecosystems of OSV that we can order; Bitnami names Node.js itself (`node`). */
const ORDERS: Readonly<Record<string, Order>> = { PyPI: pep440, npm: semver, Bitnami: semver, 'crates.io': semver };

/** @returns undefined for an ecosystem whose versions we cannot order: nothing is said of its packages, neither way. */
export const orderOf = (ecosystem: string): Order | undefined => (Object.hasOwn(ORDERS, ecosystem) ? ORDERS[ecosystem] : undefined);

/** Names as their registry compares them: PyPI takes `Tensor_Flow.CPU` for `tensor-flow-cpu` (PEP 503). */
export const nameIn = (ecosystem: string, name: string): string => (ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name);
