import { isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { pointerOf } from '../../artifact/json/pointer.ts';
import { runChecks } from '../define-check.ts';
import { staysInside } from '../huggingface/paths.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Inner } from '../seen.ts';
import { Sights } from '../sights.ts';

/** Modules of MLflow that its own flavors write as `loader_module` (mlflow 3; earlier names kept). */
const LOADERS: ReadonlySet<string> = new Set(
  `catboost diviner dspy fastai gluon h2o johnsnowlabs keras langchain lightgbm llama_index mleap onnx openai paddle pmdarima promptflow prophet pyfunc.loaders.chat_agent
pyfunc.loaders.chat_model pyfunc.loaders.code_model pyfunc.loaders.responses_agent pyfunc.model pytorch sentence_transformers shap sklearn spacy spark statsmodels tensorflow
transformers xgboost keras.load fastai.load`
    .split(/\s+/)
    .map((name) => `mlflow.${name}`),
);
const KERAS_MODULES: ReadonlySet<string> = new Set(['keras', 'tensorflow.keras', 'tf_keras', 'keras.src']);
/** Fields of a flavor that name files of the model. */
const PATHS = [
  'code',
  'code_path',
  'data',
  'model_binary',
  'model_code_path',
  'model_config',
  'model_data',
  'model_path',
  'path',
  'pickled_model',
  'pipeline',
  'python_model',
];

export const isMlflow = (value: Json): value is JsonObject => isJsonObject(value) && isJsonObject(value['flavors']) && Object.keys(value['flavors']).length > 0;

/** The file `MLmodel`: which modules its flavors import, which code they bring, where their files lie. */
export function scanMlflow(value: JsonObject): Inner {
  const sights = new Sights();
  const flavors = isJsonObject(value['flavors']) ? value['flavors'] : {};
  for (const name of Object.keys(flavors)) {
    const flavor = flavors[name];
    if (isJsonObject(flavor)) lookAtFlavor(flavor, ['flavors', name.slice(0, 100)], sights);
  }
  return { findings: runChecks(CHECKS.mlflow, { sights: sights.list, troubles: [] }), troubles: [] };
}

function lookAtFlavor(flavor: JsonObject, place: readonly string[], sights: Sights): void {
  const at = (...more: readonly string[]) => ({ pointer: pointerOf([...place, ...more]) });
  const given = (key: string): Json | undefined => (flavor[key] === null || flavor[key] === '' ? undefined : flavor[key]);
  const loader = given('loader_module');
  if (loader !== undefined && !(typeof loader === 'string' && LOADERS.has(loader)))
    sights.add('mlflow/loader-module', `Names the module ${quote(loader)} as its loader`, at('loader_module'));
  const keras = given('keras_module');
  if (keras !== undefined && !(typeof keras === 'string' && KERAS_MODULES.has(keras)))
    sights.add('mlflow/loader-module', `Names the module ${quote(keras)} as Keras`, at('keras_module'));
  for (const key of ['code', 'code_path', 'model_code_path', 'python_model'])
    if (given(key) !== undefined) sights.add('mlflow/code', `Brings code in ${quote(key)}: ${quote(given(key))}`, at(key));
  for (const key of PATHS) {
    const path = given(key);
    if (typeof path === 'string' && !staysInside(path)) sights.add('mlflow/path', `Names a file outside the model in ${quote(key)}: ${quote(path)}`, at(key));
  }
  lookAtArtifacts(flavor, at, sights);
}

/** `artifacts: {name: {path, uri}}`: the path is read when the model is loaded, the address only says where it came from. Environments are files as well. */
function lookAtArtifacts(flavor: JsonObject, at: (...more: readonly string[]) => { readonly pointer: string }, sights: Sights): void {
  for (const [key, field] of [
    ['artifacts', 'path'],
    ['env', undefined],
  ] as const) {
    const group = flavor[key];
    if (typeof group === 'string' && !staysInside(group))
      sights.add('mlflow/path', `Names a file outside the model in ${quote(key)}: ${quote(group)}`, at(key));
    if (!isJsonObject(group)) continue;
    for (const name of Object.keys(group)) {
      const one = group[name];
      const path = field === undefined ? one : isJsonObject(one) ? one[field] : undefined;
      if (typeof path === 'string' && !staysInside(path))
        sights.add('mlflow/path', `Names a file outside the model in ${quote(key)}: ${quote(path)}`, at(key, name.slice(0, 100)));
    }
  }
}
