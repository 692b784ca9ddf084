import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { mutate } from '../formats/mutations.testing.ts';
import { scanBytes } from '../scan.testing.ts';
import { staysInside } from './paths.ts';

const scanJson = (value: unknown, path = 'config.json') => scanBytes(encodeUtf8(JSON.stringify(value)), path);
const said = (value: unknown): string[] => [...new Set(scanJson(value).findings.map(({ check, severity }) => `${check} ${severity}`))].sort();

/** In the form that transformers, tokenizers, peft, diffusers and sentence-transformers write. */
const ORDINARY: Readonly<Record<string, readonly [format: string, value: unknown]>> = {
  config: [
    'huggingface-config',
    { architectures: ['BertModel'], model_type: 'bert', hidden_size: 8, transformers_version: '4.44.0', _name_or_path: '/home/me/import os' },
  ],
  'config with attention': [
    'huggingface-config',
    { model_type: 'llama', _attn_implementation: 'flash_attention_2', trust_remote_code: false, custom_pipelines: {} },
  ],
  generation: ['huggingface-config', { _from_model_config: true, bos_token_id: 1, eos_token_id: [2, 3], transformers_version: '4.44.0' }],
  tokenizer: [
    'huggingface-tokenizer',
    {
      version: '1.0',
      truncation: null,
      added_tokens: [{ id: 0, content: '__class__' }],
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      model: { type: 'WordLevel', vocab: { 'eval(': 0, __reduce__: 1 } },
    },
  ],
  'tokenizer config': [
    'huggingface-tokenizer-config',
    {
      tokenizer_class: 'LlamaTokenizer',
      tokenizer_file: '/home/me/.cache/x/tokenizer.json',
      chat_template: "{% for m in messages %}{{ m['content'] }}{% endfor %}",
    },
  ],
  'several templates': [
    'huggingface-tokenizer-config',
    {
      model_max_length: 512,
      chat_template: [
        { name: 'default', template: '{{ messages[0].content }}' },
        { name: 'tool_use', template: '{{ tools | tojson }}' },
      ],
    },
  ],
  preprocessor: ['huggingface-processor-config', { image_processor_type: 'ViTImageProcessor', do_normalize: true, image_mean: [0.5] }],
  index: [
    'huggingface-index',
    { metadata: { total_size: 8 }, weight_map: { 'a.weight': 'model-00001-of-00002.safetensors', 'b.weight': 'sub/model-00002-of-00002.safetensors' } },
  ],
  'special tokens': ['huggingface-special-tokens', { bos_token: '<s>', additional_special_tokens: ['__import__'] }],
  vocabulary: ['huggingface-vocabulary', { 'import os': 0, 'eval(': 1, auto: 2 }],
  adapter: [
    'peft-adapter',
    {
      peft_type: 'LORA',
      base_model_name_or_path: '/models/base',
      auto_mapping: { base_model_class: 'BertModel', parent_library: 'transformers.models.bert.modeling_bert' },
    },
  ],
  'adapter without mapping': ['peft-adapter', { peft_type: 'LORA', auto_mapping: null }],
  pipeline: [
    'diffusers-config',
    {
      _class_name: 'StableDiffusionPipeline',
      _diffusers_version: '0.30.0',
      safety_checker: ['stable_diffusion', 'StableDiffusionSafetyChecker'],
      unet: ['diffusers', 'UNet2DConditionModel'],
      vae: [null, null],
      requires_safety_checker: true,
    },
  ],
  'a part of a pipeline': [
    'diffusers-config',
    {
      _class_name: 'UNet2DConditionModel',
      _diffusers_version: '0.30.0',
      block_out_channels: [320, 640],
      down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
    },
  ],
  modules: [
    'sentence-transformers-modules',
    [
      { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
    ],
  ],
  pooling: ['sentence-transformers-config', { word_embedding_dimension: 8, pooling_mode_mean_tokens: true }],
  'a layer': ['sentence-transformers-config', { in_features: 8, out_features: 4, bias: true, activation_function: 'torch.nn.modules.activation.Tanh' }],
  'versions alone': ['sentence-transformers-config', { __version__: { pytorch: '2.0.0', transformers: '4.0.0' } }],
  'an older config': ['huggingface-config', { hidden_size: 8, num_hidden_layers: 2 }],
  'trainer state': ['huggingface-trainer-state', { log_history: [{ loss: 1 }], epoch: 1 }],
  metrics: ['huggingface-metrics', { eval_loss: 0.5, eval_runtime: 3, epoch: 3 }],
};

test('files of a model folder are known, and silent', async (t) => {
  for (const [name, [format, value]] of Object.entries(ORDINARY))
    await t.test(name, () => {
      const result = scanJson(value);
      assert.deepEqual([result.format, result.findings, result.unread], [format, [], []]);
    });
  await t.test('a list of words that begins like JSON', () => assert.deepEqual(scanBytes(encodeUtf8('[PAD]\n[UNK]\nthe\n'), 'vocab.txt').findings, []));
});

const HOSTILE: Readonly<Record<string, readonly [value: unknown, ...expected: string[]]>> = {
  'auto_map, beside': [{ model_type: 'x', auto_map: { AutoModel: 'modeling_x.XModel' } }, 'huggingface/remote-code medium'],
  'auto_map, elsewhere': [{ model_type: 'x', auto_map: { AutoModel: 'someone/else--modeling_x.XModel' } }, 'huggingface/remote-code high'],
  'auto_map of a tokenizer': [{ tokenizer_class: 'X', auto_map: { AutoTokenizer: ['tok.Slow', null] } }, 'huggingface/remote-code medium'],
  'auto_map in a part': [{ model_type: 'x', text_config: { auto_map: { AutoConfig: 'a--b.C' } } }, 'huggingface/remote-code high'],
  pipelines: [{ model_type: 'x', custom_pipelines: { mine: { impl: 'my.Pipeline', pt: ['AutoModel'] } } }, 'huggingface/remote-code medium'],
  'trust in it': [{ max_seq_length: 8, do_lower_case: false, model_args: { trust_remote_code: true } }, 'huggingface/remote-code high'],
  'trust by another value': [{ model_type: 'x', trust_remote_code: 'yes' }, 'huggingface/remote-code high'],
  kernels: [{ model_type: 'x', _attn_implementation: 'someone/kernel' }, 'huggingface/remote-code high'],
  generation: [{ transformers_version: '4', custom_generate: 'someone/generate' }, 'huggingface/remote-code medium'],
  'a template': [{ tokenizer_class: 'X', chat_template: '{{ x.__class__ }}' }, 'jinja/attribute critical'],
  'one of several templates': [
    {
      tokenizer_class: 'X',
      chat_template: [
        { name: 'a', template: '{{ a }}' },
        { name: 'b', template: '{{ x.__class__ }}' },
      ],
    },
    'jinja/attribute critical',
  ],
  'templates by name': [{ chat_template: { a: '{{ x.__class__ }}' } }, 'jinja/attribute critical'],
  'a Hydra target': [{ model: { _target_: 'os.system', command: 'id' } }, 'config/hydra-target high'],
  'a Hydra target in a known file': [{ model_type: 'x', a: [{ _target_: 'os.system' }] }, 'config/hydra-target high'],
  'an index that leads out': [{ metadata: {}, weight_map: { a: '../../etc/x.safetensors' } }, 'huggingface/path high'],
  'an index with an address': [{ metadata: {}, weight_map: { a: 'http://x/y' } }, 'huggingface/path high'],
  'an index of no text': [{ metadata: {}, weight_map: { a: 1 } }, 'huggingface/path high'],
  'a library of an adapter': [{ peft_type: 'LORA', auto_mapping: { parent_library: 'evil' } }, 'huggingface/unlisted-module high'],
  'a module': [[{ idx: 0, name: '0', path: '', type: 'os.system' }], 'huggingface/unlisted-module high'],
  'a module that looks alike': [[{ idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer.evil' }], 'huggingface/unlisted-module high'],
  'a path of a module': [[{ idx: 0, name: '0', path: '../x', type: 'sentence_transformers.models.Pooling' }], 'huggingface/path high'],
  'an activation': [{ in_features: 8, out_features: 4, activation_function: 'os.system' }, 'huggingface/unlisted-module high'],
  'an adapter that looks like an index': [{ weight_map: {}, peft_type: 'LORA', auto_mapping: { parent_library: 'evil' } }, 'huggingface/unlisted-module high'],
  'a pipeline without a version': [{ model_type: 'x', _class_name: 'MyPipeline', unet: ['my_unet', 'UNet'] }, 'huggingface/unlisted-module high'],
  'a component': [{ _class_name: 'P', _diffusers_version: '1', x: ['my_module', 'Evil'] }, 'huggingface/unlisted-module high'],
  'a pipeline of its own': [{ _class_name: ['my', 'Pipeline'], _diffusers_version: '1' }, 'huggingface/remote-code medium'],
};

test('what makes a library run code or open files is found', async (t) => {
  for (const [name, [value, ...expected]] of Object.entries(HOSTILE)) await t.test(name, () => assert.deepEqual(said(value), expected));
});

test('scanner/remote-code: what makes a library run code of the model is found', () =>
  assert.deepEqual(said({ model_type: 'x', auto_map: { AutoModel: 'm.X' } }), ['huggingface/remote-code medium']));

test('names that leave their folder', () => {
  for (const path of ['/a', '\\a', '~/a', 'C:\\a', 'c:a', 'http://a', 'file:a', '..', 'a/../../b', 'a\\..\\b', 'a/.. /b', 'a\0'])
    assert.ok(!staysInside(path), path);
  for (const path of ['', 'a', 'a/b.safetensors', 'a..b', '...', './a', 'model-00001-of-00002.safetensors']) assert.ok(staysInside(path), path);
});

test('damaged files never stop us as a bug of ours', () =>
  mutate(
    [...Object.values(ORDINARY).map(([, value]) => value), ...Object.values(HOSTILE).map(([value]) => value)].map((value) => encodeUtf8(JSON.stringify(value))),
    'config.json',
  ));
