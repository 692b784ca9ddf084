import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { scanBytes } from '../scan.testing.ts';
import { looksLikeYaml } from './recognise.ts';

const scanText = (text: string, path = 'x.yaml') => scanBytes(encodeUtf8(text), path);
const said = (text: string, path?: string): string[] => [...new Set(scanText(text, path).findings.map(({ check, severity }) => `${check} ${severity}`))].sort();

/** As MLflow's documentation shows the file `MLmodel`. */
const MLMODEL = (flavor: string) => `artifact_path: model
flavors:
  python_function:
${flavor
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.5.0
mlflow_version: 2.15.1
model_uuid: 0123456789abcdef
utc_time_created: '2024-08-01 12:00:00.000000'
`;
const PYFUNC =
  'env:\n  conda: conda.yaml\n  virtualenv: python_env.yaml\nloader_module: mlflow.sklearn\nmodel_path: model.pkl\npredict_fn: predict\npython_version: 3.11.7';
const KERAS = (inner: string) => `backend: tensorflow
class_name: Sequential
config:
  layers:
  - class_name: InputLayer
    config:
      batch_input_shape: !!python/tuple
      - null
      - 4
      dtype: float32
      name: x
      sparse: false
${inner}
  name: sequential
keras_version: 2.4.0
`;
const DENSE = `  - class_name: Dense
    config:
      activation: relu
      activity_regularizer: null
      bias_constraint: null
      bias_initializer:
        class_name: Zeros
        config: {}
      bias_regularizer: null
      dtype: float32
      kernel_constraint: null
      kernel_initializer:
        class_name: GlorotUniform
        config:
          seed: null
      kernel_regularizer: null
      name: dense
      trainable: true
      units: 2
      use_bias: true`;

const ORDINARY: Readonly<Record<string, readonly [format: string, text: string, path?: string]>> = {
  'a configuration': ['yaml', '# eval( and import os are words\nname: x\nlist:\n- 1\n- !!str 2\n'],
  anchors: ['yaml', 'base: &b\n  a: 1\nother:\n  <<: *b\n'],
  MLmodel: ['mlflow-model', MLMODEL(PYFUNC), 'MLmodel'],
  'MLmodel of Keras': ['mlflow-model', MLMODEL('data: data\nenv: conda.yaml\nloader_module: mlflow.tensorflow\nkeras_module: keras'), 'MLmodel'],
  'conda.yaml': [
    'conda-environment',
    'channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip<=23\n- pip:\n  - mlflow==2.15.1\n  - numpy\nname: mlflow-env\n',
    'conda.yaml',
  ],
  'python_env.yaml': [
    'conda-environment',
    'python: 3.11.7\nbuild_dependencies:\n- pip==23.2.1\n- setuptools\ndependencies:\n- -r requirements.txt\n',
    'python_env.yaml',
  ],
  'an architecture': ['keras-yaml', KERAS(DENSE), 'model.yaml'],
  requirements: ['text', 'mlflow==2.15.1\nnumpy>=1.26\n', 'requirements.txt'],
  'a model card': ['text', '---\nlicense: mit\ntags:\n- x\n---\n\n# Model: a card\n\nSome words. `!!python/object/apply:os.system`\n', 'README.md'],
  'prose with colons': ['text', 'Copyright: somebody\nPermission is hereby granted to anyone: do what you want.\nThe end\n', 'LICENSE'],
};

test('configurations are known, and silent', async (t) => {
  for (const [name, [format, text, path]] of Object.entries(ORDINARY))
    await t.test(name, () => {
      const result = scanText(text, path);
      assert.deepEqual([result.format, result.findings, result.unread], [format, [], []]);
    });
});

const HOSTILE: Readonly<Record<string, readonly [text: string, ...expected: string[]]>> = {
  'python/object/apply': ['a: !!python/object/apply:os.system ["id"]\n', 'yaml/tag critical'],
  'python/object/new': ['!!python/object/new:os.system [id]\n', 'yaml/tag critical'],
  'python/name': ['- !!python/name:eval\n', 'yaml/tag critical'],
  'a whole tag': ['a: !<tag:yaml.org,2002:python/object/apply:os.system> [id]\n', 'yaml/tag critical'],
  'by a handle': ['%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/apply:os.system [id]\n', 'yaml/tag critical'],
  'in an architecture (CVE-2021-37678)': [
    KERAS(`  - class_name: Dense\n    config: !!python/object/apply:os.system\n      args: [id]`),
    'keras/unknown-field medium',
    'yaml/tag critical',
  ],
  'of Java': ['a: !!javax.script.ScriptEngineManager [x]\n', 'yaml/tag critical'],
  'of an application': ['a: !Thing {b: c}\n', 'yaml/tag medium'],
  'before an end that cannot be read': ['a: !!python/name:eval\nb: [\n', 'yaml/structure medium', 'yaml/tag critical'],
  'behind a place that cannot be read': ['a: b: c\nd: !!python/name:eval\n', 'yaml/structure medium', 'yaml/tag critical'],
  'behind a key that is not read': ['a: 1\n? b\n: !!python/name:eval\n', 'scan/unread medium', 'yaml/tag critical'],
  'in a later document': ['a: 1\n---\nb: !!python/name:eval\n', 'yaml/tag critical'],
  'a key twice': ['a: 1\na: 2\n', 'yaml/duplicate-key high'],
  laughs: [
    Array.from(
      { length: 12 },
      (_, n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(n === 0 ? 'x' : `*a${n - 1}`)
          .join()}]`,
    ).join('\n'),
    'yaml/alias high',
  ],
  'a Hydra target': ['model:\n  _target_: os.system\n  command: id\n', 'config/hydra-target high'],
  'a foreign loader': [MLMODEL('loader_module: my_loader'), 'mlflow/loader-module critical'],
  'a loader that looks alike': [MLMODEL('loader_module: mlflow.sklearn.evil'), 'mlflow/loader-module critical'],
  'code beside': [MLMODEL(`${PYFUNC}\ncode: code`), 'mlflow/code medium'],
  'a pickled model of its own': [
    MLMODEL('loader_module: mlflow.pyfunc.model\npython_model: python_model.pkl\ncloudpickle_version: 3.0.0'),
    'mlflow/code medium',
  ],
  'a path that leads out': [MLMODEL('loader_module: mlflow.sklearn\nmodel_path: ../../x.pkl'), 'mlflow/path high'],
  'an artifact that leads out': [MLMODEL('loader_module: mlflow.sklearn\nartifacts:\n  a:\n    path: /etc/passwd\n    uri: /home/me/x'), 'mlflow/path high'],
  'a lambda in an architecture': [
    KERAS(
      `  - class_name: Lambda\n    config:\n      name: l\n      function: !!python/tuple\n      - "4wEAAAAAAAAAAAAAAAMAAAADAAAA80YAAACXAHQBAAAAAAAAAAAAAGQBpgEAAKsBAAAAAAAAAACg\\n"\n      - null\n      - null\n      function_type: lambda`,
    ),
    'keras/code-class critical',
    'keras/lambda-bytecode critical',
  ],
};

test('what builds, calls or leads out is found', async (t) => {
  for (const [name, [text, ...expected]] of Object.entries(HOSTILE)) await t.test(name, () => assert.deepEqual(said(text), expected));
});

test('scanner/yaml-tags: a tag that builds an object is found by its whole name', () =>
  assert.deepEqual(said('%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/apply:os.system [id]\n'), ['yaml/tag critical']));

test('what is YAML is told by its lines', () => {
  const yaml = [
    'a: 1\n',
    '- a: 1\n- b: 2\n',
    '---\na:\n  - b\n',
    '"a b": c\n',
    '!!python/name:os.system\n',
    '--- !!python/object/apply:os.system [x]\n',
    '- !!python/name:os.system\n',
    '# c\nschlüssel: x\n',
  ];
  const none = [
    'hello world\n',
    'import os\nclass A:\n  pass\n',
    'if x:\n  y\n',
    '# Title\n\nSome prose.\n',
    'a,b\n1,2\n',
    '',
    '- a point\n- another\n',
    '---\na: 1\n---\n# Card\n',
    'Terms: x\nYou may do this and that.\n',
    '```\na: 1\n```\n',
  ];
  for (const text of yaml) assert.ok(looksLikeYaml(text, true), text);
  for (const text of none) assert.ok(!looksLikeYaml(text, true), text);
});
