import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that is one model to whoever loads it. Found by names alone; what its files say of one another is looked at in a guest. */
export interface Whole {
  readonly kind: 'huggingface' | 'mlflow' | 'saved-model';
  /** As it was named. */
  readonly path: string;
  /** All regular files below it, links left out. */
  readonly names: readonly string[];
  /** Those that describe others. */
  readonly descriptions: readonly string[];
}

interface Kind {
  readonly kind: Whole['kind'];
  is(names: ReadonlySet<string>): boolean;
  readonly describes: RegExp;
}

/** Names by which loaders find a model in a folder, most telling first. */
const KINDS: readonly Kind[] = [
  { kind: 'saved-model', is: (names) => names.has('saved_model.pb') || names.has('saved_model.pbtxt'), describes: /^saved_model\.pb(?:txt)?$/ },
  { kind: 'mlflow', is: (names) => names.has('MLmodel'), describes: /^MLmodel$/ },
  { kind: 'huggingface', is: isHuggingface, describes: /(?:^|\/)(?:config|[\w.-]*_config|model_index)\.json$|\.index\.json$/ },
];

/** Files that only these libraries call so, or a `config.json` beside something that it could configure. A `metadata.json` beside it is that of an unzipped `.keras`. */
function isHuggingface(names: ReadonlySet<string>): boolean {
  const all = [...names];
  if (all.some((name) => /^(?:model_index|adapter_config|tokenizer_config)\.json$|\.(?:safetensors|bin)\.index\.json$/.test(name))) return true;
  if (!names.has('config.json') || names.has('metadata.json')) return false;
  return all.some((name) =>
    /\.(?:safetensors|bin|gguf|msgpack|py)$|^tf_model\.h5$|^(?:tokenizer|generation_config|preprocessor_config|modules)\.json$/.test(name),
  );
}

/** Folders below the paths that are wholes; one in another is told only where it is of another kind. */
export const wholesBelow = (paths: readonly string[]): Whole[] => paths.flatMap((path) => (statSync(path).isDirectory() ? wholesIn(path, undefined) : []));

function wholesIn(path: string, around: Whole['kind'] | undefined): Whole[] {
  const entries = entriesOf(path);
  const names = new Set(entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])));
  const found = KINDS.filter(({ kind, is }) => kind !== around && is(names)).map(({ kind, describes }) => wholeOf(path, kind, describes));
  const inner = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  return [...found, ...inner.flatMap((one) => wholesIn(one, found.at(-1)?.kind ?? around))];
}

function wholeOf(path: string, kind: Whole['kind'], describes: RegExp): Whole {
  const names = [...namesBelow(path, '')];
  return { kind, path, names, descriptions: names.filter((name) => describes.test(name)) };
}

function* namesBelow(root: string, folder: string): Generator<string> {
  for (const entry of entriesOf(join(root, folder))) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* namesBelow(root, name);
    else if (entry.isFile()) yield name;
  }
}

const entriesOf = (folder: string): Dirent[] => readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
