import type { Field } from '../envelope/field.ts';
import { refuse } from '../envelope/refuse.ts';
import type { Statement } from '../envelope/statement.ts';
import { type Algorithm, DIGEST_BYTES, isAlgorithm } from '../hashing/algorithm.ts';
import { digestField } from './digest-field.ts';
import type { Manifest, Resource, Serialization } from './manifest.ts';
import { safeName } from './names.ts';
import { once } from './once.ts';
import { rootDigest } from './root-digest.ts';

/** The predicate of v1.0. Fields that it does not know are ignored, as upstream's specification asks. */
export function readManifestV1({ subject, predicate }: Statement, maxResources: number): Manifest {
  const { name, root } = readSubject(subject);
  const serialization = readSerialization(predicate.at('serialization'));
  const resources = once(readResources(predicate.at('resources'), serialization, maxResources));
  const found = rootDigest(resources.map(({ digest }) => digest));
  if (found !== root) refuse(`Cannot use a signature as its root must be the digest of its list: it is ${root}, and the list gives ${found}`);
  return { format: 'v1.0', name, root, serialization, resources };
}

function readSubject(subject: Field): { readonly name: string; readonly root: string } {
  const [only, ...more] = subject.list(16);
  if (only === undefined || more.length > 0) return subject.fail('a list of one');
  const name = only.at('name').text();
  return { name, root: digestField(only.at('digest').at('sha256'), DIGEST_BYTES.sha256).toString('hex') };
}

function readSerialization(field: Field): Serialization {
  const method = readMethod(field.at('method'));
  const ignore = field.at('ignore_paths');
  const shardSize = method === 'shards' ? field.at('shard_size').whole(1) : 0;
  return {
    method,
    algorithm: readAlgorithm(field.at('hash_type'), shardSize),
    shardSize,
    allowSymlinks: field.at('allow_symlinks').flag(),
    ignorePaths: ignore.present ? ignore.list(MAX_IGNORED).map((path) => path.text()) : [],
  };
}

function readMethod(field: Field): Serialization['method'] {
  const name = field.text();
  return name === 'files' || name === 'shards' ? name : field.fail('"files" or "shards"');
}

const MAX_IGNORED = 1000;

/** Version 0.3 wrote the size of its shards behind the name. */
function readAlgorithm(field: Field, shardSize: number): Algorithm {
  const text = field.text();
  const name = shardSize > 0 && text.endsWith(`-sharded-${shardSize}`) ? text.slice(0, text.lastIndexOf('-sharded-')) : text;
  return isAlgorithm(name) ? name : field.fail('one of sha256, blake2b, blake3');
}

function readResources(field: Field, { method, algorithm, shardSize }: Serialization, maxResources: number): Resource[] {
  const named = method === 'files' ? algorithm : `${algorithm}-sharded-${shardSize}`;
  return field.list(maxResources).map((resource) => {
    resource.at('algorithm').is(named);
    const digest = digestField(resource.at('digest'), DIGEST_BYTES[algorithm]);
    return { ...(method === 'files' ? { path: safeName(resource.at('name')), start: 0, end: 0 } : readShard(resource.at('name'))), digest };
  });
}

/** `path:start:end`. Python splits at every colon, so that a path that holds one was never signed. */
function readShard(field: Field): Omit<Resource, 'digest'> {
  const [, path = '', start = '', end = ''] = /^([^:]*):(0|[1-9]\d{0,15}):([1-9]\d{0,15})$/s.exec(field.text()) ?? field.fail('"path:start:end"');
  return { path: safeName(field, path), start: Number(start), end: Number(end) };
}
