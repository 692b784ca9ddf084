"""Writes the corpus family `tflite`: models by TensorFlow's converter, and hostile ones in which one thing is changed."""

import os
import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import io
import pickle
import struct
import zipfile

import flatbuffers
import keras
import numpy as np
import tensorflow as tf
from manifest import Family
from tensorflow.lite.python import schema_py_generated as schema

family = Family("tflite", {"tensorflow": tf.__version__, "keras": keras.__version__, "flatbuffers": "25.12.19"})
keras.utils.set_random_seed(7)

FLEX = ["tflite/flex-operator", "critical"]
LAYOUT = ["tflite/tensor-layout", "high"]
STRUCTURE = ["tflite/structure", "medium"]
TRAILING = ["tflite/trailing-data", "medium"]
UNKNOWN = ["tflite/unknown-operator", "medium"]
LIMIT = ["scan/limit", "high"]


def benign(name, data):
    family.benign(name, name + ".tflite", data)


def hostile(name, data, cause, *expect, ending=".tflite", advisory=None):
    family.hostile(name, name + ending, data, cause, list(expect), advisory)


def converted(function, *specs, flex=False, **settings):
    concrete = tf.function(function).get_concrete_function(*specs)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    if flex:
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
    for key, value in settings.items():
        setattr(converter, key, value)
    return converter.convert()


def of_keras(model, **settings):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    for key, value in settings.items():
        setattr(converter, key, value)
    return converter.convert()


X = tf.TensorSpec([2, 2], tf.float32)
S = tf.TensorSpec([], tf.string)
dense = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(1)])
conv = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3), keras.layers.MaxPooling2D(), keras.layers.Flatten(), keras.layers.Dense(2, "softmax")])
samples = lambda: ([np.random.default_rng(1).random((1, 8, 8, 1), np.float32)] for _ in range(4))  # noqa: E731
plain = of_keras(dense)

# Benign.
benign("tflite-dense", plain)
benign("tflite-conv", of_keras(conv))
benign("tflite-float16", converted(lambda x: tf.matmul(x, np.ones((2, 32), np.float32)), X, optimizations=[tf.lite.Optimize.DEFAULT]))
benign("tflite-dynamic-range", of_keras(dense, optimizations=[tf.lite.Optimize.DEFAULT]))
benign("tflite-int8", of_keras(conv, optimizations=[tf.lite.Optimize.DEFAULT], representative_dataset=samples))
benign("tflite-while", converted(lambda x: tf.while_loop(lambda v: tf.reduce_sum(v) < 9.0, lambda v: (v * 2.0,), [x])[0], X))
benign("tflite-cond", converted(lambda x: tf.cond(tf.reduce_sum(x) > 0.0, lambda: x, lambda: -x), X))
benign("tflite-lstm", of_keras(keras.Sequential([keras.Input((4, 2), batch_size=1), keras.layers.LSTM(2, unroll=True)])))
benign("tflite-embedding", of_keras(keras.Sequential([keras.Input((4,), dtype="int32"), keras.layers.Embedding(5, 2)])))
benign("tflite-strings", converted(lambda x: tf.gather(tf.constant(["import os", "eval(", "__reduce__"]), x), tf.TensorSpec([2], tf.int32)))
benign("tflite-flex-cholesky", converted(lambda x: tf.linalg.cholesky(x), X, flex=True))
benign("tflite-flex-lower", converted(lambda x: tf.strings.lower(x), S, flex=True))
benign("tflite-flex-fft", converted(lambda x: tf.signal.fft(tf.cast(x, tf.complex64)), X, flex=True))
benign("tflite-erf", converted(lambda x: tf.nn.gelu(x, approximate=False), X))
benign("tflite-reshape", converted(lambda x: tf.transpose(tf.reshape(x, [4, 1])), X))
benign("tflite-topk", converted(lambda x: tf.math.top_k(x, 1)[1], X))
benign("tflite-resize", converted(lambda x: tf.image.resize(x, [8, 8]), tf.TensorSpec([1, 4, 4, 3], tf.float32)))
benign("tflite-random", converted(lambda x: x + tf.random.uniform([2, 2], seed=1), X))


def opened(data):
    return schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(data), 0))


def packed(model):
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def changed(change, data=plain):
    model = opened(data)
    change(model)
    return packed(model)


def custom(name, data=plain):
    def change(model):
        code = schema.OperatorCodeT()
        code.deprecatedBuiltinCode = code.builtinCode = 32
        code.customCode = name.encode()
        code.version = 1
        model.operatorCodes.append(code)

    return changed(change, data)


def described(model):
    model.description = b"import os; eval( WriteFile ../../etc/passwd"
    model.subgraphs[0].name = b"os.system"


benign("tflite-words", changed(described))
benign("tflite-repacked", changed(lambda model: None))
benign("tflite-detection", custom("TFLite_Detection_PostProcess"))


def archive(data, files, prefix=b""):
    out = io.BytesIO(data + prefix)
    with zipfile.ZipFile(out, "a") as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


benign("tflite-labels", archive(plain, {"labels.txt": "import os\neval(\ncat\n"}))
benign("tflite-labels-two", archive(plain, {"labels.txt": "cat\ndog\n", "vocab/words.txt": "__reduce__\n"}))

# Hostile: operators.
hostile("tflite-flex-read", converted(lambda x: tf.io.read_file(x), S, flex=True), "operation of TensorFlow on files", FLEX)
written = converted(lambda x: tf.raw_ops.WriteFile(filename="horngate-canary", contents=x) and x, S, flex=True)
hostile("tflite-flex-write", written, "operation of TensorFlow on files", FLEX)
for name in ["PyFunc", "EagerPyFunc", "SaveV2", "RestoreV2", "MatchingFiles", "RpcClient", "XlaCustomCallV2"]:
    hostile(f"tflite-flex-{name.lower()}", custom("Flex" + name), "operation of TensorFlow that leaves the model", FLEX)


def renamed(model):
    for code in model.operatorCodes:
        if code.customCode == b"FlexWriteFile":
            code.customCode = b"FlexStringLower"


hostile("tflite-flex-by-options", changed(renamed, written), "options that name another operation", FLEX)


def no_options(model):
    for operator in model.subgraphs[0].operators:
        operator.customOptions = np.array([1, 2, 3], np.uint8)


hostile("tflite-flex-bad-options", changed(no_options, converted(lambda x: tf.linalg.cholesky(x), X, flex=True)), "options that are not read", UNKNOWN)
hostile("tflite-flex-unknown", custom("FlexStealWeights"), "operation that TensorFlow does not have", UNKNOWN)
hostile("tflite-custom", custom("MyOp"), "custom operator", UNKNOWN)
hostile("tflite-custom-edge-tpu", custom("edgetpu-custom-op"), "custom operator of a delegate", UNKNOWN)
hostile("tflite-custom-no-name", custom(""), "custom operator without a name", UNKNOWN)
hostile("tflite-custom-case", custom("tflite_detection_postprocess"), "custom operator under a known name in another case", UNKNOWN)


def builtin(number):
    def change(model):
        model.operatorCodes[0].builtinCode = number

    return changed(change)


hostile("tflite-builtin-unknown", builtin(9000), "built-in operator that there is not", UNKNOWN)

# Hostile: tensors and references.


def tensor(change, data=plain):
    return changed(lambda model: change(model.subgraphs[0].tensors, model), data)


def with_data(tensors, model):
    return next(t for t in tensors if model.buffers[t.buffer].data is not None and len(model.buffers[t.buffer].data) > 0)


def bigger(tensors, model):
    with_data(tensors, model).shape = np.array([1000, 1000], np.int32)


def smaller(tensors, model):
    with_data(tensors, model).shape = np.array([1], np.int32)


def overflowing(tensors, model):
    with_data(tensors, model).shape = np.array([2**31 - 1] * 4, np.int32)


def negative(tensors, model):
    with_data(tensors, model).shape = np.array([-3, 4], np.int32)


def no_buffer(tensors, model):
    tensors[0].buffer = 4000000000


def no_type(tensors, model):
    tensors[0].type = 77


hostile("tflite-shape-too-big", tensor(bigger), "shape that its data do not fill", LAYOUT)
hostile("tflite-shape-too-small", tensor(smaller), "data behind a tensor", LAYOUT)
hostile("tflite-shape-overflow", tensor(overflowing), "shape whose size overflows", LAYOUT)
hostile("tflite-shape-negative", tensor(negative), "negative dimension", LAYOUT)
hostile("tflite-no-buffer", tensor(no_buffer), "reference to nothing", LAYOUT)
hostile("tflite-no-type", tensor(no_type), "type that there is not", LAYOUT)


def operator(field, value):
    def change(model):
        setattr(model.subgraphs[0].operators[0], field, value)

    return changed(change)


hostile("tflite-input-out-of-range", operator("inputs", np.array([0, 1, 10_000], np.int32)), "reference to nothing", LAYOUT, advisory="CVE-2020-15211")
hostile("tflite-output-negative", operator("outputs", np.array([-2], np.int32)), "reference to nothing", LAYOUT, advisory="CVE-2020-15211")
hostile("tflite-opcode-out-of-range", operator("opcodeIndex", 99), "reference to nothing", LAYOUT)
hostile("tflite-intermediate-out-of-range", operator("intermediates", np.array([500], np.int32)), "reference to nothing", LAYOUT)


def outputs(model):
    model.subgraphs[0].outputs = np.array([123456], np.int32)


hostile("tflite-graph-output-out-of-range", changed(outputs), "reference to nothing", LAYOUT)


def metadata(model):
    model.metadata[0].buffer = 777


hostile("tflite-metadata-out-of-range", changed(metadata), "reference to nothing", LAYOUT)


def far_buffer(model):
    model.buffers[1].offset, model.buffers[1].size, model.buffers[1].data = 2**40, 16, None


hostile("tflite-buffer-outside", changed(far_buffer), "buffer outside the file", STRUCTURE)

# Hostile: structure.
hostile("tflite-root-outside", struct.pack("<I", 0x7FFFFFF0) + plain[4:], "offset out of the file", STRUCTURE)
hostile("tflite-root-on-itself", struct.pack("<I", 0) + plain[4:], "offset to itself", STRUCTURE)
hostile("tflite-truncated", plain[: len(plain) // 2], "truncated", STRUCTURE)
hostile("tflite-head-only", plain[:8], "truncated", STRUCTURE)
hostile("tflite-ones", plain[:16] + b"\xff" * 600, "offsets of ones", STRUCTURE)
root = struct.unpack_from("<I", plain)[0]
vtable = root - struct.unpack_from("<i", plain, root)[0]
codes = root + struct.unpack_from("<H", plain, vtable + 4 + 2)[0]
vector = codes + struct.unpack_from("<I", plain, codes)[0]
hostile("tflite-vector-too-long", plain[:vector] + struct.pack("<I", 0xFFFFFFF0) + plain[vector + 4 :], "vector that leaves the file", STRUCTURE)
hostile("tflite-table-outside", plain[: vector + 4] + struct.pack("<I", 0xFFFFFF00) + plain[vector + 8 :], "table that leaves the file", STRUCTURE)

# Hostile: behind the model, and its name.
hostile("tflite-trailing", plain + b"#!/bin/sh\n" + b"id\n" * 2000, "bytes behind the model", TRAILING)


class Payload:
    def __reduce__(self):
        return os.system, ('touch "$HORNGATE_CANARY"',)


CALL = ["pickle/unlisted-call", "critical"]
hostile("tflite-appended-pickle", archive(plain, {"labels.pkl": pickle.dumps(Payload(), 2)}), "pickle in the archive behind the model", CALL)
hostile("tflite-appended-traversal", archive(plain, {"../../labels.txt": "x"}), "archive behind the model that leaves its folder", ["zip/traversal", "critical"])
hostile("tflite-appended-gap", archive(plain, {"labels.txt": "x"}, b"A" * 8000), "bytes between the model and its archive", TRAILING)
hostile("tflite-as-png", plain, "wrong extension", ["scan/extension", "medium"], ending=".png")
hostile("tflite-flex-and-archive", archive(custom("FlexReadFile"), {"labels.txt": "x"}), "operation of TensorFlow on files", FLEX)

family.write()
