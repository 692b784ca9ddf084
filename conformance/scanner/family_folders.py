"""Folders that are one model: what only their files together tell. SavedModels and weights are those of the families `tensorflow` and `huggingface`, as the libraries wrote them."""

import json

from manifest import ROOT, Family

MADE = {name: json.loads((ROOT / family / "manifest.json").read_text())["made"][name] for family, name in (("huggingface", "safetensors"), ("tensorflow", "tensorflow"))}
family = Family("folders", MADE)

CODE = ["huggingface/remote-code", "medium"]
CODE_BESIDE = ["huggingface/remote-code", "high"]
SOURCE = ["scan/source-code", "low"]
MISSING = ["folder/missing-file", "medium"]
LEFTOVER = ["folder/missing-file", "low"]
DISAGREE = ["folder/code-disagreement", "medium"]
TWO = ["folder/two-descriptions", "medium"]
PATH = ["huggingface/path", "high"]
FLAVOR_CODE = ["mlflow/code", "medium"]
FLAVOR_CODE_BESIDE = ["mlflow/code", "high"]


def dumps(value):
    return (json.dumps(value, indent=2) + "\n").encode()


def config(**more):
    return dumps({"architectures": ["XModel"], "model_type": "bert", "hidden_size": 8, "transformers_version": "4.44.2", **more})


def index(*files):
    return dumps({"metadata": {"total_size": 8 * len(files)}, "weight_map": {f"layer.{n}.weight": file for n, file in enumerate(files)}})


def saved_model(name, without=(), **more):
    root = ROOT / "tensorflow" / name
    kept = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    return {path: data for path, data in kept.items() if path not in without} | more


def hostile(name, files, cause, *expect):
    family.hostile(f"folders-{name}", f"{name}/", files, cause, list(expect))


def benign(name, files, *expect):
    family.benign(f"folders-{name}", f"{name}/", files, list(expect))


WEIGHTS = (ROOT / "huggingface" / "model-folder" / "model.safetensors").read_bytes()
SHARDS = [f"model-0000{n}-of-00002.safetensors" for n in (1, 2)]
MODULE = b"import torch\n\n\nclass XModel(torch.nn.Module):\n    pass\n"
AUTO = {"AutoModel": "modeling_x.XModel"}

hostile("code-beside", {"config.json": config(auto_map=AUTO), "modeling_x.py": MODULE, "model.safetensors": WEIGHTS}, "custom code", CODE, CODE_BESIDE, SOURCE)
hostile("code-in-a-folder", {"config.json": config(auto_map={"AutoModel": "code.modeling_x.XModel"}), "code/modeling_x.py": MODULE, "model.safetensors": WEIGHTS}, "custom code", CODE, CODE_BESIDE, SOURCE)
hostile("code-missing", {"config.json": config(auto_map=AUTO), "model.safetensors": WEIGHTS}, "custom code from elsewhere", CODE, MISSING)
hostile("code-of-the-tokenizer", {"config.json": config(), "tokenizer_config.json": dumps({"tokenizer_class": "X", "auto_map": {"AutoTokenizer": ["tok.Slow", None]}}), "tok.py": MODULE, "model.safetensors": WEIGHTS}, "code that config.json does not name", CODE, CODE_BESIDE, DISAGREE, SOURCE)
hostile("code-of-two", {"config.json": config(auto_map={"AutoTokenizer": ["a.T", None]}), "tokenizer_config.json": dumps({"tokenizer_class": "X", "auto_map": {"AutoTokenizer": ["b.T", None]}}), "a.py": MODULE, "b.py": MODULE}, "two descriptions, two codes", CODE, CODE_BESIDE, DISAGREE, SOURCE)
hostile("pipeline", {"model_index.json": dumps({"_class_name": ["my_pipeline", "MyPipeline"], "_diffusers_version": "0.30.0"}), "my_pipeline.py": MODULE}, "custom code", CODE, CODE_BESIDE, SOURCE)
hostile("shard-missing", {"config.json": config(), "model.safetensors.index.json": index(*SHARDS), SHARDS[0]: WEIGHTS}, "missing shard", MISSING)
hostile("shards-missing", {"config.json": config(), "model.safetensors.index.json": index(*SHARDS)}, "missing shard", MISSING)
hostile("shard-outside", {"config.json": config(), "model.safetensors.index.json": index(SHARDS[0], "../other/model.safetensors"), SHARDS[0]: WEIGHTS}, "path leads out", PATH)
benign("sharded", {"config.json": config(), "model.safetensors.index.json": index(*SHARDS), **{name: WEIGHTS for name in SHARDS}})
benign("sharded-below", {"config.json": config(), "model.safetensors.index.json": index(*(f"./shards/{name}" for name in SHARDS)), **{f"shards/{name}": WEIGHTS for name in SHARDS}})
benign("leftover-index", {"config.json": config(), "model.safetensors": WEIGHTS, "pytorch_model.bin.index.json": index("pytorch_model-00001-of-00001.bin")}, LEFTOVER)
benign("code-unnamed", {"config.json": config(), "convert.py": MODULE, "model.safetensors": WEIGHTS}, SOURCE)
benign("pipeline-parts", {"model_index.json": dumps({"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.30.0", "unet": ["diffusers", "UNet2DConditionModel"]}), "unet/config.json": dumps({"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.30.0"}), "unet/diffusion_pytorch_model.safetensors": WEIGHTS})
benign("plain-json", {"settings.json": dumps({"colour": "red", "sizes": [1, 2, {"class_name": "Box", "module": "ours"}]}), "settings.yaml": b"colour: red\nsizes:\n- 1\n"})

KERAS, TABLE = "tensorflow-keras-export", "tensorflow-table"
hostile("saved-model-no-index", saved_model(KERAS, {"variables/variables.index"}), "missing variables", MISSING)
hostile("saved-model-no-variables", saved_model(KERAS, {"variables/variables.index", "variables/variables.data-00000-of-00001"}), "missing variables", MISSING)
hostile("saved-model-no-data", saved_model(KERAS, {"variables/variables.data-00000-of-00001"}), "missing variables", MISSING)
hostile("saved-model-no-asset", {path: data for path, data in saved_model(TABLE).items() if not path.startswith("assets/")}, "missing asset", MISSING)
hostile("saved-model-twice", saved_model(KERAS, **{"saved_model.pbtxt": b'saved_model_schema_version: 1\nmeta_graphs {\n  meta_info_def {\n    tags: "serve"\n  }\n}\n'}), "two graphs", TWO)
benign("saved-model", saved_model(KERAS))
benign("saved-model-with-assets", saved_model(TABLE))
benign("saved-model-without-fingerprint", saved_model(KERAS, {"fingerprint.pb"}))


def mlmodel(**flavor):
    fields = "".join(f"    {key}: {value}\n" for key, value in flavor.items())
    return f"artifact_path: model\nflavors:\n  python_function:\n{fields}mlflow_version: 2.15.1\nmodel_uuid: 0123456789abcdef\n".encode()


hostile("mlflow-code", {"MLmodel": mlmodel(loader_module="mlflow.onnx", code="code"), "code/helper.py": MODULE}, "custom code", FLAVOR_CODE, FLAVOR_CODE_BESIDE, SOURCE)
hostile("mlflow-code-missing", {"MLmodel": mlmodel(loader_module="mlflow.onnx", code="code")}, "custom code from elsewhere", FLAVOR_CODE, MISSING)
hostile("mlflow-data-missing", {"MLmodel": mlmodel(loader_module="mlflow.onnx", data="model.onnx")}, "missing file", MISSING)
benign("mlflow", {"MLmodel": mlmodel(loader_module="mlflow.tensorflow", data="data", env="conda.yaml"), "data/weights.safetensors": WEIGHTS, "conda.yaml": b"channels:\n- conda-forge\ndependencies:\n- python=3.11\nname: env\n"})

family.write()
