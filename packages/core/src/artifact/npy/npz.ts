import type { Tensor } from '../../tensor/tensor.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource, Digests, Inflate } from '../../words/ports.ts';
import { refuses } from '../anomalies.ts';
import { bytesSource } from '../source.ts';
import { readZip } from '../zip/read-zip.ts';
import { writeZip } from '../zip/write-zip.ts';
import { type NpyLimits, readNpy } from './read-npy.ts';
import { writeNpy } from './write-npy.ts';

/** More than deflate can reach: zeros are what inputs often are, and `maxTensorBytes` bounds them. */
const ANY_RATIO = 2000;
const MAX_ARRAYS = 4096;

/**
 * The arrays of a `.npz` archive by name (without `.npy`), in its order.
 *
 * @throws HG_ARTIFACT_ZIP for an archive that contradicts itself, HG_ARTIFACT_NPY for a member that is no array; HG_LIMIT_BYTES, HG_LIMIT_TENSOR when all arrays
 * together pass `maxTensorBytes`.
 */
export function readNpz(source: ByteSource, limits: NpyLimits, inflate: Inflate, digests: Pick<Digests, 'crc32'>): Map<string, Tensor> {
  const archive = readZip(source, { maxEntries: MAX_ARRAYS, maxRatio: ANY_RATIO, maxWeightsRatio: ANY_RATIO }, inflate, digests);
  const anomaly = archive.anomalies.find(({ kind }) => refuses(kind));
  if (anomaly !== undefined) throw new HorngateError('HG_ARTIFACT_ZIP', `Cannot read the archive: ${anomaly.message}`, { where: { offset: anomaly.offset } });
  const tensors = new Map<string, Tensor>();
  let bytesLeft = limits.maxTensorBytes;
  for (const entry of archive.entries) {
    if (!entry.path.endsWith('.npy'))
      throw new HorngateError('HG_ARTIFACT_NPY', 'Cannot read the archive as its members must be arrays: one is not', { where: { member: entry.path } });
    const bytes = archive.readMember(entry, bytesLeft);
    bytesLeft -= bytes.length;
    tensors.set(
      entry.path.slice(0, -'.npy'.length),
      inMember(entry.path, () => readNpy(bytesSource(bytes), limits)),
    );
  }
  return tensors;
}

/** A `.npz` archive with stored members in the order of the map; the same tensors give the same bytes. */
export function writeNpz(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  return writeZip([...tensors].map(([name, tensor]) => ({ path: `${name}.npy`, bytes: writeNpy(tensor) })));
}

function inMember<T>(member: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof HorngateError)) throw error;
    throw new HorngateError(error.code, error.message, { where: { ...error.where, member }, cause: error });
  }
}
