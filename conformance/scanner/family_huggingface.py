"""Files of model folders as transformers, tokenizers, peft, diffusers and sentence-transformers write them, and templates beside them."""

import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import importlib.metadata
import json

import numpy
import tokenizers
from safetensors.numpy import save
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from manifest import Family

family = Family("huggingface", {"tokenizers": tokenizers.__version__, "safetensors": importlib.metadata.version("safetensors")})

CODE = ["huggingface/remote-code", "medium"]
ELSEWHERE = ["huggingface/remote-code", "high"]
MODULE = ["huggingface/unlisted-module", "high"]
PATH = ["huggingface/path", "high"]
ATTRIBUTE = ["jinja/attribute", "critical"]
CALL = ["jinja/call", "medium"]
TOUCH = "touch \"$HORNGATE_CANARY\""


def dumps(value):
    return (json.dumps(value, indent=2) + "\n").encode()


def config(**more):
    return {"architectures": ["BertForSequenceClassification"], "hidden_size": 8, "model_type": "bert", "transformers_version": "4.44.2", "vocab_size": 30522, **more}


def hostile(name, value, cause, *expect, ending="json", **more):
    family.hostile(f"huggingface-{name}", f"{name}.{ending}", value.encode() if isinstance(value, str) else dumps(value), cause, list(expect), **more)


def benign(name, value, ending="json"):
    family.benign(f"huggingface-{name}", f"{name}.{ending}", value.encode() if isinstance(value, str) else dumps(value))


hostile("auto-map", config(auto_map={"AutoConfig": "configuration_x.XConfig", "AutoModel": "modeling_x.XModel"}), "custom code", CODE)
hostile("auto-map-elsewhere", config(auto_map={"AutoModel": "someone/else--modeling_x.XModel"}), "custom code of another repository", ELSEWHERE)
hostile("auto-map-nested", config(text_config={"model_type": "x", "auto_map": {"AutoModel": "someone/else--m.X"}}), "custom code in an inner place", ELSEWHERE)
hostile("auto-map-tokenizer", {"tokenizer_class": "XTokenizer", "auto_map": {"AutoTokenizer": ["tokenization_x.XTokenizer", None]}}, "custom code", CODE)
hostile("auto-map-escaped", '{"model_type": "x", "\\u0061uto_map": {"AutoModel": "modeling_x.XModel"}}', "escaped key", CODE)
hostile("auto-map-twice", '{"model_type": "x", "auto_map": {}, "auto_map": {"AutoModel": "m.X"}}', "duplicate key", CODE, ["json/duplicate-key", "high"])
hostile("custom-pipelines", config(custom_pipelines={"mine": {"impl": "my_pipeline.Mine", "pt": ["AutoModel"], "tf": [], "default": {}}}), "custom code", CODE)
hostile("trust-remote-code", {"max_seq_length": 128, "do_lower_case": False, "model_args": {"trust_remote_code": True}}, "trust asked for by the file", ELSEWHERE)
hostile("kernel", config(_attn_implementation="someone/kernel"), "compiled code of another repository", ELSEWHERE)
hostile("custom-generate", {"bos_token_id": 1, "transformers_version": "4.50.0", "custom_generate": "someone/generate"}, "custom code", CODE)
hostile("index-up", {"metadata": {"total_size": 8}, "weight_map": {"a": "../../../../etc/model.safetensors"}}, "path leads out", PATH)
hostile("index-absolute", {"metadata": {}, "weight_map": {"a": "/proc/self/environ"}}, "path leads out", PATH)
hostile("index-windows", {"metadata": {}, "weight_map": {"a": "..\\..\\x.bin", "b": "C:\\x.bin"}}, "path leads out", PATH)
hostile("index-address", {"metadata": {}, "weight_map": {"a": "https://example.org/x.bin"}}, "path leads out", PATH)
hostile("modules-type", [{"idx": 0, "name": "0", "path": "", "type": "os.system"}], "module by name", MODULE)
hostile("modules-own", [{"idx": 0, "name": "0", "path": "", "type": "custom_st.Transformer"}], "module by name", MODULE)
hostile("modules-lookalike", [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.evil.Transformer2"}], "module by name", MODULE)
hostile("modules-path", [{"idx": 0, "name": "0", "path": "../../x", "type": "sentence_transformers.models.Transformer"}], "path leads out", PATH)
hostile("adapter-library", {"peft_type": "LORA", "auto_mapping": {"base_model_class": "X", "parent_library": "transformers_modules.someone.evil"}}, "module by name", MODULE)
hostile("pipeline-component", {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.30.0", "unet": ["my_unet", "UNet"]}, "module by name", MODULE)
hostile("pipeline-own", {"_class_name": ["my_pipeline", "MyPipeline"], "_diffusers_version": "0.30.0"}, "custom code", CODE)
hostile("dense-activation", {"in_features": 8, "out_features": 4, "bias": True, "activation_function": "os.system"}, "module by name", MODULE)
hostile("adapter-as-index", {"weight_map": {}, "peft_type": "LORA", "auto_mapping": {"base_model_class": "X", "parent_library": "evil"}}, "file that looks like another", MODULE)
hostile("hydra-target", config(head={"_target_": "os.system", "_args_": [TOUCH]}), "Hydra target", ["config/hydra-target", "high"], advisory="CVE-2025-23304")
hostile("template-in-config", {"tokenizer_class": "X", "chat_template": "{{ cycler.__init__.__globals__.os.system('x') }}"}, "template reaches into Python", ATTRIBUTE, CALL, advisory="CVE-2024-34359")
hostile("template-named", {"tokenizer_class": "X", "chat_template": [{"name": "default", "template": "{{ a }}"}, {"name": "tool_use", "template": "{{ ''|attr('__class__') }}"}]}, "template reaches into Python", ATTRIBUTE)
hostile("template-file-json", {"chat_template": "{% for c in ''.__class__.__mro__ %}{% endfor %}"}, "template reaches into Python", ATTRIBUTE)

# As files of their own: what each does in an engine without a sandbox is shown with Jinja itself.
RUN = f"os.popen('{TOUCH}').read()"
TEMPLATES = {
    "cycler": (f"{{{{ cycler.__init__.__globals__.{RUN} }}}}", ATTRIBUTE, CALL),
    "subclasses": (f"{{% for c in ().__class__.__base__.__subclasses__() %}}{{% if c.__name__ == 'catch_warnings' %}}{{{{ c()._module.__builtins__['__import__']('os').system('{TOUCH}') }}}}{{% endif %}}{{% endfor %}}", ATTRIBUTE, CALL),
    "attr-filter": (f"{{{{ (cycler|attr('__init__')|attr('__globals__'))['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "hexadecimal": (f"{{{{ cycler['\\x5f\\x5finit\\x5f\\x5f']['\\x5f\\x5fglobals\\x5f\\x5f']['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "pieces": (f"{{% set u = '_' ~ '_' %}}{{{{ cycler[u ~ 'init' ~ u][u ~ 'globals' ~ u]['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "joined": (f"{{{{ (cycler|attr(['__', 'init', '__']|join))['_' '_globals__']['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "format": (f"{{{{ (cycler|attr('%sinit%s'|format('__', '__'))|attr('%sglobals%s'|format('__', '__')))['os'].system('{TOUCH}') }}}}", CALL, ["jinja/computed-name", "high"]),
    "reversed": (f"{{{{ (cycler|attr('__tini__'|reverse)|attr('__slabolg__'|reverse))['os'].system('{TOUCH}') }}}}", CALL, ["jinja/computed-name", "high"]),
    "keywords": (f"{{% set g = dict(__globals__=1, __init__=1)|list %}}{{{{ cycler[g[1]][g[0]]['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "macro": (f"{{% macro get(o, k) %}}{{% set ns.v = o|attr(k) %}}{{% endmacro %}}{{% set ns = namespace(v=cycler) %}}{{{{ get(ns.v, '__init__') }}}}", ATTRIBUTE),
    "map": (f"{{{{ ([cycler]|map(attribute='__init__.__globals__')|first)['os'].system('{TOUCH}') }}}}", ATTRIBUTE, CALL),
    "in-chatml": ("{% for message in messages %}{{ '<|im_start|>' + message['role'] }}{% endfor %}{% if add_generation_prompt %}assistant{% endif %}" + f"{{{{ lipsum.__globals__.{RUN} }}}}", ATTRIBUTE, CALL),
}
for name, (template, *expect) in TEMPLATES.items():
    hostile(f"template-{name}", template, "template reaches into Python", *expect, ending="jinja", advisory="CVE-2024-34359", loader=None if name == "macro" else "jinja2")
hostile("template-include", "{% include 'secrets.txt' %}", "template opens files", ["jinja/import", "high"], ending="jinja")
hostile("template-import", "{% from 'x.jinja' import y %}{{ y }}", "template opens files", ["jinja/import", "high"], ending="jinja")
hostile("template-format-method", "{{ '{0.__class__.__init__.__globals__}'.format(cycler) }}", "template reaches into Python", ATTRIBUTE, ending="jinja")
hostile("template-behind-error", "{{ a b }}\n{{ x.__class__ }}", "finding lost in an error", ATTRIBUTE, ["jinja/structure", "medium"], ending="jinja")
hostile("template-behind-text", "Some plain words. " * 400 + "{{ x.__class__ }}", "template behind plain text", ATTRIBUTE, ending="jinja")
family.hostile(
    "huggingface-folder", "folder-custom-code/",
    {"config.json": dumps(config(auto_map={"AutoModel": "modeling_x.XModel"})), "tokenizer_config.json": dumps({"tokenizer_class": "X", "chat_template": "{{ x.__class__ }}"}), "model.safetensors": save({"a": numpy.ones(2, numpy.float32)})},
    "custom code", [CODE, ATTRIBUTE, ["folder/missing-file", "medium"]],
)

benign("config", config(_name_or_path="/home/somebody/eval(import os)", id2label={"0": "__class__", "1": "os.system"}))
benign("config-llama", {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "rope_scaling": {"factor": 8.0, "rope_type": "llama3"}, "torch_dtype": "bfloat16", "transformers_version": "4.44.2", "eos_token_id": [128001, 128008], "_attn_implementation": "flash_attention_2"})
benign("config-quantised", config(quantization_config={"bits": 4, "group_size": 128, "quant_method": "gptq"}))
benign("config-timm", {"architecture": "resnet18", "num_classes": 10, "pretrained_cfg": {"tag": "a1_in1k", "custom_load": False, "input_size": [3, 224, 224], "url": ""}})
benign("generation-config", {"_from_model_config": True, "bos_token_id": 1, "eos_token_id": 2, "temperature": 0.6, "transformers_version": "4.44.2"})
benign("tokenizer-config", {"add_bos_token": True, "added_tokens_decoder": {"0": {"content": "<unk>", "lstrip": False, "special": True}}, "model_max_length": 1000000000000000019884624838656, "name_or_path": "../base", "special_tokens_map_file": "/home/me/.cache/x/special_tokens_map.json", "tokenizer_class": "LlamaTokenizer"})
benign("preprocessor-config", {"do_normalize": True, "do_resize": True, "image_mean": [0.5, 0.5, 0.5], "image_processor_type": "ViTImageProcessor", "size": {"height": 224, "width": 224}})
benign("processor-config", {"processor_class": "LlavaProcessor", "patch_size": 14})
benign("index", {"metadata": {"total_size": 16}, "weight_map": {"model.embed.weight": "model-00001-of-00002.safetensors", "lm_head.weight": "model-00002-of-00002.safetensors"}})
benign("special-tokens-map", {"bos_token": {"content": "<s>", "lstrip": False}, "eos_token": "</s>", "additional_special_tokens": ["<|eval(|>", "__import__"]})
benign("added-tokens", {"<|im_end|>": 151645, "<|import os|>": 151646})
benign("vocab", {word: index for index, word in enumerate(["[PAD]", "eval(", "import", "os.system", "__reduce__", "auto_map", "_target_", "{{", "}}", "##ing"])})
benign("adapter-config", {"peft_type": "LORA", "auto_mapping": None, "base_model_name_or_path": "/workspace/base", "lora_alpha": 16, "r": 8, "target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM"})
benign("adapter-config-mapping", {"peft_type": "LORA", "auto_mapping": {"base_model_class": "BertModel", "parent_library": "transformers.models.bert.modeling_bert"}, "r": 8})
benign("model-index", {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.30.0", "feature_extractor": ["transformers", "CLIPImageProcessor"], "requires_safety_checker": True, "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"], "scheduler": ["diffusers", "PNDMScheduler"], "unet": ["diffusers", "UNet2DConditionModel"], "image_encoder": [None, None]})
benign("unet-config", {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.30.0", "block_out_channels": [32, 64], "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "sample_size": 8})
benign("modules", [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}, {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}, {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}])
benign("pooling-config", {"word_embedding_dimension": 384, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True})
benign("sentence-bert-config", {"max_seq_length": 256, "do_lower_case": False})
benign("dense-config", {"in_features": 8, "out_features": 4, "bias": True, "activation_function": "torch.nn.modules.activation.Tanh"})
benign("sentence-transformers-versions", {"__version__": {"sentence_transformers": "2.2.2", "transformers": "4.20.1", "pytorch": "1.11.0"}})
benign("trainer-state", {"best_metric": None, "epoch": 1.0, "global_step": 10, "log_history": [{"epoch": 1.0, "loss": 0.5, "step": 10}]})
benign("all-results", {"epoch": 3.0, "eval_accuracy": 0.9, "eval_loss": 0.3, "train_runtime": 12.5, "train_samples_per_second": 100.0})
benign("vocab-words", "[PAD]\n[UNK]\n[CLS]\neval(\nimport os\n__class__\nthe\n##ing\n", ending="txt")
benign("merges", "#version: 0.2\ne v\nev al\neval (\no s\n", ending="txt")

CHATML = "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou are a helper.<|im_end|>\\n' }}{% endif %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}\n"
LLAMA = "{{- bos_token }}\n{%- set date = strftime_now('%d %b %Y') if strftime_now is defined else '1 Jan 2025' %}\n{%- for message in messages %}\n{{- '<|start_header_id|>' ~ message.role ~ '<|end_header_id|>\\n\\n' ~ (message.content | trim) ~ '<|eot_id|>' }}\n{%- if message.tool_calls is defined and message.tool_calls|length > 1 %}\n{{- raise_exception('one call at once') }}\n{%- endif %}\n{%- endfor %}\n"
MISTRAL = "{%- set ns = namespace(index=0) %}\n{%- for message in messages %}\n{%- if (message['role'] == 'user') != (ns.index % 2 == 0) %}{{- raise_exception('Roles must alternate') }}{%- endif %}\n{%- set ns.index = ns.index + 1 %}\n{{- '[INST] ' + message['content'] | trim + ' [/INST]' if message['role'] == 'user' else message['content'] + eos_token }}\n{%- endfor %}\n"
TOOLS = "{%- macro arguments(call) -%}\n{%- for key, value in call.arguments.items() -%}{{ key }}={{ value | tojson }}{% if not loop.last %}, {% endif %}{%- endfor -%}\n{%- endmacro -%}\n{%- for tool in tools | selectattr('type', 'equalto', 'function') | list %}\n{%- for key in ['name', 'description'] %}{{ tool.function[key] }}{% endfor %}\n{%- endfor %}\n{%- for message in messages %}{% for call in message.tool_calls or [] %}{{ call.function.name }}({{ arguments(call.function) }}){% endfor %}{% endfor %}\n"
QWEN = "{%- for message in messages[::-1] %}\n{%- set index = (messages|length - 1) - loop.index0 %}\n{%- endfor %}\n{%- for message in messages %}\n{%- set content = message.content.split('</think>')[-1].lstrip('\\n') if '</think>' in message.content else message.content %}\n{{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}\n{%- if not loop.last and messages[loop.index0 + 1].role == 'tool' %}\n{%- endif %}\n{%- endfor %}\n"
GEMMA = "{{ bos_token }}{% for message in messages %}{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}{{ '<start_of_turn>' ~ role ~ '\\n' }}{% if message['content'] is string %}{{ message['content'] | trim }}{% else %}{% for item in message['content'] %}{{ item['text'] if item['type'] == 'text' else '<image>' }}{% endfor %}{% endif %}{{ '<end_of_turn>\\n' }}{% endfor %}\n"
WORDS = "{# never write x.__class__ #}{{ 'eval( and import os and __globals__ are words' }}{% raw %}{{ x.__class__ }}{% endraw %}{% set _ = names.append(1) %}\n"
for name, template in {"chatml": CHATML, "llama": LLAMA, "mistral": MISTRAL, "tools": TOOLS, "qwen": QWEN, "gemma": GEMMA, "words": WORDS}.items():
    benign(f"template-{name}", template, ending="jinja")
    if name in ("chatml", "qwen"):
        benign(f"tokenizer-config-{name}", {"tokenizer_class": "X", "chat_template": template})


def trained(model, trainer, normalizer, pre_tokenizer):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
    tokenizer.train_from_iterator(["eval( import os __reduce__ os.system", "subprocess.Popen the model says hello"] * 4, trainer)
    return tokenizer


words = trained(models.WordLevel(unk_token="[UNK]"), trainers.WordLevelTrainer(special_tokens=["[UNK]", "__class__"], show_progress=False), normalizers.Lowercase(), pre_tokenizers.Whitespace())
pairs = trained(models.BPE(), trainers.BpeTrainer(vocab_size=60, show_progress=False), normalizers.NFC(), pre_tokenizers.ByteLevel())
pairs.decoder, pairs.post_processor = decoders.ByteLevel(), processors.ByteLevel()
benign("tokenizer-word-level", words.to_str(pretty=True))
benign("tokenizer-bpe", pairs.to_str())
family.benign(
    "huggingface-model-folder", "model-folder/",
    {
        "config.json": dumps(config()), "generation_config.json": dumps({"eos_token_id": 2, "transformers_version": "4.44.2"}), "tokenizer.json": words.to_str(pretty=True).encode(),
        "tokenizer_config.json": dumps({"tokenizer_class": "PreTrainedTokenizerFast", "chat_template": CHATML}), "model.safetensors": save({"embed.weight": numpy.ones((2, 8), numpy.float32)}, metadata={"format": "pt"}),
        "README.md": b"---\nlicense: mit\ntags:\n- demo\n---\n\n# A model\n\nLoad it with `trust_remote_code=False`. Templates look like `{{ messages }}`.\n", "chat_template.jinja": CHATML.encode(),
    },
)

family.write()
