import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';

/** The files of one model of several, by their paths relative to `folder`: the description first. Found by names alone; nothing in a file names another. */
export interface ModelFiles {
  readonly folder: string;
  readonly names: readonly string[];
}

/** As Keras calls them in an unzipped `.keras`. */
const FOLDER_FILES = ['config.json', 'metadata.json', 'model.weights.h5'];
const ASSETS = 'assets';
/** Whether a file of an unzipped `.keras` is the model's, by its path in the folder; others may lie there too. */
export const isModelsOwn = (name: string): boolean => FOLDER_FILES.includes(name) || name.startsWith(`${ASSETS}/`);

/** Whether these files are an unzipped `.keras`, with others or without. */
export const areUnzipped = (names: readonly string[]): boolean => FOLDER_FILES.every((name) => names.includes(name));

/** Descriptors that one guest is given. */
const MAX_FILES = 256;

/**
 * What belongs to the model that a person named: a folder that is an unzipped `.keras`; an architecture `m.json` with `m.weights.h5`, or `m.weights.json` and
 * the shards `m_00000.weights.h5`, … beside it, or with Keras' own name `model` where none is called like it.
 *
 * @returns undefined where the path is one file, which is the model alone or none.
 * @throws HG_NOT_FOUND for a folder that is none; HG_CONFLICT where weights stand there whole and in shards; HG_LIMIT_ENTRIES.
 */
export function modelFiles(path: string): ModelFiles | undefined {
  if (isFolder(path)) return folderFiles(path) ?? notAModel(path);
  return isArchitecture(path) ? withWeights(path, [stemOf(path), 'model']) : undefined;
}

/** Models of several files in a folder that is being walked; here an architecture must be called like its weights. */
export function modelsIn(folder: string): (ModelFiles & { readonly path: string })[] {
  const whole = folderFiles(folder);
  if (whole !== undefined) return [{ ...whole, path: folder }];
  const architectures = entriesOf(folder).filter((entry) => entry.isFile() && isArchitecture(entry.name));
  return architectures.flatMap(({ name }) => {
    const path = join(folder, name);
    const files = withWeights(path, [stemOf(path)]);
    return files === undefined ? [] : [{ ...files, path }];
  });
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const isArchitecture = (path: string): boolean => path.endsWith('.json') && !path.endsWith('.weights.json');
const stemOf = (path: string): string => basename(path, '.json');
const entriesOf = (folder: string): Dirent[] => readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

function folderFiles(folder: string): ModelFiles | undefined {
  const files = new Set(entriesOf(folder).flatMap((entry) => (entry.isFile() ? [entry.name] : [])));
  if (!FOLDER_FILES.every((name) => files.has(name))) return undefined;
  return bounded({ folder, names: [...FOLDER_FILES, ...filesIn(folder, ASSETS)] });
}

/** Regular files below a folder, by their paths relative to `root`. A link is none of them. */
function filesIn(root: string, path: string): string[] {
  if (!entriesOf(join(root, path, '..')).some((entry) => entry.isDirectory() && entry.name === basename(path))) return [];
  return entriesOf(join(root, path)).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(root, inner);
    return entry.isFile() ? [inner] : [];
  });
}

function withWeights(path: string, stems: readonly string[]): ModelFiles | undefined {
  const folder = dirname(path);
  for (const stem of stems) {
    const [whole, index] = [`${stem}.weights.h5`, `${stem}.weights.json`];
    const [hasWhole, hasIndex] = [whole, index].map((name) => existsSync(join(folder, name)));
    if (hasWhole && hasIndex)
      throw new HorngateError('HG_CONFLICT', `Cannot tell the weights of "${path}" as "${whole}" or "${index}" must be there: both are`);
    if (hasWhole) return { folder, names: [basename(path), whole] };
    if (hasIndex) return bounded({ folder, names: [basename(path), index, ...shardsIn(folder, stem)] });
  }
  return undefined;
}

/** `ShardedH5IOStore` of Keras counts them in five digits. */
function shardsIn(folder: string, stem: string): string[] {
  return entriesOf(folder).flatMap(({ name }) => (name.startsWith(`${stem}_`) && /^\d{5}\.weights\.h5$/.test(name.slice(stem.length + 1)) ? [name] : []));
}

function bounded(files: ModelFiles): ModelFiles {
  if (files.names.length <= MAX_FILES) return files;
  throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot open "${files.folder}" as a model must have at most ${MAX_FILES} files: it has ${files.names.length}`);
}

function notAModel(path: string): never {
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${path}" as a folder must hold ${FOLDER_FILES.join(', ')}: it does not`);
}
