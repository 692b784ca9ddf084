import { closeSync } from 'node:fs';
import { type HashOptions, hashFiles } from '../hashing/hash-files.ts';
import { listFiles } from './list-files.ts';
import type { Resource, Serialization } from './manifest.ts';
import { type ModelFile, openFile } from './open-file.ts';
import { comparePlaces } from './order.ts';
import { piecesOf } from './pieces.ts';

const BATCH = 256;

/** The resources of a model on disk, in the order in which they are signed. @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_ENTRIES */
export async function hashModel(
  root: string,
  serialization: Serialization,
  ignore: readonly string[],
  onProgress?: HashOptions['onProgress'],
): Promise<Resource[]> {
  const { files } = listFiles(root, { ignore, allowSymlinks: serialization.allowSymlinks });
  const resources: Resource[] = [];
  for (let first = 0; first < files.length; first += BATCH)
    resources.push(...(await hashBatch(root, files.slice(first, first + BATCH), serialization, onProgress)));
  return resources.sort(comparePlaces);
}

async function hashBatch(root: string, paths: readonly string[], serialization: Serialization, onProgress?: HashOptions['onProgress']): Promise<Resource[]> {
  const files: ModelFile[] = [];
  try {
    for (const path of paths) files.push(openFile(root, path, serialization.allowSymlinks));
    const places = files.flatMap((file) => piecesOf(file, serialization));
    const digests = await hashFiles(
      places.map(({ piece }) => piece),
      { algorithm: serialization.algorithm, ...(onProgress === undefined ? {} : { onProgress }) },
    );
    return places.map(({ path, start, end }, index) => ({ path, start, end, digest: digests[index] as Buffer }));
  } finally {
    for (const { fd } of files) closeSync(fd);
  }
}
