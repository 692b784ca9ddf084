import { HorngateError } from '@horngate/core/words';
import { writeStatement } from '../envelope/statement.ts';
import { MAX_RESOURCES, PREDICATE_V1, type Resource, type Serialization } from './manifest.ts';
import { rootDigest } from './root-digest.ts';

/** The statement of v1.0, its fields in the order in which model-signing's documentation shows them. @throws HG_LIMIT_ENTRIES; HG_INPUT_NAME for a path with a colon in shards */
export function writeManifest(name: string, serialization: Serialization, resources: readonly Resource[]): Buffer {
  if (resources.length > MAX_RESOURCES)
    throw new HorngateError(
      'HG_LIMIT_ENTRIES',
      `Cannot sign "${name}" as a signature must list at most ${MAX_RESOURCES} files or shards: it has ${resources.length}`,
    );
  const { method, algorithm, shardSize, allowSymlinks, ignorePaths } = serialization;
  const root = rootDigest(resources.map(({ digest }) => digest));
  return writeStatement([{ name, digest: { sha256: root } }], PREDICATE_V1, {
    serialization: {
      method,
      hash_type: algorithm,
      ...(method === 'shards' ? { shard_size: shardSize } : {}),
      allow_symlinks: allowSymlinks,
      ...(ignorePaths.length > 0 ? { ignore_paths: ignorePaths } : {}),
    },
    resources: resources.map((resource) => ({ name: nameOf(resource, method), algorithm: nameOfHash(serialization), digest: resource.digest.toString('hex') })),
  });
}

const nameOfHash = ({ method, algorithm, shardSize }: Serialization): string => (method === 'files' ? algorithm : `${algorithm}-sharded-${shardSize}`);

function nameOf({ path, start, end }: Resource, method: Serialization['method']): string {
  if (method === 'files') return path;
  if (path.includes(':')) throw new HorngateError('HG_INPUT_NAME', `Cannot sign "${path}" by shards as its name must hold no colon: verifiers split there`);
  return `${path}:${start}:${end}`;
}
