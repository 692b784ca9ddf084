import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { runChecks } from '../define-check.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Inner } from '../seen.ts';
import { Sights } from '../sights.ts';
import { staysInside } from './paths.ts';

/** What a JSON file of a model's folder is, and what is looked at in it beside the settings that every file may have. */
interface Description {
  readonly format: string;
  accepts(value: Json): boolean;
  look?(value: Json, sights: Sights): void;
}

const has = (value: Json, ...keys: readonly string[]): value is JsonObject => isJsonObject(value) && keys.every((key) => Object.hasOwn(value, key));
const hasOne = (value: Json, ...keys: readonly string[]): value is JsonObject => isJsonObject(value) && keys.some((key) => Object.hasOwn(value, key));
const everyKey = (value: Json, wanted: (key: string, child: Json) => boolean): boolean =>
  isJsonObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => wanted(key, value[key] as Json));

/** The first that accepts. What they hold beside names of code and of files is data. */
const DESCRIPTIONS: readonly Description[] = [
  { format: 'huggingface-index', accepts: (value) => has(value, 'weight_map') && isJsonObject(value['weight_map']), look: lookAtIndex },
  { format: 'peft-adapter', accepts: (value) => has(value, 'peft_type'), look: lookAtAdapter },
  { format: 'diffusers-config', accepts: (value) => has(value, '_class_name'), look: lookAtPipeline },
  { format: 'sentence-transformers-modules', accepts: isModules, look: lookAtModules },
  {
    format: 'sentence-transformers-config',
    accepts: (value) =>
      has(value, 'word_embedding_dimension') ||
      has(value, '__version__') ||
      has(value, 'max_seq_length', 'do_lower_case') ||
      has(value, 'in_features', 'out_features'),
    look: lookAtDense,
  },
  { format: 'huggingface-tokenizer', accepts: (value) => has(value, 'model', 'added_tokens') || has(value, 'model', 'pre_tokenizer', 'normalizer') },
  { format: 'huggingface-tokenizer-config', accepts: (value) => hasOne(value, 'tokenizer_class', 'chat_template', 'added_tokens_decoder', 'model_max_length') },
  {
    format: 'huggingface-processor-config',
    accepts: (value) =>
      hasOne(value, 'image_processor_type', 'feature_extractor_type', 'processor_class', 'video_processor_type') || has(value, 'do_normalize', 'image_mean'),
  },
  {
    format: 'huggingface-config',
    accepts: (value) =>
      hasOne(value, 'model_type', 'architectures', 'auto_map', 'transformers_version', 'custom_pipelines', '_from_model_config') ||
      has(value, 'hidden_size', 'num_hidden_layers') ||
      has(value, 'bos_token_id', 'eos_token_id') ||
      has(value, 'architecture', 'pretrained_cfg') ||
      has(value, 'bits', 'group_size'),
  },
  { format: 'huggingface-trainer-state', accepts: (value) => has(value, 'log_history') },
  { format: 'huggingface-special-tokens', accepts: (value) => everyKey(value, (key) => /_tokens?$/.test(key)) },
  {
    format: 'huggingface-vocabulary',
    accepts: (value) =>
      everyKey(value, (_, child) => typeof child === 'number' && Number.isInteger(child) && child >= 0) && Object.keys(value as JsonObject).length > 1,
  },
  {
    format: 'huggingface-metrics',
    accepts: (value) =>
      everyKey(value, (key, child) => typeof child === 'number' && /loss|runtime|per_second|accuracy|epoch|samples|perplexity|flos|f1/.test(key)),
  },
];

/** What the file describes, or undefined where it is of no kind that we know. */
export function scanHuggingface(value: Json): (Inner & { readonly format: string }) | undefined {
  const all = DESCRIPTIONS.filter((one) => one.accepts(value));
  const [description] = all;
  if (description === undefined) return undefined;
  const sights = new Sights();
  for (const { look } of all) look?.(value, sights); // whoever loads it goes by its name, and sees what it looks for
  return { format: description.format, findings: runChecks(CHECKS.huggingface, { sights: sights.list, troubles: [] }), troubles: [] };
}

function checkPath(path: Json | undefined, pointer: string, sights: Sights): void {
  if (typeof path !== 'string' || !staysInside(path)) sights.add('huggingface/path', `Names a file outside its folder: ${quote(path)}`, { pointer });
}

/** Shards of weights: which tensor lies in which file. */
function lookAtIndex(value: Json, sights: Sights): void {
  const map = isJsonObject(value) ? value['weight_map'] : undefined;
  if (!isJsonObject(map)) return;
  const files = new Set(Object.keys(map).flatMap((name) => map[name] as Json));
  for (const file of files) checkPath(file, '/weight_map', sights);
}

const unlisted = (module: Json | undefined, pointer: string, sights: Sights): void =>
  sights.add('huggingface/unlisted-module', `Names the module ${quote(module)}, which is none of the library's own`, { pointer });

/** Libraries whose classes `peft` may look for; it imports what `parent_library` says. */
const PARENTS =
  /^(?:transformers\.models(?:\.[a-z0-9_]+)+|transformers|peft(?:\.[a-z0-9_]+)*|diffusers\.models(?:\.[a-z0-9_]+)*|sentence_transformers(?:\.[A-Za-z0-9_]+)*|torch\.nn\.modules(?:\.[a-z]+)*)$/;

function lookAtAdapter(value: Json, sights: Sights): void {
  const mapping = isJsonObject(value) ? value['auto_mapping'] : undefined;
  if (!isJsonObject(mapping)) return;
  const library = mapping['parent_library'];
  if (library !== undefined && library !== null && !(typeof library === 'string' && PARENTS.test(library)))
    unlisted(library, '/auto_mapping/parent_library', sights);
}

/** Packages that `diffusers` loads a component of, and the modules of its own pipelines. */
const COMPONENTS: ReadonlySet<string> = new Set([
  'diffusers', 'transformers', 'tokenizers', 'onnxruntime', 'optimum', 'flax', 'k_diffusion', 'audioldm2', 'blip_diffusion', 'deepfloyd_if', 'kandinsky', 'kolors', 'latent_diffusion', 'latte',
  'lumina', 'musicldm', 'paint_by_example', 'pixart_alpha', 'shap_e', 'stable_audio', 'stable_cascade', 'stable_diffusion', 'stable_diffusion_xl', 'stable_diffusion_safe', 'unidiffuser',
  'versatile_diffusion', 'wuerstchen',
]); // biome-ignore format: a table

function lookAtPipeline(value: Json, sights: Sights): void {
  if (!isJsonObject(value)) return;
  if (typeof value['_class_name'] !== 'string')
    sights.add(
      'huggingface/remote-code',
      `Names a pipeline of its own: ${isJsonArray(value['_class_name']) ? value['_class_name'].slice(0, 2).map(quote).join('.') : quote(value['_class_name'])}`,
      { pointer: '/_class_name' },
    );
  const isPipeline = typeof value['_class_name'] !== 'string' || value['_class_name'].endsWith('Pipeline');
  for (const key of Object.keys(value)) {
    const component = value[key] as Json;
    if (!isJsonArray(component) || component.length !== 2 || !component.every((one) => one === null || typeof one === 'string')) continue;
    const [library] = component;
    if (key.startsWith('_') || typeof library !== 'string' || COMPONENTS.has(library)) continue;
    if (!isPipeline && /^[A-Z]/.test(library)) continue; // a list of two kinds of blocks
    if (typeof component[1] === 'string' && /^[A-Z]\w*$/.test(component[1])) unlisted(library, `/${key.slice(0, 80)}/0`, sights);
  }
}

/** A layer of sentence-transformers, which imports its activation by name. */
function lookAtDense(value: Json, sights: Sights): void {
  const activation = isJsonObject(value) ? value['activation_function'] : undefined;
  if (
    activation !== undefined &&
    activation !== null &&
    !(typeof activation === 'string' && /^torch\.nn\.modules\.(?:activation|linear)\.[A-Z]\w*$/.test(activation))
  )
    unlisted(activation, '/activation_function', sights);
}

function isModules(value: Json): boolean {
  return isJsonArray(value) && value.length > 0 && value.every((one) => has(one, 'type', 'path') && Object.hasOwn(one, 'name'));
}

const MODULE_CLASSES =
  'Asym|BoW|CLIPModel|CNN|Dense|Dropout|InputModule|LSTM|LayerNorm|MLMTransformer|Module|Normalize|Pooling|Router|SparseAutoEncoder|SparseStaticEmbedding|SpladePooling|StaticEmbedding|Transformer|WeightedLayerPooling|WordEmbeddings|WordWeights';
/** Classes of sentence-transformers, which imports what `type` says. */
const MODULE_TYPE = new RegExp(
  `^sentence_transformers\\.(?:models|sparse_encoder\\.models|base\\.modules|sentence_transformer\\.modules|cross_encoder\\.modules)(?:\\.(?:${MODULE_CLASSES}|[a-z_]+))?\\.(?:${MODULE_CLASSES})$`,
);

function lookAtModules(value: Json, sights: Sights): void {
  for (const [index, one] of (value as readonly JsonObject[]).entries()) {
    const { type, path } = one;
    if (typeof type !== 'string' || !MODULE_TYPE.test(type)) unlisted(type, `/${index}/type`, sights);
    checkPath(path, `/${index}/path`, sights);
  }
}
