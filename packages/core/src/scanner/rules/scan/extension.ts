import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';

/** What a text in YAML may be. */
const YAML = ['conda-environment', 'keras-yaml', 'mlflow-model', 'yaml'];

const PICKLES = ['pickle', 'joblib', 'torch-legacy', 'pytorch', 'gzip', 'bzip2', 'xz', 'lzma', 'zlib', 'lz4', 'joblib-zfile'];

/** Endings that say what a file is, and the formats that they may stand for. Endings that are not here say nothing. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  keras: ['keras-v3', 'keras-v3-folder'],
  h5: ['hdf5', 'keras-h5', 'keras-weights'],
  hdf5: ['hdf5', 'keras-h5', 'keras-weights'],
  json: [
    'json',
    'keras-json',
    'keras-metadata',
    'keras-shards',
    ...['config', 'index', 'metrics', 'processor-config', 'special-tokens', 'tokenizer', 'tokenizer-config', 'trainer-state', 'vocabulary'].map(
      (name) => `huggingface-${name}`,
    ),
    ...['diffusers-config', 'peft-adapter', 'sentence-transformers-config', 'sentence-transformers-modules'],
  ],
  gguf: ['gguf'],
  jinja: ['jinja'],
  onnx: ['onnx'],
  pb: ['tensorflow-saved-model', 'tensorflow-meta-graph', 'tensorflow-graph', 'keras-saved-metadata', 'tensorflow-fingerprint', 'onnx'],
  pbtxt: ['tensorflow-saved-model', 'tensorflow-meta-graph', 'tensorflow-graph', 'text'],
  tflite: ['tflite'],
  npy: ['npy'],
  npz: ['npz', 'zip'],
  ...Object.fromEntries(['pkl', 'pickle', 'joblib', 'dill', 'sav'].map((ending) => [ending, PICKLES])),
  ...Object.fromEntries(['pt', 'pth', 'ckpt', 'tar.pth'].map((ending) => [ending, ['pytorch', 'pytorch-tar', 'torch-legacy', 'pickle', 'tar', 'zip']])),
  safetensors: ['safetensors'],
  skops: ['skops'],
  yaml: YAML,
  yml: YAML,
  zip: ['zip', 'npz', 'keras-v3', 'pytorch', 'skops'],
  tar: ['tar', 'pytorch-tar'],
  zlib: ['zlib'],
  ...Object.fromEntries(['so', 'dll', 'exe', 'dylib'].map((ending) => [ending, ['program']])),
  '7z': ['7z'],
  gz: ['gzip'],
  tgz: ['gzip'],
  bz2: ['bzip2'],
  xz: ['xz'],
  lzma: ['lzma'],
  zst: ['zstd'],
  lz4: ['lz4'],
  png: ['png'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  gif: ['gif'],
  webp: ['webp'],
  pdf: ['unknown'],
  ...Object.fromEntries(['txt', 'md', 'csv', 'py', 'html', 'xml'].map((ending) => [ending, ['text', 'json', 'jinja', 'script', ...YAML]])),
};

/** A file that is something else than its name says. Loaders choose by the name, scanners that do so look with the wrong eyes. */
export const scanExtension = defineCheck<'scan'>({
  id: 'scan/extension',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file is of another format than its name says; it may be read by a program that nobody expected.',
  advice: 'Rename the file once you know what it is, or refuse it.',
  references: ['CWE-646'],

  *check({ path, format }) {
    const ending = /\.([A-Za-z0-9]{1,16})$/.exec(path)?.[1]?.toLowerCase() ?? '';
    const claimed = Object.hasOwn(CLAIMS, ending) ? CLAIMS[ending] : undefined;
    if (claimed !== undefined && !claimed.includes(format))
      yield { where: {}, message: `Is called ${quote(`.${ending}`)}, but its content is of the format ${quote(format)}` };
  },
});
