import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_POLICY, HorngateError } from '@horngate/core/words';
import { homeFolder, makeFolder } from '@horngate/host';
import { type Common, policyFrom, type Surface } from '../command.ts';
import { TOOL } from '../version.ts';

interface RefreshGiven extends Common {
  readonly unsigned?: boolean;
  readonly dropUnsigned?: boolean;
}

/** `horngate advisories refresh SOURCE`: the only time that advisories come from elsewhere. Exit: 1 where the rules of TUF refuse them, and what was known stays. */
export async function refreshAdvisories(sources: readonly string[], given: RefreshGiven, surface: Surface): Promise<number> {
  const home = makeFolder(homeFolder());
  const [source, ...more] = sources;
  if (given.dropUnsigned && source === undefined) return drop(home, given, surface);
  if (source === undefined || more.length > 0 || given.dropUnsigned)
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot refresh advisories as there must be one source: a folder or the https address of a mirror');
  return given.unsigned ? add(source, home, given, surface) : refresh(source, home, given, surface);
}

async function refresh(source: string, home: string, given: RefreshGiven, surface: Surface): Promise<number> {
  expectMetadata(source);
  const { BUNDLED_METADATA, feedOf, refreshFeed } = await import('@horngate/trust/feed');
  const { name, root } = feedOf(BUNDLED_METADATA);
  const policy = given.policy === undefined ? DEFAULT_POLICY : policyFrom(given.policy);
  const { snapshot, sha256, at, expires, versions } = await refreshFeed(source, { home, network: { sources: policy.trust.sources } });
  const { asOf, advisories } = snapshot;
  const document = { version: 1, tool: TOOL, feed: name, root, source, at, asOf, advisories: advisories.length, expires, versions, sha256 };
  const empty = advisories.length === 0 ? ' The feed is empty, so that nothing can be known by it.' : '';
  const text = `Advisories as of ${asOf.slice(0, 10)}: ${advisories.length} (root of trust: ${root}), good until ${expires}.${empty}\n`;
  surface.print(given.json ? `${JSON.stringify(document, null, 2)}\n` : text);
  return 0;
}

/** @throws HG_REFUSED_SIGNATURE: a folder that is no feed is never taken for one that nobody needed to sign. */
function expectMetadata(source: string): void {
  if (/^https?:/i.test(source) || !existsSync(source) || existsSync(join(source, 'metadata'))) return;
  throw new HorngateError(
    'HG_REFUSED_SIGNATURE',
    `Cannot refresh by "${source}" as it must be signed: it has no "metadata" of TUF (--unsigned adds a folder of OSV that nobody signed)`,
  );
}

async function add(source: string, home: string, { json }: RefreshGiven, surface: Surface): Promise<number> {
  const { takeUnsigned } = await import('@horngate/trust/feed');
  const { origin } = takeUnsigned(source, home);
  const text = `Added ${origin.records} records that nobody signed, of "${source}": each answer that rests on one says so\n`;
  surface.print(json ? `${JSON.stringify({ version: 1, tool: TOOL, unsigned: origin }, null, 2)}\n` : text);
  return 0;
}

async function drop(home: string, { json }: RefreshGiven, surface: Surface): Promise<number> {
  const { dropUnsigned } = await import('@horngate/trust/feed');
  dropUnsigned(home);
  surface.print(json ? `${JSON.stringify({ version: 1, tool: TOOL, unsigned: null }, null, 2)}\n` : 'Forgot the records that nobody signed\n');
  return 0;
}
