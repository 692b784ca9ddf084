"""Prints what is known about Keras' own classes into packages/core/src/keras/known/*.ts.

    python tools/oracle/known.py            write the files
    python tools/oracle/known.py --check    exit 1 when the committed files differ from a fresh print

Source of truth: the installed Keras (3.15.1), asked by instantiation and by signature; nothing is copied from pages.
Fields of a class = what `get_config()` writes (for several sets of arguments) and what `__init__` takes.
Types are JSON types as a file shows them: null bool int float string list object. A tuple is a list. An `object` is
`{"class_name": ...}` or a plain dictionary. `float` always comes with `int`, as Python writes 1 for a float given as 1.
Where neither a default nor a printed config shows a type, HINTS below says it, by hand; a field without any type stops the script.
"""

import inspect
import json
import os
import pathlib
import pkgutil
import re
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import importlib  # noqa: E402

import keras  # noqa: E402
from keras.src import activations, constraints, initializers, losses, metrics, optimizers, quantizers, regularizers  # noqa: E402
from keras.src.api_export import REGISTERED_OBJS_TO_NAMES  # noqa: E402
from keras.src.ops.operation import Operation  # noqa: E402
from keras.src.saving.serialization_lib import serialize_keras_object  # noqa: E402

VERSION = "3.15.1"
HERE = pathlib.Path(__file__).resolve().parents[2] / "packages/core/src/keras/known"
ORDER = ["null", "bool", "int", "float", "string", "list", "object"]

# Types that no default shows, by field name: a name means the same in every class of Keras, with the few exceptions in CLASS_HINTS.
HINTS = {
    r".*_(regularizer|constraint|initializer)": "null string object",
    r"(recurrent_)?activation": "null string object",
    r"dtype|.*_dtype": "null string object",
    r"seed": "null int object",
    r"(target|values?|value|boundaries)": "list",
    r"axis|axes|.*_axes|axis[12]|dims|source|destination|shift|newshape|shape|.*_shape|noise_shape": "null int list",
    r"units|filters|input_dim|output_dim|n|num_heads|key_dim|num_query_heads|num_key_value_heads|head_dim|height|width|num_bins|max_number": "int",
    r"num_classes|sequence_length|sequence_stride|fft_length|k|kth|block_size|num|size|num_segments|length|lower|upper|value_dim": "null int list",
    r"(kernel|pool|output|crop|tile_grid|filter)_size|strides|stride|dilation(_rate)?|output_padding|cropping|padding|spatial_dims|repeats|pad_width": "null int list string",
    r"rate|stddev|factor|.*_factor|scale|.*_scale|offset|threshold|default_value|max_value|min_value|x_min|x_max|mean|variance|alpha|.*_cap": "null float list object",
    r"data_format|mode|interpolation|reduction|method|subscripts|equation|window|order|merge_mode|.*_axes_string|name|encoding|bias_axes": "null string int",
    r"layer|cell|backward_layer|inner_optimizer|default_optimizer|weight_quantizer|activation_quantizer|quantization_config|quantization_layer_structure": "null object string",
    r"layers|cells|optimizer_map|policy_map|inputs|outputs|input_layers|output_layers": "list object null",
    r"idf_weights": "null list",
    r"vocabulary": "null list",
    r"weights|bin_boundaries|fill_value|mask_value|initial|spectrum|range|label_weights|feature_names": "null int float string list",
    r"thresholds?|target_class_ids|class_id|ignore_class|top_k|num_labels|recall|precision|specificity|sensitivity|average": "null int float list string",
    r"use_.*|return_.*|stateful|unroll|sparse|ragged|optional|flash_attention|synchronized|rms_scaling": "null bool",
    r"max_tokens|num_tokens|output_sequence_length|ngrams|frame_step|max_freq|mask_token|oov_token|salt|bins": "null int float string list",
    r"learning_rate|initial_learning_rate": "float object",
    r"decay_steps|decay_rate|first_decay_steps|weight_decay|clipnorm|clipvalue|global_clipnorm|loss_scale_factor|warmup_target": "null int float",
    r"ema_overwrite_frequency|gradient_accumulation_steps|lora_rank|lora_alpha|gptq_unpacked_column_size|sliding_window|max_val|ord|tol|rcond": "null int float string",
    r"function|output_shape_fn|mask|arguments|standardize|split|fn|f|fun|cond|body(_fun)?|module|variables|call_fn|init_fn|params|state": "null string object list",
    r"filepath|call_endpoint|call_training_endpoint|source_name": "null string",
    r"groups|shared_axes|renorm_clipping|exclude_layers|dataset|tokenizer|indices_or_sections|num_batch_dims": "null int list object string",
    r"maximum_iterations|max_iterations|N|neginf|posinf|epsilon|max_norm|target_(height|width)|(top|left|bottom|right)_(cropping|padding)|x|weights": "null int float list",
    r"num_oov_indices|step_size|minlength|decimals|buffer_size": "int",
    r"batch_size|batch_shape|bias|kernel|bounding_box_format": "null int list string",
    r"input_tensor": "null object",
    r"(min_|max_)?ndim": "null int",
    r"native_serialization_platforms": "null list",
    r"default_policy": "null object string",
    r"transforms|policy": "null list object string",
}

# Defaults that show less than Keras takes: a size may be one number or one per axis, a bound of 2 may be 2.5, a rate may be a schedule.
WIDER = {
    r"(kernel|pool|crop|output|tile_grid|filter)_size|size|strides|dilation(_rate)?|axes|shared_axes|output_padding": ({"int", "list"}, "int list"),
    r"axis": ({"int", "list"}, "null int list"),
    r"stride|padding": ({"int"}, "list"),
    r"window|scaling": ({"string"}, "null"),
    r"base": ({"int"}, "float"),
    r"max_value|min_value|label_smoothing|adam_lr_ratio|fill_value|mask_value|scale|offset|constant_values|value|nan|max_val|b|sigma": ({"int"}, "float"),
    r"factor|.*_factor": ({"int", "list"}, "float list"),
    r"cropping": ({"list"}, "int"),
    r"data_format": ({"string"}, "null"),
    r"learning_rate": ({"float"}, "object"),
}

# Arguments that make an object when __init__ demands some. Several sets of one class show several types of a field.
ARGS = {
    "activation": "relu", "units": 3, "filters": 4, "kernel_size": 3, "rate": 0.5, "stddev": 0.1, "output_size": 2, "pool_size": 2, "height": 4, "width": 4,
    "n": 2, "dims": (1, 2), "target_shape": (2, 2), "axes": 1, "scale": 0.5, "input_dim": 5, "output_dim": 3, "num_heads": 2, "key_dim": 3, "head_dim": 4,
    "num_query_heads": 4, "num_key_value_heads": 2, "equation": "ab,bc->ac", "output_shape": 4, "factor": 0.2, "height_factor": 0.1, "width_factor": 0.1,
    "num_bins": 4, "bin_boundaries": [0.0, 1.0], "max_number": 3, "num_classes": 3, "target_class_ids": [0, 1], "recall": 0.5, "precision": 0.5,
    "specificity": 0.5, "sensitivity": 0.5, "initial_learning_rate": 0.1, "decay_steps": 10, "first_decay_steps": 10, "decay_rate": 0.5,
    "boundaries": [1, 2], "values": [1.0, 0.5, 0.1],
}
CLASS_ARGS = {
    "ActivityRegularization": [{"l1": 0.1, "l2": 0.1}],
    "Bidirectional": [{"layer": keras.layers.LSTM(2)}, {"layer": keras.layers.LSTM(2), "backward_layer": keras.layers.GRU(2, go_backwards=True), "merge_mode": None}],
    "TimeDistributed": [{"layer": keras.layers.Dense(2)}],
    "SpectralNormalization": [{"layer": keras.layers.Dense(2)}],
    "Wrapper": [{"layer": keras.layers.Dense(2)}],
    "RNN": [{"cell": keras.layers.LSTMCell(2)}],
    "StackedRNNCells": [{"cells": [keras.layers.LSTMCell(2)]}],
    "Pipeline": [{"layers": [keras.layers.Rescaling(0.5)]}],
    "Discretization": [{"bin_boundaries": [0.0, 1.0]}, {"num_bins": 4}],
    "Dot": [{"axes": 1}, {"axes": (1, 2)}],
    "Lambda": [{"function": keras.ops.relu, "output_shape": (3,), "arguments": {"a": 1}}],
    "Permute": [{"dims": (2, 1)}],
    "EinsumDense": [{"equation": "ab,bc->ac", "output_shape": 4}, {"equation": "ab,bc->ac", "output_shape": (4,), "bias_axes": "c"}],
    "MultiHeadAttention": [{"num_heads": 2, "key_dim": 2}, {"num_heads": 2, "key_dim": 2, "output_shape": (3,), "attention_axes": (1,)}],
    "HashedCrossing": [{"num_bins": 4}, {"num_bins": 4, "output_mode": "one_hot", "sparse": False}],
    "Hashing": [{"num_bins": 4}, {"num_bins": 4, "salt": [1, 2], "mask_value": ""}, {"num_bins": 4, "mask_value": 1}, {"num_bins": 4, "mask_value": 1.5}],
    "InputLayer": [{"shape": (2,)}, {"batch_shape": (1, 2), "dtype": "int32", "sparse": True}],
    "StringLookup": [{}, {"vocabulary": ["a", "b"]}],
    "IntegerLookup": [{}, {"vocabulary": [1, 2]}],
    "TextVectorization": [
        {},
        {"vocabulary": ["a", "b"], "ngrams": 2, "output_sequence_length": 4},
        {"vocabulary": ["a", "b"], "ngrams": (1, 2), "standardize": None, "split": None},
    ],
    "CategoryEncoding": [{"num_tokens": 4}],
    "LayerNormalization": [{}, {"axis": [1, 2]}],
    "Softmax": [{}, {"axis": [1, 2]}],
    "PReLU": [{}, {"shared_axes": [1, 2]}],
    "ReversibleEmbedding": [{"input_dim": 5, "output_dim": 3}, {"input_dim": 5, "output_dim": 3, "lora_rank": 2}],
    "ReLU": [{}, {"max_value": 6.0}],
    "ZeroPadding2D": [{}, {"padding": 2}],
    "Normalization": [{}, {"mean": 1.0, "variance": 2.0}, {"mean": [1.0], "variance": [2.0]}],
    "Rescaling": [{"scale": 0.5}, {"scale": [0.5, 1.0], "offset": [0.0, 1.0]}],
    "RandomPosterization": [{"factor": 4}],
    "Adam": [{}, {"learning_rate": keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)}],
    "Constant": [{}, {"value": [1.0]}],
    "Masking": [{}],
    "BatchNormalization": [{}, {"gamma_regularizer": "l2", "beta_constraint": "non_neg"}],
    "Dense": [{"units": 3}, {"units": 3, "activation": keras.layers.LeakyReLU(), "kernel_regularizer": "l2", "kernel_constraint": "max_norm", "dtype": "mixed_float16"}],
    "QuantizedDTypePolicy": [{"mode": "int8", "source_name": "float32"}],
    "Int4DTypePolicy": [{"mode": "int4/128", "source_name": "float32"}],
    "QuantizedFloat8DTypePolicy": [{"mode": "float8", "source_name": "float32"}],
    "GPTQDTypePolicy": [{"mode": "gptq/4/128", "source_name": "float32"}],
    "AWQDTypePolicy": [{"mode": "awq/4/128", "source_name": "float32"}],
    "Int8QuantizationConfig": [{}, {"activation_quantizer": None}],
    "Int4QuantizationConfig": [{}, {"block_size": None, "activation_quantizer": keras.quantizers.AbsMaxQuantizer()}],
    "DTypePolicy": [{"name": "float32"}],
    "FloatDTypePolicy": [{"name": "float32"}],
    "LossScaleOptimizer": [{"inner_optimizer": keras.optimizers.SGD()}],
    "MeanMetricWrapper": [{"fn": keras.losses.mean_squared_error}],
}

# Classes whose objects carry or name code, files or foreign modules: a file that holds one is a program, not a description.
CODE = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"}
CODE_OPS = {"AssociativeScan", "Cond", "ForiLoop", "JVP", "Map", "Scan", "Switch", "VectorizedMap", "WhileLoop"}

# What every layer may hold besides its own fields; the last row is what Layer.__init__ takes and older Keras wrote.
LAYER_FIELDS = {
    "name": "string", "trainable": "bool", "dtype": "null string object", "activity_regularizer": "null string object", "autocast": "bool",
    "input_shape": "list", "batch_input_shape": "list", "batch_shape": "list null", "input_dim": "int", "input_dtype": "string",
}


def json_type(value):
    """The type a value has once it stands in a file."""
    if value is None:
        return "null"
    for kind, name in ((bool, "bool"), (int, "int"), (float, "float"), (str, "string"), ((list, tuple, set), "list")):
        if isinstance(value, kind):
            return name
    return "object"


def add(fields, name, types):
    have = fields.setdefault(name, set())
    have.update(types)
    if "float" in have:
        have.add("int")


def hinted(name):
    for pattern, types in HINTS.items():
        if re.fullmatch(pattern, name):
            return types.split()
    return []


def parameters(cls):
    """Parameters of __init__ without self, *args and **kwargs."""
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    found = inspect.signature(cls.__init__).parameters.values()
    return [p for p in found if p.name != "self" and p.kind not in kinds]


def argument_sets(cls):
    node = issubclass(cls, Operation) and not issubclass(cls, keras.layers.Layer)  # Dot is a layer and an operation
    if cls.__name__ in CLASS_ARGS and not node:
        return CLASS_ARGS[cls.__name__]
    needed = [p.name for p in parameters(cls) if p.default is inspect.Parameter.empty]
    return [{n: ARGS[n] for n in needed}] if all(n in ARGS for n in needed) else []


def printed_configs(cls):
    """What get_config() of real objects writes, as JSON; empty where Keras cannot make or print one without foreign code."""
    for args in argument_sets(cls):
        try:
            yield json.loads(json.dumps(serialize_keras_object(cls(**args).get_config()), default=str))
        except (NotImplementedError, ImportError, AttributeError, TypeError, ValueError) as error:
            print(f"no config of {cls.__name__}: {str(error).splitlines()[0][:120]}", file=sys.stderr)


MISSING = []


def fields_of(cls, shared=()):
    fields = {}
    for config in printed_configs(cls):
        for name, value in config.items():
            add(fields, name, [json_type(value)])
    for p in parameters(cls):
        add(fields, p.name, [] if p.default is inspect.Parameter.empty else [json_type(p.default)])
    for name, types in fields.items():
        if not types - {"null"} or name in ("activation", "recurrent_activation", "seed", "dtype") or re.fullmatch(r".*_(initializer|regularizer|constraint)", name):
            add(fields, name, hinted(name))
        for pattern, (have, wider) in WIDER.items():
            if have & types and re.fullmatch(pattern, name):
                add(fields, name, wider.split())
        if not fields[name] - {"null"}:
            MISSING.append(f"{cls.__name__}.{name}")
    return {n: sorted(t, key=ORDER.index) for n, t in sorted(fields.items()) if n not in shared}


def spelling(cls, aliases=()):
    """Class, module and the other spellings that Keras itself exports or writes."""
    canonical = REGISTERED_OBJS_TO_NAMES.get(cls)
    exported = vars(cls).get("_api_export_path") or [canonical]
    exported = [exported] if isinstance(exported, str) else exported
    module, name = canonical.rsplit(".", 1) if canonical else (cls.__module__, cls.__name__)
    modules = {path.rsplit(".", 1)[0] for path in exported if path} | {cls.__module__}
    entry = {"class": name, "module": module, "registered": None if canonical else cls.__name__}
    entry["modules"] = sorted(modules - {module})
    entry["aliases"] = sorted(set(aliases) - {name})
    return entry


def public(module, base):
    """Classes that a public module exports, with all their names there."""
    found = {}
    for name in dir(module):
        value = getattr(module, name)
        if inspect.isclass(value) and issubclass(value, base):
            found.setdefault(value, []).append(name)
    return found


def table(names, shared=(), code=CODE):
    rows = []
    for cls, aliases in names.items():
        entry = {**spelling(cls, aliases), "fields": fields_of(cls, shared)}
        if cls.__name__ in code:
            entry["code"] = True
        rows.append(entry)
    return sorted(rows, key=lambda row: (row["class"], row["module"]))


def with_identifiers(names, identifiers):
    """Adds the strings by which Keras finds a class ("glorot_uniform", "adam") to its names."""
    for key, value in identifiers.items():
        if inspect.isclass(value) and isinstance(key, str) and value in names:
            names[value].append(key)
    return names


def all_subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from all_subclasses(sub)


def import_everything(prefix):
    package = importlib.import_module(prefix)
    for found in pkgutil.walk_packages(package.__path__, prefix + "."):
        if not found.name.endswith("_test"):
            importlib.import_module(found.name)


def operations():
    """Operation classes that a functional graph can hold as a node: those of keras.src.ops and the few of activations and quantizers."""
    import_everything("keras.src.ops")
    rows = []
    for cls in sorted(set(all_subclasses(Operation)), key=lambda c: (c.__name__, c.__module__)):
        if issubclass(cls, (keras.layers.Layer, keras.Function)) or not cls.__module__.startswith("keras.src."):
            continue
        entry = {**spelling(cls), "fields": fields_of(cls), "call": [n for n in inspect.signature(cls.call).parameters if n != "self"]}
        if cls.__name__ in CODE_OPS:
            entry["code"] = True
        rows.append(entry)
    return rows


def functions():
    """Plain functions that a file may name: activations, losses, metrics."""
    rows = {}
    for area, module, known in (
        ("keras.activations", activations, activations.ALL_OBJECTS_DICT),
        ("keras.losses", losses, losses.ALL_OBJECTS_DICT),
        ("keras.metrics", metrics, metrics.ALL_OBJECTS_DICT),
    ):
        public_module = importlib.import_module(area)
        for name in sorted(set(known) | set(dir(public_module))):
            value = known.get(name, getattr(public_module, name, None))
            if name is None or not inspect.isfunction(value) or name in ("get", "serialize", "deserialize"):
                continue
            rows.setdefault((area, value.__name__), set()).add(name)
    return [{"name": n, "module": m, "aliases": sorted(a - {n})} for (m, n), a in sorted(rows.items())]


def models():
    from keras.src.models.functional import Functional

    config = {"name": ["string"], "trainable": ["bool"], "dtype": ["null", "string", "object"]}
    functional = {**config, "layers": ["list"], "input_layers": ["null", "list", "object"], "output_layers": ["null", "list", "object"]}
    rows = [
        {**spelling(Functional), "fields": functional},
        {**spelling(keras.Model), "fields": functional},
        {**spelling(keras.Sequential), "fields": {**config, "layers": ["list"], "build_input_shape": ["null", "list"]}},
    ]
    return [{**r, "fields": dict(sorted(r["fields"].items()))} for r in sorted(rows, key=lambda row: row["class"])]


def application_layers():
    """Layers of keras.applications that are not exported but stand in its files."""
    import_everything("keras.src.applications")
    found = [c for c in set(all_subclasses(keras.layers.Layer)) if c.__module__.startswith("keras.src.applications") and not issubclass(c, keras.Model)]
    hints = {"scale": ["float"], "projection_dim": ["int"], "init_values": ["float"], "drop_path_rate": ["float"]}
    rows = []
    for cls in found:
        fields = {p.name: sorted({*hints.get(p.name, hinted(p.name)), "int"}, key=ORDER.index) for p in parameters(cls) if p.name not in LAYER_FIELDS}
        rows.append({**spelling(cls), "fields": fields})
    return sorted(rows, key=lambda row: row["class"])


def quote(value):
    """TypeScript of a JSON value, on one line, keys unquoted where they may be."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k if k.isidentifier() else quote(k)}: {quote(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(quote(v) for v in value) + "]"
    if isinstance(value, str):
        return "'" + json.dumps(value)[1:-1].replace("'", "\\'") + "'"
    return json.dumps(value)


def page(name, kind, rows, extra=""):
    lines = "".join(f"  {quote(row)},\n" for row in rows)
    head = f"// biome-ignore-all format: printed by tools/oracle/known.py from Keras {VERSION}; do not edit by hand.\nimport type {{ {kind} }} from './types.ts';\n\n"
    return f"{head}{extra}export const {name}: readonly {kind}[] = [\n{lines}];\n"


def pages():
    shared = {n: sorted(t.split(), key=ORDER.index) for n, t in LAYER_FIELDS.items()}
    layers = public(keras.layers, (keras.layers.Layer, keras.layers.InputSpec))
    rows = sorted(table(layers, LAYER_FIELDS) + application_layers(), key=lambda row: row["class"])
    base = f"/** What every layer may hold besides its own fields. */\nexport const layerFields: PrintedClass['fields'] = {quote(shared)};\n\n"
    schedules = public(keras.optimizers.schedules, keras.optimizers.schedules.LearningRateSchedule)
    optimizer = with_identifiers(public(keras.optimizers, (keras.optimizers.Optimizer, keras.optimizers.OptimizerMap)), optimizers.ALL_OBJECTS_DICT)
    quantizer = public(keras.quantizers, object)
    seeds = public(keras.random, keras.random.SeedGenerator)

    def kind(module, base, identifiers):
        return table(with_identifiers(public(module, base), identifiers))

    return {
        "layers": page("layers", "PrintedClass", rows, base),
        "operations": page("operations", "PrintedClass", operations()),
        "initializers": page("initializers", "PrintedClass", table({**with_identifiers(public(keras.initializers, keras.initializers.Initializer), initializers.ALL_OBJECTS_DICT), **seeds})),
        "losses": page("losses", "PrintedClass", kind(keras.losses, keras.losses.Loss, losses.ALL_OBJECTS_DICT)),
        "metrics": page("metrics", "PrintedClass", kind(keras.metrics, keras.metrics.Metric, metrics.ALL_OBJECTS_DICT)),
        "optimizers": page("optimizers", "PrintedClass", table({**optimizer, **schedules})),
        "regularizers": page("regularizers", "PrintedClass", kind(keras.regularizers, keras.regularizers.Regularizer, regularizers.ALL_OBJECTS_DICT)),
        "constraints": page("constraints", "PrintedClass", kind(keras.constraints, keras.constraints.Constraint, constraints.ALL_OBJECTS_DICT)),
        "quantizers": page("quantizers", "PrintedClass", table(with_identifiers(quantizer, quantizers.ALL_OBJECTS_DICT))),
        "dtype-policies": page("dtypePolicies", "PrintedClass", table(public(keras.dtype_policies, (keras.DTypePolicy, keras.dtype_policies.DTypePolicyMap)))),
        "models": page("models", "PrintedClass", models()),
        "functions": page("functions", "PrintedFunction", functions()),
    }


def main():
    if keras.__version__ != VERSION:
        raise SystemExit(f"Cannot print the table as Keras must be {VERSION}: found {keras.__version__}")
    printed = pages()
    if MISSING:
        raise SystemExit(f"No type is known; add a hint for {', '.join(MISSING)}")
    if "--check" in sys.argv:
        stale = [n for n, text in printed.items() if (HERE / f"{n}.ts").read_text() != text]
        raise SystemExit(f"stale: {', '.join(stale)}" if stale else 0)
    for name, text in printed.items():
        (HERE / f"{name}.ts").write_text(text)


if __name__ == "__main__":
    main()
