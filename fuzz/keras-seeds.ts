import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { bytesSource, crc32, pureInflate, readZip, type ZipMember } from '@horngate/core/artifact';
import { DEFAULT_LIMITS } from '@horngate/core/words';

/** A value of JSON that is written as it stands: numbers that JavaScript has no literal for, a key twice. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Tree = null | boolean | number | string | Raw | Tree[] | { [key: string]: Tree };
export type TreeObject = { [key: string]: Tree };

export interface KerasSeed {
  readonly name: string;
  readonly members: readonly ZipMember[];
  /** `config.json`, where it is JSON; undefined for some of the hostile ones. */
  readonly config: TreeObject | undefined;
}

export const isTreeObject = (value: Tree | undefined): value is TreeObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw);

const KERAS = new URL('../conformance/keras/', import.meta.url);
const MAX_SEED = 40_000;

/** The small conformance cases of all families and the hostile corpus, each taken apart; or those whose path holds `only`. */
export function readKerasSeeds(only = ''): readonly KerasSeed[] {
  return ['cases', 'hostile'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, KERAS), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.keras(\.gz)?$/.test(name) && `${folder}/${name}`.includes(only))
      .sort()
      .map((name) => ({ name, bytes: unpacked(readFileSync(new URL(`${folder}/${name}`, KERAS)), name) }))
      .filter(({ bytes }) => bytes.length <= MAX_SEED)
      .map(({ name, bytes }) => seedOf(name, bytes)),
  );
}

const unpacked = (bytes: Buffer, name: string): Buffer => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes);

function seedOf(name: string, bytes: Buffer): KerasSeed {
  const members: ZipMember[] = [];
  try {
    const archive = readZip(bytesSource(bytes), DEFAULT_LIMITS, pureInflate, { crc32 });
    for (const entry of archive.entries)
      if (!entry.directory && entry.bytes <= 4 * MAX_SEED) members.push({ path: entry.path, bytes: archive.readMember(entry, 4 * MAX_SEED) });
  } catch {
    // A hostile archive that cannot be taken apart further keeps the members read so far.
  }
  return { name, members, config: configOf(members) };
}

function configOf(members: readonly ZipMember[]): TreeObject | undefined {
  const text = members.find(({ path }) => path === 'config.json')?.bytes;
  try {
    const value = JSON.parse(Buffer.from(text ?? []).toString('utf8')) as Tree;
    return isTreeObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON of a tree, with its raw parts as they are. */
export function textOf(tree: Tree): string {
  if (tree instanceof Raw) return tree.text;
  if (Array.isArray(tree)) return `[${tree.map(textOf).join(', ')}]`;
  if (!isTreeObject(tree)) return JSON.stringify(tree);
  const pairs = Object.keys(tree).map((key) => `${JSON.stringify(key)}: ${textOf(tree[key] as Tree)}`);
  return `{${pairs.join(', ')}}`;
}
