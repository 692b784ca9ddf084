import { type Bundle, bundleFormat, bundleOf, type NamedSource } from '../artifact/bundle.ts';
import type { Limits } from '../words/limits.ts';
import { scanPayloads } from './keras/payloads.ts';
import { Parts } from './parts.ts';
import { scanStructure } from './scan-hdf5.ts';
import { scanDescription, scanJsonFile } from './scan-json.ts';
import type { ScanPorts, Scope } from './scope.ts';
import { type Inner, NOTHING, type Seen } from './seen.ts';

/**
 * A model of several files: its description is looked at as that of a `.keras` is, each file of weights as the weights in one.
 *
 * Assets are listed and not looked into, as in an archive: their names are checked, their content is text that no rule reads.
 */
export function scanBundle(files: readonly NamedSource[], { inflate }: ScanPorts, limits: Limits, scope?: Scope): Seen {
  const parts = new Parts();
  const bundle = parts.attempt(undefined, () => bundleOf(files));
  if (bundle === undefined) return { format: 'unknown', findings: [], troubles: parts.troubles };
  const config = scanJsonFile(bundle.config.path, bundle.config.source, limits);
  const companions = companionsOf(bundle).map(({ path, source }) => scanJsonFile(path, source, limits));
  const described = scanDescription(
    {
      member: bundle.config.path,
      config: config.value,
      metadata: bundle.kind === 'folder' ? companions[0]?.value : undefined,
      members: files.map(({ path }) => ({ path, offset: 0 })),
      own: new Map([bundle.config, ...companionsOf(bundle), ...weightsOf(bundle)].map(({ path }) => [path, 'needed'])),
    },
    limits,
  );
  const weights = weightsOf(bundle).map(({ path, source }) => scanStructure(source, inflate, limits, path));
  const payloads = scope === undefined ? NOTHING : scanPayloads(config.value, bundle.config.path, scope);
  const seen: readonly Inner[] = [described, config, payloads, ...companions, ...weights];
  return { format: bundleFormat(bundle), findings: seen.flatMap(({ findings }) => findings), troubles: seen.flatMap(({ troubles }) => troubles) };
}

function companionsOf(bundle: Bundle): readonly NamedSource[] {
  if (bundle.kind === 'folder') return [bundle.metadata];
  return bundle.kind === 'sharded' ? [bundle.index] : [];
}

const weightsOf = (bundle: Bundle): readonly NamedSource[] => (bundle.kind === 'sharded' ? bundle.shards : [bundle.weights]);
