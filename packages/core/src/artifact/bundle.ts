import { HorngateError } from '../words/error.ts';
import type { ByteSource } from '../words/ports.ts';

/** One of several files that make a model, by its path relative to where they lie. The path is the host's: it was never read out of a file. */
export interface NamedSource {
  readonly path: string;
  readonly source: ByteSource;
}

/**
 * A model of several files: an unzipped `.keras`, or an architecture as JSON with its weights, which may be cut into shards.
 *
 * Which file plays which part follows from their names alone, so that host, scanner and compiler see the same model.
 */
export type Bundle =
  | {
      readonly kind: 'folder';
      readonly config: NamedSource;
      readonly metadata: NamedSource;
      readonly weights: NamedSource;
      readonly assets: readonly NamedSource[];
    }
  | { readonly kind: 'json'; readonly config: NamedSource; readonly weights: NamedSource }
  | { readonly kind: 'sharded'; readonly config: NamedSource; readonly index: NamedSource; readonly shards: readonly NamedSource[] };

/** Names in an unzipped `.keras` (keras/src/saving/saving_lib.py, `_save_model_to_dir`). */
export const FOLDER_FILES = ['config.json', 'metadata.json', 'model.weights.h5'] as const;
export const ASSETS = 'assets/';
export const WEIGHTS_ENDING = '.weights.h5';
export const INDEX_ENDING = '.weights.json';

/** As the report of a scan names it. */
export const bundleFormat = ({ kind }: Bundle): string => (kind === 'folder' ? 'keras-v3-folder' : 'keras-json');

/** @throws HG_ARTIFACT_FORMAT when the files make no model, or leave one over. */
export function bundleOf(files: readonly NamedSource[]): Bundle {
  const byPath = new Map(files.map((file) => [file.path, file]));
  if (byPath.size !== files.length) throw unlike('each name once');
  return folderOf(byPath, files) ?? jsonOf(files);
}

function folderOf(byPath: ReadonlyMap<string, NamedSource>, files: readonly NamedSource[]): Bundle | undefined {
  const [config, metadata, weights] = FOLDER_FILES.map((name) => byPath.get(name));
  if (config === undefined || metadata === undefined || weights === undefined) return undefined;
  const assets = files.filter(({ path }) => path.startsWith(ASSETS));
  if (assets.length + FOLDER_FILES.length !== files.length) throw unlike('nothing beside an unzipped .keras but its assets');
  return { kind: 'folder', config, metadata, weights, assets };
}

/** The architecture stands first, then its weights, or an index and its shards. */
function jsonOf([config, main, ...shards]: readonly NamedSource[]): Bundle {
  if (config === undefined || main === undefined || !config.path.endsWith('.json')) throw unlike('an architecture and its weights');
  if (main.path.endsWith(WEIGHTS_ENDING) && shards.length === 0) return { kind: 'json', config, weights: main };
  const plain = shards.every(({ path }) => path.endsWith(WEIGHTS_ENDING) && !path.includes('/'));
  if (main.path.endsWith(INDEX_ENDING) && plain && shards.length > 0) return { kind: 'sharded', config, index: main, shards };
  throw unlike('weights that end with ".weights.h5", or an index that ends with ".weights.json" and its shards');
}

const unlike = (wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FORMAT', `Cannot open the files as one model as they must be ${wanted}: they are something else`);
