import type { Json } from '../artifact/json/json.ts';
import { HorngateError } from '../words/error.ts';
import { isObject } from './object.ts';
import type { StoredWeight, WeightSource } from './weight-source.ts';

/** Shards by their plain names. */
export type Shards = ReadonlyMap<string, WeightSource>;

const VARS = '/vars';

/**
 * Weights that Keras cut into several HDF5 files: an index says for each group of variables in which of them it is, one or more.
 *
 * Keras itself goes by the index and by the file that it has open; so both must say the same, and no variable may stand in two files.
 *
 * @param index - the value of `<name>.weights.json`: `{metadata, weight_map: {"/layers/dense/vars": "m_00000.weights.h5" or a list of such names}}`
 * @throws HG_ARTIFACT_FIELD for an index of another form, or which names a file that is not there; where a shard contradicts it, HG_ARTIFACT_WEIGHTS.
 * @see keras/src/saving/saving_lib.py, `ShardedH5IOStore`
 */
export function shardedWeights(index: Json, shards: Shards, member: string): WeightSource {
  const map = readMap(index, shards, member);
  return {
    below: (path) => below(path, map, shards, member),
    nameAt: (path) => nameAt(path, map, shards, member),
  };
}

type WeightMap = ReadonlyMap<string, readonly string[]>;

function readMap(index: Json, shards: Shards, member: string): WeightMap {
  const groups = isObject(index) ? index['weight_map'] : undefined;
  if (!isObject(groups)) throw wrong('a "weight_map"', '/weight_map', member);
  const map = new Map<string, readonly string[]>();
  for (const group of Object.keys(groups)) {
    const value = groups[group] ?? null;
    const names = Array.isArray(value) ? (value as readonly Json[]) : [value];
    if (!group.startsWith('/') || !group.endsWith(VARS) || names.length === 0 || new Set(names).size !== names.length)
      throw wrong('names of shards for each group of variables', '/weight_map', member);
    map.set(
      group,
      names.map((name) => {
        // The host found the shards by their names, so that a name with a path in it is never one of them
        if (typeof name !== 'string' || !shards.has(name)) throw wrong('the name of a shard that lies beside it', '/weight_map', member);
        return name;
      }),
    );
  }
  const named = new Set([...map.values()].flat());
  for (const name of shards.keys()) if (!named.has(name)) throw wrong(`the shard "${name}"`, '/weight_map', member);
  return map;
}

function below(path: string, map: WeightMap, shards: Shards, member: string): ReadonlyMap<string, StoredWeight> {
  const found = new Map<string, StoredWeight>();
  const missing = new Set([...map].flatMap(([group, names]) => (group.startsWith(`/${path}/`) ? names.map((name) => `${name} ${group}`) : [])));
  for (const [name, shard] of shards)
    for (const [inner, weight] of shard.below(path)) {
      const group = `/${path}/${inner.slice(0, inner.lastIndexOf('/'))}`;
      if (found.has(inner)) throw contradiction(`${path}/${inner}`, 'in one shard', 'two', member);
      if (map.get(group)?.includes(name) !== true) throw contradiction(`${path}/${inner}`, 'in the shards that the index names', `"${name}"`, member);
      missing.delete(`${name} ${group}`);
      found.set(inner, weight);
    }
  for (const place of missing) throw contradiction(path, 'in the shards that the index names', `none in "${place}"`, member);
  return found;
}

/** What the shards that hold variables of a layer say of its name. Keras writes it into the first of them alone; where several say one, they must agree. */
function nameAt(path: string, map: WeightMap, shards: Shards, member: string): string | undefined {
  const names = new Set((map.get(`/${path}${VARS}`) ?? []).flatMap((name) => shards.get(name)?.nameAt(path) ?? []));
  if (names.size > 1) throw contradiction(path, 'of one layer', 'names of several', member);
  return [...names][0];
}

const wrong = (wanted: string, pointer: string, member: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FIELD', `Cannot read the index of the shards as ${wanted} is wanted here`, { where: { member, pointer } });

const contradiction = (path: string, wanted: string, found: string, member: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_WEIGHTS', `Cannot bind the weights at "${path}" as each must be ${wanted}: found ${found}`, {
    where: { member, pointer: `/${path}` },
  });
