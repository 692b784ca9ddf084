const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** Budgets of one artifact; each is checked before the memory is taken. A Policy may change them. Bytes, counts, or ratios unpacked : packed. */
export interface Limits {
  /** Members of an archive. */
  readonly maxEntries: number;
  /** Bytes of `config.json` and of every other JSON text. */
  readonly maxConfigBytes: number;
  /** Members of an archive and of all archives in it, and how deep these may nest. */
  readonly maxMembers: number;
  readonly maxNesting: number;
  /** Bytes that all compressed members of one file may unpack to, to scan. */
  readonly maxUnpackedBytes: number;
  /** Nesting of JSON, of HDF5 groups and of models in models. */
  readonly maxDepth: number;
  /** Layers of a model, all nested ones counted. */
  readonly maxLayers: number;
  /** `bytes / packedBytes` of an archive's member. */
  readonly maxRatio: number;
  /** The same for the weights. */
  readonly maxWeightsRatio: number;
  /** Bytes of all tensors together, to compile; scan has no such limit. */
  readonly maxTensorBytes: number;
  /** HDF5 structures (headers, messages, tree nodes, chunks) that one file may make us visit. */
  readonly maxStructures: number;
  /** Pixels of an image, as its header declares them. */
  readonly maxPixels: number;
  /** Pictures of an animation, pages of a file. */
  readonly maxFrames: number;
  /** Estimated bytes of activations for one call. */
  readonly maxActivationBytes: number;
  /** Bytes of a reader guest's data segments beyond the file's own size: to scan, to compile. */
  readonly scanMemoryBytes: number;
  readonly compileMemoryBytes: number;
  /** CPU seconds of a reader guest for each GiB begun. */
  readonly readerCpuSeconds: number;
  /** Bytes of a runner's data segments beyond the size of its weights. */
  readonly runnerMemoryBytes: number;
  /** Wall time for one call to a guest, in milliseconds. */
  readonly deadlineMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxEntries: 4096,
  maxMembers: 65_536,
  maxNesting: 8,
  maxUnpackedBytes: 4 * GiB,
  maxConfigBytes: 16 * MiB,
  maxDepth: 64,
  maxLayers: 20_000,
  maxRatio: 100,
  maxWeightsRatio: 20,
  maxTensorBytes: 8 * GiB,
  maxStructures: 2_000_000,
  maxPixels: 64 * MiB,
  maxFrames: 10_000,
  maxActivationBytes: 8 * GiB,
  scanMemoryBytes: 256 * MiB,
  compileMemoryBytes: 2 * GiB,
  readerCpuSeconds: 60,
  runnerMemoryBytes: 2 * GiB,
  deadlineMs: 120_000,
};
