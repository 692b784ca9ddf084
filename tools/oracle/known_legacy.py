"""Prints what Keras 2 wrote and Keras 3 does not, into packages/core/src/keras/known/legacy.ts.

    HORNGATE_TF_KERAS=.venv/old/tf-keras-2.21.0 python tools/oracle/known_legacy.py [--check]

Source of truth: tf-keras 2.21.0, the Keras 2 that is still kept up, asked by instantiation and by signature beside Keras 3.15.1. A class that both have
is printed with the fields that only Keras 2 knows. OLDER below adds, by hand, what Keras 2.0 to 2.14 wrote and 2.21 does not.
"""

import inspect
import json
import os
import pathlib
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_USE_LEGACY_KERAS="1", CUDA_VISIBLE_DEVICES="")
HERE = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE / "tools/oracle"), os.environ.get("HORNGATE_TF_KERAS", str(HERE / ".venv/old/tf-keras-2.21.0"))]

import keras  # noqa: E402
import known  # noqa: E402
import tf_keras  # noqa: E402
from tf_keras.src.layers import serialization  # noqa: E402

VERSION = "2.21.0"

# Modules that the writers of each generation give to what they do not export; the first is that of tf-keras.
PLACES = ("tf_keras.src.", "keras.src.", "keras.")
# Classes of layers which carry code or name symbols of Python, and bases that no file holds.
CODE = {"Lambda"}
SKIP = {"AbstractRNNCell", "BaseRandomLayer", "BatchNormalizationBase", "ClassMethod", "DenseFeatures", "InstanceMethod", "LinearModel", "Model"}
SKIP |= {"SequenceFeatures", "Sequential", "WideDeepModel", "_RNNCellWrapper", "AddLoss", "AddMetric", "Functional", "InstanceProperty", "Layer"}

ARGS = {
    **known.CLASS_ARGS,
    "Bidirectional": [{"layer": tf_keras.layers.LSTM(2)}],
    "TimeDistributed": [{"layer": tf_keras.layers.Dense(2)}],
    "SpectralNormalization": [{"layer": tf_keras.layers.Dense(2)}],
    "Wrapper": [{"layer": tf_keras.layers.Dense(2)}],
    "DeviceWrapper": [], "DropoutWrapper": [], "ResidualWrapper": [], "TFOpLambda": [], "SlicingOpLambda": [], "TensorFlowOpLayer": [], "Lambda": [],
    "StackedRNNCells": [{"cells": [tf_keras.layers.LSTMCell(2)]}],
    "CategoryEncoding": [{"num_tokens": 4}],
    "Dense": [{"units": 3, "activation": "relu"}],
    "InputLayer": [{"input_shape": (2,)}, {"batch_input_shape": (1, 2), "dtype": "int32", "sparse": True}],
    "RandomHeight": [{"factor": 0.2}, {"factor": (0.1, 0.2)}],
    "RandomWidth": [{"factor": 0.2}, {"factor": (0.1, 0.2)}],
    "EinsumDense": [{"equation": "ab,bc->ac", "output_shape": (None, 4)}],
}
ARGS["RNN"] = [{"cell": tf_keras.layers.LSTMCell(2)}]

# What older versions wrote, as fields of a class, or of all layers ("*").
OLDER = {
    "*": {"batch_input_shape": "list", "batch_size": "null int", "weights": "null list", "dynamic": "bool"},
    "Attention": {"causal": "bool"},
    "AdditiveAttention": {"causal": "bool"},
    "BatchNormalization": {"fused": "null bool", "renorm": "bool", "renorm_clipping": "null object", "renorm_momentum": "float", "virtual_batch_size": "null int", "mode": "int", "adjustment": "null"},
    "Dense": {"input_dim": "null int"},
    "Embedding": {"input_length": "null int list", "dropout": "float"},
    "InputLayer": {"name": "string"},
    "LSTM": {"implementation": "int", "input_dim": "null int", "input_length": "null int"},
    "GRU": {"implementation": "int", "input_dim": "null int", "input_length": "null int"},
    "SimpleRNN": {"implementation": "int", "input_dim": "null int", "input_length": "null int"},
    "CuDNNLSTM": {"time_major": "bool", "unroll": "bool", "input_dim": "null int", "input_length": "null int"},
    "CuDNNGRU": {"time_major": "bool", "unroll": "bool", "input_dim": "null int", "input_length": "null int"},
    "RNN": {"num_constants": "null int"},
    "Bidirectional": {"num_constants": "null int"},
    "Sequential": {"build_input_shape": "null list"},
    "TensorFlowOpLayer": {"node_def": "string", "constants": "object"},
    "Dot": {"axes": "int list"},
}
# Fields that every class of a table may have besides today's.
EVERY = {
    "Layer": OLDER.pop("*"),
    "Optimizer": {"lr": "float", "decay": "null float", "clipnorm": "null float", "clipvalue": "null float", "is_legacy_optimizer": "bool", "jit_compile": "bool", "schedule_decay": "float"},
    "Initializer": {"dtype": "null string", "seed": "null int object"},
    "Metric": {"fn": "null string object"},
    "Loss": {"reduction": "string", "fn": "null string object"},
}
# Modules of the models that Keras 2 did not export.
MODELS = {"Functional": [place + "engine.functional" for place in PLACES], "Model": [], "Sequential": []}


def plain(value):
    """NumPy numbers and lists as Python's; anything else as an object."""
    return {} if hasattr(value, "get_config") else value.tolist() if hasattr(value, "tolist") else list(value)


def fields_of(cls):
    """As `known.fields_of`, of a class of tf-keras."""
    fields = {}
    for args in ARGS.get(cls.__name__) if cls.__name__ in ARGS else known.argument_sets(cls):
        try:
            config = json.loads(json.dumps(cls(**args).get_config(), default=plain))
        except (ValueError, TypeError, NotImplementedError, AttributeError) as error:
            print(f"no config of {cls.__name__}: {str(error).splitlines()[0][:120]}", file=sys.stderr)
            continue
        for name, value in config.items():
            known.add(fields, name, [known.json_type(value)])
    for p in known.parameters(cls):
        known.add(fields, p.name, [] if p.default is inspect.Parameter.empty else [known.json_type(p.default)])
    for name, types in fields.items():
        if not types - {"null"} or name in ("activation", "recurrent_activation", "seed", "dtype") or known.re.fullmatch(r".*_(initializer|regularizer|constraint)", name):
            known.add(fields, name, known.hinted(name))
        for pattern, (have, wider) in known.WIDER.items():
            if have & types and known.re.fullmatch(pattern, name):
                known.add(fields, name, wider.split())
    for name, types in OLDER.get(cls.__name__, {}).items():
        known.add(fields, name, types.split())
    return fields


def extra(fields, have):
    """Fields, and types of fields, that today's row does not have."""
    out = {}
    for name, types in sorted(fields.items()):
        more = types - set(have.get(name, ()))
        if more and name not in known.LAYER_FIELDS:
            out[name] = sorted(set(have.get(name, ())) | types, key=known.ORDER.index)
    return out


def modules_of(cls):
    path = cls.__module__.removeprefix("tf_keras.src.")
    return [place + path for place in PLACES]


def layers():
    serialization.populate_deserializable_objects()
    names = {}
    for name, value in serialization.LOCAL.ALL_OBJECTS.items():
        if inspect.isclass(value) and value.__name__ not in SKIP:
            names.setdefault(value.__name__, (value, set()))[1].add(name)
    today = {row["class"]: row for row in known.table(known.public(keras.layers, keras.layers.Layer), known.LAYER_FIELDS)}
    aliases = {alias for row in today.values() for alias in row["aliases"]}
    rows = []
    for name, (cls, spelled) in sorted(names.items()):
        if name == "Lambda":
            continue
        row = today.get(name)
        fields = extra(fields_of(cls), row["fields"] if row else {})
        other = sorted(n for n in spelled - {name} if n not in aliases)
        if row is None:
            exported = known_api(cls)
            modules = [exported] if exported else modules_of(cls)
            rows.append({"class": name, "module": modules[0], "registered": None if exported else name, "modules": modules[1:], "aliases": other, "fields": fields})
        elif fields or other:
            rows.append({"class": name, "module": row["module"], "registered": None, "modules": [], "aliases": other, "fields": fields})
    for row in rows:
        if row["class"] in ("TFOpLambda", "SlicingOpLambda"):
            row["fields"] = {"function": ["string"]}
        if row["class"] == "TensorFlowOpLayer":
            row["code"] = True
    return sorted(rows, key=lambda row: row["class"])


def known_api(cls):
    from tensorflow.python.util import tf_export

    name = tf_export.get_canonical_name_for_symbol(cls, api_name="keras")
    return name.rsplit(".", 1)[0] if name else None


def quoted(fields):
    return known.quote({name: sorted(known_types(types), key=known.ORDER.index) for name, types in fields.items()})


def known_types(types):
    found = set(types.split())
    return found | {"int"} if "float" in found else found


def models():
    """A model is spelled as `Functional` from 2.4 on; other modules, and the fields that a Sequential had."""
    for name, modules in MODELS.items():
        yield {"class": name, "module": "keras", "registered": None, "modules": modules, "aliases": [], "fields": {}}


# Functions of TensorFlow that compute numbers from numbers, by namespace; and others one by one. Keras 2 looks a name up in all of TensorFlow, where there
# are also functions that read and write files, load libraries and call Python: none of these.
PURE = r"(math|nn|linalg|signal|bitwise)\.[a-z0-9_]+|image\.(?!decode|encode|is_jpeg|extract_jpeg)[a-z0-9_]+"
SINGLE = """argsort bitcast boolean_mask broadcast_dynamic_shape broadcast_static_shape broadcast_to cast clip_by_norm clip_by_value complex concat einsum ensure_shape
expand_dims eye fill gather gather_nd identity linspace meshgrid norm one_hot ones ones_like pad range rank repeat reshape reverse reverse_sequence roll round saturate_cast
scatter_nd searchsorted sequence_mask shape size slice sort space_to_batch batch_to_space split squeeze stack stop_gradient strided_slice tensor_scatter_nd_add
tensor_scatter_nd_max tensor_scatter_nd_min tensor_scatter_nd_sub tensor_scatter_nd_update tensordot tile transpose unique unravel_index unstack where zeros zeros_like
__operators__.add __operators__.eq __operators__.getitem __operators__.ne""".split()
V1 = """argmax argmin batch_to_space_nd boolean_mask ceil concat expand_dims floor_div gather gather_nd math.log_softmax nn.softmax norm ones_like pad reduce_all reduce_any
reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum shape size squeeze strided_slice to_float to_int32 transpose truncatediv where zeros_like""".split()


def tensorflow_functions():
    from tensorflow.python.util import tf_export

    names = [n for n, v in tf_export._NAME_TO_SYMBOL_MAPPING.items() if callable(v) and not inspect.isclass(v) and known.re.fullmatch(PURE, n)]
    return sorted({*names, *SINGLE, *(f"compat.v1.{name}" for name in V1)})


def optimizers():
    """TF-Keras registers its optimizers as if they were somebody's own, and writes the name that this makes; some have fields that are gone."""
    from keras.src import optimizers as new

    today = {row["class"]: row for row in known.table(known.public(new, new.Optimizer))}
    for name in sorted(set(dir(tf_keras.optimizers)) & set(today)):
        cls = getattr(tf_keras.optimizers, name)
        if not inspect.isclass(cls) or name in ("Optimizer", "LossScaleOptimizer"):
            continue
        fields = extra(fields_of(cls), {**today[name]["fields"], **{n: [] for n in EVERY["Optimizer"]}})
        yield {"class": name, "module": today[name]["module"], "registered": None, "modules": [], "aliases": [f"Custom>{name}"], "fields": fields}


def text():
    head = f"// biome-ignore-all format: printed by tools/oracle/known_legacy.py from tf-keras {VERSION}; do not edit by hand.\n"
    head += "import type { PrintedClass } from './types.ts';\n\n"
    body = "/** Layers that only Keras 2 had; and, under the names of today's, the fields that only Keras 2 wrote. */\n"
    body += "export const legacyLayers: readonly PrintedClass[] = [\n" + "".join(f"  {known.quote(row)},\n" for row in layers()) + "];\n\n"
    body += "export const legacyModels: readonly PrintedClass[] = [\n" + "".join(f"  {known.quote(row)},\n" for row in models()) + "];\n\n"
    body += "export const legacyOptimizers: readonly PrintedClass[] = [\n" + "".join(f"  {known.quote(row)},\n" for row in optimizers()) + "];\n\n"
    body += "/** Functions of TensorFlow that a layer of Keras 2 may name: of numbers, and nothing else. */\n"
    body += "export const legacyFunctions: readonly string[] = [\n" + "".join(f"  {known.quote(name)},\n" for name in tensorflow_functions()) + "];\n\n"
    body += "/** Fields that Keras 2 wrote in any class of a table. */\n"
    for name, fields in EVERY.items():
        body += f"export const legacy{name}Fields: PrintedClass['fields'] = {quoted(fields)};\n"
    return head + body


if __name__ == "__main__":
    path, printed = HERE / "packages/core/src/keras/known/legacy.ts", text()
    if "--check" in sys.argv:
        sys.exit(0 if path.read_text() == printed else f"{path.name} differs from a fresh print")
    path.write_text(printed)
