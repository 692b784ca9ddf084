import type { NamedSource } from '../../artifact/bundle.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { namesIn } from '../huggingface/settings.ts';
import { dictionaries } from '../keras/dictionaries.ts';
import { type Place, pointerAt } from '../keras/place.ts';
import { quote } from '../quote.ts';
import { beside, type Folder } from './folder.ts';

type Said = ReadonlyMap<string, string>;

/**
 * A folder of transformers, diffusers, peft or sentence-transformers: whether the code that its descriptions name lies there, whether they agree about it, and whether all shards are there.
 */
export function lookAtHuggingface(folder: Folder): void {
  const auto = new Map<string, Said>();
  for (const description of folder.descriptions) {
    const value = folder.json(description);
    if (value === undefined) continue;
    auto.set(description.path, lookAtCode(value, description, folder));
    if (isJsonObject(value)) lookAtShards(value, description.path, folder);
  }
  for (const [path, said] of auto) if (/(^|\/)config\.json$/.test(path)) compare(path, said, auto, folder);
}

/** @returns what `auto_map` says of each of the library's classes. */
function lookAtCode(value: Json, { path: member }: NamedSource, folder: Folder): Said {
  const said = new Map<string, string>();
  for (const { value: dictionary, place } of dictionaries(value)) {
    const map = dictionary['auto_map'];
    if (map !== undefined) for (const { text, at } of namesIn(map, { parent: place, token: 'auto_map' })) code(text, member, at, folder);
    if (isJsonObject(map) && place === undefined) for (const key of Object.keys(map).slice(0, MAX_KEYS)) said.set(key, JSON.stringify(map[key]).slice(0, 500));
    if (typeof dictionary['impl'] === 'string') code(dictionary['impl'], member, { parent: place, token: 'impl' }, folder);
    const pipeline = dictionary['_class_name'];
    if (isJsonArray(pipeline) && typeof pipeline[0] === 'string') code(`${pipeline[0]}.`, member, { parent: place, token: '_class_name' }, folder);
  }
  return said;
}

const MAX_KEYS = 100;

/**
 * `module.Class` is `module.py` beside the description, or at the root of the folder (transformers/dynamic_module_utils.py, `get_class_from_dynamic_module`; before `--` stands
 * another repository, whose code is not here).
 */
function code(name: string, member: string, at: Place, folder: Folder): void {
  const module = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  if (module === '' || name.includes('--')) return;
  const file = `${module.replaceAll('.', '/')}.py`;
  const where = { member, pointer: pointerAt(at) };
  if (folder.has(file) || folder.has(beside(member, file)))
    folder.sights.add('huggingface/remote-code', `Names the code ${quote(file)}, which lies in the folder`, where, 'high');
  else folder.expect(file, 'the code', where);
}

/** `weight_map` says in which file each tensor lies. Where none of its files is there, the weights came in another form, and the index is a leftover. */
function lookAtShards(value: JsonObject, member: string, folder: Folder): void {
  const map = value['weight_map'];
  if (!isJsonObject(map)) return;
  const files = [...new Set(Object.keys(map).map((name) => map[name]))].filter((file): file is string => typeof file === 'string');
  const leftover = !files.some((file) => folder.has(beside(member, file))) && folder.names.some((name) => WEIGHTS.test(name));
  for (const file of files) folder.expect(file, 'the weights', { member, pointer: '/weight_map' }, leftover ? 'low' : undefined);
}

const WEIGHTS = /\.(?:safetensors|bin|gguf|h5|msgpack|onnx)$/;

/** Who reads `config.json` alone must see all code: what stands in other descriptions of its folder is compared with it. */
function compare(path: string, own: Said, auto: ReadonlyMap<string, Said>, folder: Folder): void {
  for (const [other, said] of auto) {
    if (other === path || beside(other, '') !== beside(path, '')) continue;
    const different = [...said.keys()].filter((key) => own.get(key) !== said.get(key));
    if (different.length > 0)
      folder.sights.add('folder/code-disagreement', `Names code for ${different.slice(0, 5).map(quote).join(', ')} otherwise than ${quote(path)}`, {
        member: other,
        pointer: '/auto_map',
      });
  }
}
