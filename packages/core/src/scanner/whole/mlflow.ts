import { isJsonObject, type JsonObject } from '../../artifact/json/json.ts';
import { pointerOf } from '../../artifact/json/pointer.ts';
import { readYaml } from '../../artifact/yaml/read-yaml.ts';
import { quote } from '../quote.ts';
import { isMlflow } from '../yaml/mlflow.ts';
import { beside, type Folder } from './folder.ts';

/** Fields of flavors that name a file or folder of the model, and whether it is code (mlflow/pyfunc/__init__.py and the flavors of mlflow 3). */
const FILES: Readonly<Record<string, 'code' | 'data'>> = {
  code: 'code',
  code_path: 'code',
  data: 'data',
  model_code_path: 'code',
  model_data: 'data',
  model_path: 'data',
  pickled_model: 'data',
  python_model: 'code',
  saved_model_dir: 'data',
};

/** A folder of MLflow: whether the files and the code that `MLmodel` names lie there. */
export function lookAtMlflow(folder: Folder): void {
  for (const { path: member, source } of folder.descriptions.filter(({ path }) => path === 'MLmodel')) {
    const { maxConfigBytes: maxBytes, maxDepth } = folder.limits;
    const text = folder.parts.attempt(member, () => readYaml(source.read(0, Math.min(source.size, maxBytes + 1)), { maxBytes, maxDepth }, []));
    const [document] = text?.documents ?? [];
    if (document === undefined || !isMlflow(document)) continue;
    const flavors = document['flavors'] as JsonObject;
    for (const name of Object.keys(flavors).slice(0, MAX_FLAVORS)) {
      const flavor = flavors[name];
      if (isJsonObject(flavor)) lookAtFlavor(flavor, name, member, folder);
    }
  }
}

const MAX_FLAVORS = 100;

function lookAtFlavor(flavor: JsonObject, name: string, member: string, folder: Folder): void {
  for (const [key, kind] of Object.entries(FILES)) {
    const file = flavor[key];
    if (typeof file !== 'string' || file === '') continue;
    const where = { member, pointer: pointerOf(['flavors', name.slice(0, 100), key]) };
    const there = folder.expect(file, `in ${quote(key)} the file`, where);
    if (there && kind === 'code')
      folder.sights.add('mlflow/code', `Brings code in ${quote(key)}, which lies in the folder: ${quote(beside(member, file))}`, where, 'high');
  }
}
