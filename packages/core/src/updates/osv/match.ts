import { nameIn, type Order, orderOf } from '../order.ts';
import { EVENTS, type EventKind, type Installed, type OsvAffected, type OsvEvent, type OsvRange, type OsvRecord } from './record.ts';

/** `unknown`: it names the package, and the versions cannot be compared. That must never look like `unaffected`. */
export type Match = { readonly status: 'affected'; readonly fixed: readonly string[] } | { readonly status: 'unaffected' | 'unknown' };

/**
 * Whether an advisory holds for something installed: the evaluation algorithm of the format.
 *
 * A version with a builder's label (`2.5.1+cu124`) is asked with and without it: PEP 440 puts it after 2.5.1, and `last_affected: 2.5.1` means it too.
 *
 * @returns `affected` with the versions that end each range that holds, lowest first; undefined where the advisory does not speak of the package.
 * @see https://ossf.github.io/osv-schema/#evaluation
 */
export function matchOsv(record: OsvRecord, installed: Installed): Match | undefined {
  const order = orderOf(installed.ecosystem);
  const named = (record.affected ?? []).filter(({ package: about }) => about !== undefined && speaksOf(about, installed));
  if (named.length === 0 || record.withdrawn !== undefined) return undefined;
  if (order === undefined) return { status: 'unknown' };
  const versions = [...new Set([installed.version, order.public(installed.version)])];
  return worst(named.flatMap((affected) => versions.map((version) => matchAffected(affected, version, order))));
}

const speaksOf = (about: NonNullable<OsvAffected['package']>, { ecosystem, name }: Installed): boolean =>
  about.ecosystem.split(':', 1)[0] === ecosystem && nameIn(ecosystem, about.name) === nameIn(ecosystem, name);

function worst(matches: readonly Match[]): Match {
  const affected = matches.flatMap((match) => (match.status === 'affected' ? [match] : []));
  if (affected.length > 0) return { status: 'affected', fixed: [...new Set(affected.flatMap(({ fixed }) => fixed))] };
  return { status: matches.some(({ status }) => status === 'unknown') ? 'unknown' : 'unaffected' };
}

function matchAffected({ versions = [], ranges = [] }: OsvAffected, version: string, order: Order): Match {
  const readable = ranges.filter(({ type }) => type !== 'GIT').map((range) => matchRange(range, version, order));
  if (versions.some((named) => named === version || order.compare(named, version) === 0)) readable.push({ status: 'affected', fixed: [] });
  if (readable.length > 0) return worst(readable);
  // A package without any version: of all of them nothing else is said. Ranges of commits alone cannot be compared with a version.
  return versions.length > 0 ? { status: 'unaffected' } : { status: 'unknown' };
}

/** Events by version. At one version, `fixed` before `introduced` (broken again at once) before `last_affected` (a range of one version). */
const RANKS: Readonly<Record<EventKind, number>> = { fixed: 0, introduced: 1, last_affected: 2, limit: 3 };

interface Step {
  readonly kind: EventKind;
  readonly version: string;
  /** The asked version against this one. */
  readonly order: number;
}

function matchRange({ events }: OsvRange, version: string, order: Order): Match {
  const steps = stepsOf(events, version, order);
  if (steps === undefined) return { status: 'unknown' };
  const limits = steps.filter(({ kind }) => kind === 'limit');
  if (limits.length > 0 && limits.every((limit) => limit.order >= 0)) return { status: 'unaffected' };
  let open = false;
  for (const step of steps) open = after(step, open);
  if (!open) return { status: 'unaffected' };
  const next = steps.find(({ kind, order: past }) => kind === 'fixed' && past < 0);
  return { status: 'affected', fixed: next === undefined ? [] : [next.version] };
}

function after({ kind, order }: Step, open: boolean): boolean {
  if (kind === 'introduced') return open || order >= 0;
  if (kind === 'fixed') return open && order < 0;
  return kind === 'last_affected' ? open && order <= 0 : open;
}

/** `introduced: 0` stands before every version, `limit: *` after. @returns undefined where one cannot be compared. */
function stepsOf(events: readonly OsvEvent[], asked: string, order: Order): readonly Step[] | undefined {
  if (order.compare(asked, asked) === undefined) return undefined;
  const steps: Step[] = [];
  for (const event of events) {
    const kind = EVENTS.find((name) => Object.hasOwn(event, name)) as EventKind;
    const version = (event as Readonly<Record<string, string>>)[kind] as string;
    const relative = kind === 'introduced' && version === '0' ? 1 : kind === 'limit' && version === '*' ? -1 : order.compare(asked, version);
    if (relative === undefined) return undefined;
    steps.push({ kind, version, order: relative });
  }
  return steps.sort((a, b) => first(a, b) || compared(a.version, b.version, order) || RANKS[a.kind] - RANKS[b.kind]);
}

const first = (a: Step, b: Step): number => Number(isZero(b)) - Number(isZero(a));
const isZero = ({ kind, version }: Step): boolean => kind === 'introduced' && version === '0';
const compared = (a: string, b: string, order: Order): number => order.compare(a, b) ?? 0;
