"""Writes the corpus family `tensorflow`: SavedModels, graphs, checkpoints and Keras metadata by the real TensorFlow.

Hostile graphs would write or read a file of a fixed name when they are loaded or called; they hold nothing else. Numbers in names of functions are counted by
the process, so a second run gives other bytes of the same meaning.
"""

import os
import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import json
import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from google.protobuf import text_format
from manifest import Family
from tensorflow.core.framework import graph_pb2, node_def_pb2
from tensorflow.core.protobuf import meta_graph_pb2, saved_model_pb2
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
from tensorflow.python.keras.protobuf import saved_metadata_pb2

family = Family("tensorflow", {"tensorflow": tf.__version__, "keras": keras.__version__, "tf_keras": tf_keras.__version__})
ROOT = pathlib.Path(tempfile.mkdtemp())
v1 = tf.compat.v1
FILE = "horngate-canary"

CODE = ["tensorflow/code-operator", "critical"]
DISK = ["tensorflow/file-operator", "critical"]
NETWORK = ["tensorflow/network-operator", "critical"]
OPAQUE = ["tensorflow/opaque-operator", "medium"]
ASSET = ["tensorflow/asset-path", "critical"]
MASKED = ["tensorflow/masked-operator", "high"]
UNKNOWN = ["tensorflow/unknown-operator", "medium"]
STRUCTURE = ["tensorflow/structure", "medium"]
UNREAD = ["scan/unread", "medium"]
EXTENSION = ["scan/extension", "medium"]
LAMBDA = [["keras/code-class", "critical"], ["keras/lambda-bytecode", "critical"]]


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def saved(module, signatures=None):
    folder = pathlib.Path(tempfile.mkdtemp(dir=ROOT))
    tf.saved_model.save(module, str(folder), signatures=signatures)
    return files(folder)


def module(function, *specs, **state):
    made = tf.Module()
    for name, value in state.items():
        setattr(made, name, value)
    made.f = tf.function(function, input_signature=list(specs))
    return made


def model(function, *specs, **state):
    made = module(function, *specs, **state)
    return saved(made, made.f)


def parsed(data, kind=saved_model_pb2.SavedModel):
    proto = kind()
    proto.ParseFromString(data)
    return proto


def written(proto):
    for meta in getattr(proto, "meta_graphs", [proto]):
        if hasattr(meta, "meta_info_def"):
            meta.meta_info_def.ClearField("stripped_op_list")
    return proto.SerializeToString(deterministic=True)


def graph(build):
    """The GraphDef of what `build` makes."""
    with tf.Graph().as_default() as made:
        build()
    return made.as_graph_def()


def node(op, *inputs, name="n", **attributes):
    """A node that the library may refuse to make."""
    made = node_def_pb2.NodeDef(name=name, op=op, input=inputs)
    for key, value in attributes.items():
        if isinstance(value, bytes):
            made.attr[key].s = value
        elif isinstance(value, list):
            made.attr[key].list.s.extend(value)
        else:
            made.attr[key].CopyFrom(value)
    return made


def nodes(*defs):
    return graph_pb2.GraphDef(node=defs)


def benign(name, data):
    if isinstance(data, dict):
        family.benign(name, name + "/", data)
    elif isinstance(data, str):
        family.benign(name, name + ".pbtxt", data.encode())
    else:
        family.benign(name, name + ".pb", data if isinstance(data, bytes) else written(data))


def hostile(name, data, cause, *expect, ending=None, advisory=None):
    if isinstance(data, dict):  # of a folder, what matters alone
        data = parsed(data["saved_model.pb"])
    ending = ending or (".pbtxt" if isinstance(data, str) else ".pb")
    data = data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else written(data)
    family.hostile(name, name + ending, data, cause, list(expect), advisory)


def after(_, x):
    return x


X = tf.TensorSpec([None, 2], tf.float32)
S = tf.TensorSpec([None], tf.string)

# Benign: what people export.
matrix = lambda: tf.Variable(np.ones((2, 3), np.float32))  # noqa: E731
w = matrix()
benign("tensorflow-module", model(lambda x: tf.matmul(x, w), X, w=w))
k = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, "relu"), keras.layers.Dense(1)])
exported = pathlib.Path(tempfile.mkdtemp(dir=ROOT))
k.export(str(exported), verbose=False)
benign("tensorflow-keras-export", files(exported))
vocabulary = ROOT / "vocabulary.txt"
vocabulary.write_text("import os\neval(\n__reduce__\nos.system\n")


def text_table():
    init = tf.lookup.TextFileInitializer(str(vocabulary), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER)
    return tf.lookup.StaticVocabularyTable(init, 1)


def with_table():
    table = text_table()
    return model(lambda x: table.lookup(x), S, table=table)


benign("tensorflow-table", with_table())
table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["eval(", "import os"], [1, 2]), 0)
benign("tensorflow-table-in-graph", model(lambda x: table.lookup(x), S, table=table)["saved_model.pb"])
legacy = tf_keras.Sequential([tf_keras.layers.Input((3,)), tf_keras.layers.Dense(2, "relu", name="import_os")])
folder = pathlib.Path(tempfile.mkdtemp(dir=ROOT))
legacy.save(folder, save_format="tf", include_optimizer=False)
benign("tensorflow-keras-2", files(folder))
stateless = tf.TensorSpec([], tf.float32)
benign("tensorflow-while", model(lambda x: tf.while_loop(lambda v: v < 9.0, lambda v: (v * 2.0,), [x])[0], stateless)["saved_model.pb"])
benign("tensorflow-cond", model(lambda x: tf.cond(x > 0.0, lambda: x, lambda: -x), stateless)["saved_model.pb"])
benign("tensorflow-case", model(lambda x: tf.switch_case(tf.cast(x, tf.int32), [lambda: x, lambda: x + 1.0, lambda: x * 2.0]), stateless)["saved_model.pb"])
benign("tensorflow-strings", model(lambda x: tf.strings.join([tf.strings.regex_replace(x, "eval\\(", "os.system("), "import os"]), S)["saved_model.pb"])
benign("tensorflow-print", model(lambda x: after(tf.print("x is", x), x), X)["saved_model.pb"])
frozen = convert_variables_to_constants_v2(tf.function(lambda x: tf.matmul(x, w)).get_concrete_function(X)).graph.as_graph_def()
benign("tensorflow-frozen", frozen)
benign("tensorflow-frozen-text", text_format.MessageToString(frozen))
benign("tensorflow-text-comment", "# eval( WriteFile\n" + text_format.MessageToString(frozen))
benign("tensorflow-text-list", 'node { name: "s" op: "Const" attr { key: "dtype" value { type: DT_STRING } } attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape { } string_val: "import os; \\"WriteFile\\" { op: \\"ReadFile\\" }" } } } }\nversions { producer: 1882 bad_consumers: [1, 2] }\n')
benign("tensorflow-saved-model-text", text_format.MessageToString(parsed(written(parsed(model(lambda x: x + 1.0, X)["saved_model.pb"])))))


def training():
    x = v1.placeholder(tf.float32, [None, 2], "import_os")
    v = v1.get_variable("v", [2, 2], use_resource=True)
    tf.identity(tf.matmul(x, v), "eval")


with tf.Graph().as_default():
    training()
    saver = v1.train.Saver()
    v1_meta = saver.export_meta_graph(clear_devices=True)
family.benign("tensorflow-1-meta", "tensorflow-1.meta", written(parsed(v1_meta.SerializeToString(), meta_graph_pb2.MetaGraphDef)))


def v1_saved_model(main=None):
    place = ROOT / f"v1-{len(list(ROOT.iterdir()))}"
    with tf.Graph().as_default(), v1.Session() as session:
        training()
        session.run(v1.global_variables_initializer())
        builder = v1.saved_model.builder.SavedModelBuilder(str(place))
        builder.add_meta_graph_and_variables(session, ["serve"], main_op=main() if main else None)
        builder.save()
    return files(place)


benign("tensorflow-1-saved-model", v1_saved_model())
checkpoint = pathlib.Path(tempfile.mkdtemp(dir=ROOT))
tf.train.Checkpoint(w=w, eval=matrix()).write(str(checkpoint / "weights"))
benign("tensorflow-checkpoint", files(checkpoint))

GRAPHS = {
    "conv": lambda: tf.nn.conv2d(v1.placeholder(tf.float32, [1, 8, 8, 1]), np.ones((3, 3, 1, 2), np.float32), 1, "SAME"),
    "decode-jpeg": lambda: tf.io.decode_jpeg(v1.placeholder(tf.string, [])),
    "parse-example": lambda: tf.io.parse_example(v1.placeholder(tf.string, [None]), {"eval": tf.io.FixedLenFeature([1], tf.float32)}),
    "fft": lambda: tf.signal.rfft(v1.placeholder(tf.float32, [8])),
    "random": lambda: tf.random.normal([2, 2]),
    "ragged": lambda: tf.ragged.constant([[1, 2], [3]]).to_tensor(),
    "sparse": lambda: tf.sparse.to_dense(tf.sparse.from_dense([[0, 1]])),
    "sharded-filename": lambda: tf.raw_ops.ShardedFilename(basename="/tmp/x", shard=0, num_shards=1),
    "words": lambda: tf.constant(["WriteFile", "eval(__import__('os').system('id'))", "/etc/passwd", "../.."], name="ReadFile"),
    "dataset-of-tensors": lambda: tf.raw_ops.TensorDataset(components=[tf.constant(1)], output_shapes=[[]]),
    "quantise": lambda: tf.quantization.fake_quant_with_min_max_args(v1.placeholder(tf.float32, [2])),
    "image-resize": lambda: tf.image.resize(v1.placeholder(tf.float32, [1, 4, 4, 3]), [8, 8]),
    "assert": lambda: tf.debugging.Assert(True, ["os.system"]),
    "linalg": lambda: tf.linalg.svd(v1.placeholder(tf.float32, [3, 3])),
    "unigrams-in-graph": lambda: tf.random.fixed_unigram_candidate_sampler(tf.constant([[0]], tf.int64), 1, 1, True, 2, unigrams=[1.0, 2.0]),
    "proto-linked": lambda: tf.io.decode_proto(v1.placeholder(tf.string, [1]), "tensorflow.VersionDef", ["producer"], [tf.int32]),
}
for name, build in GRAPHS.items():
    benign(f"tensorflow-graph-{name}", graph(build))

# Hostile: operations, and where they may hide.
write = lambda: tf.io.write_file(FILE, "x")  # noqa: E731


def writes(x):
    write()
    return x


hostile("tensorflow-write-file", model(writes, X), "operation on files", DISK)
hostile("tensorflow-write-in-branch", model(lambda x: tf.cond(x > 0.0, lambda: writes(x), lambda: x), stateless), "operation in a branch", DISK)
hostile("tensorflow-write-in-loop", model(lambda x: tf.while_loop(lambda v: v < 9.0, lambda v: (writes(v * 2.0),), [x])[0], stateless), "operation in a loop", DISK)
hostile("tensorflow-write-in-inner-function", model(lambda x: tf.function(tf.function(writes))(x), X), "operation in a nested function", DISK)
hostile("tensorflow-write-in-mapped-data", model(lambda x: tf.data.Dataset.from_tensors(x).map(writes).reduce(0.0, lambda a, b: a), X), "operation in a dataset's function", DISK)
hostile("tensorflow-write-at-load", v1_saved_model(lambda: tf.io.write_file(FILE, "x")), "operation that runs when it is loaded", DISK)
hostile("tensorflow-read-file", model(lambda x: tf.io.read_file("/etc/hostname"), X), "operation on files", DISK)
hostile("tensorflow-matching-files", model(lambda x: tf.io.matching_files("/home/*"), X), "operation on files", DISK)
hostile("tensorflow-print-to-file", model(lambda x: after(tf.print(x, output_stream="file://" + FILE), x), X), "operation that prints to a file", DISK)
hostile("tensorflow-text-lines", model(lambda x: tf.data.TextLineDataset("/etc/passwd").reduce("", lambda a, b: a + b), X), "dataset of a file", DISK)
hostile("tensorflow-records", model(lambda x: tf.data.TFRecordDataset("/etc/passwd").reduce("", lambda a, b: a + b), X), "dataset of a file", DISK)
hostile("tensorflow-cache", model(lambda x: tf.data.Dataset.from_tensors(x).cache(FILE).reduce(0.0, lambda a, b: a), X), "dataset that writes a file", DISK)
hostile("tensorflow-py-function", model(lambda x: tf.py_function(lambda v: v, [x], tf.float32), X), "operation that runs Python", CODE)
hostile("tensorflow-numpy-function", model(lambda x: tf.numpy_function(lambda v: v, [x], tf.float32), X), "operation that runs Python", CODE)


def save_elsewhere(x):
    tf.raw_ops.SaveV2(prefix=FILE, tensor_names=["x"], shape_and_slices=[""], tensors=[x])
    return x


hostile("tensorflow-save-in-signature", model(save_elsewhere, X), "saver's operation outside the saver", DISK)
hostile("tensorflow-restore-in-signature", model(lambda x: tf.raw_ops.RestoreV2(prefix="/tmp/other", tensor_names=["x"], shape_and_slices=[""], dtypes=[tf.float32])[0], X), "saver's operation outside the saver", DISK)
hostile("tensorflow-merge-in-signature", model(lambda x: after(tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=["a"], destination_prefix=FILE), x), X), "saver's operation outside the saver", DISK)

plain = parsed(model(lambda x: tf.matmul(x, w), X, w=w)["saved_model.pb"])


def changed(change, base=plain):
    made = saved_model_pb2.SavedModel()
    made.CopyFrom(base)
    change(made.meta_graphs[0])
    return made


def call_saver(meta):
    by_name = {n.name: n for n in meta.graph_def.node}
    save = by_name[meta.saver_def.save_tensor_name.split(":")[0]]
    extra = meta.graph_def.node.add()
    extra.CopyFrom(save)
    extra.name = "innocent"
    meta.signature_def["serving_default"].outputs["output_0"].name = "innocent:0"


hostile("tensorflow-saver-called-by-signature", changed(call_saver), "saver's function that another node calls", DISK)
hostile("tensorflow-saver-undeclared", changed(lambda meta: meta.ClearField("saver_def")), "saver's operation without a saver", DISK)


def redirect(meta):
    meta.saver_def.save_tensor_name = meta.saver_def.restore_op_name = "StatefulPartitionedCall:0"
    meta.graph_def.node.append(node("WriteFile", name="w"))


hostile("tensorflow-saver-redirected", changed(redirect), "saver that is something else", DISK)


def v1_use(meta):
    meta.graph_def.node.append(node("Identity", "save/RestoreV2:0", name="serve"))


hostile("tensorflow-1-saver-used", changed(v1_use, parsed(v1_saved_model()["saved_model.pb"])), "saver's operation that another node uses", DISK)
hostile("tensorflow-1-save-elsewhere", changed(lambda meta: meta.graph_def.node.append(node("SaveV2", name="model/SaveV2")), parsed(v1_saved_model()["saved_model.pb"])), "saver's operation outside the saver", DISK)
bad_meta = meta_graph_pb2.MetaGraphDef()
bad_meta.CopyFrom(v1_meta)
bad_meta.graph_def.node.append(node("WriteFile", name="save/WriteFile"))
hostile("tensorflow-1-meta-write", bad_meta, "operation under the saver's name", DISK, ending=".meta")

# Hostile: assets and tables.
for name, path in {"parent": "../../etc/passwd", "absolute": "/etc/passwd", "backslash": "..\\secret", "nul": "a\0b", "address": "gs://example/secret"}.items():
    def asset(meta, path=path):
        meta.asset_file_def[0].filename = path

    hostile(f"tensorflow-asset-{name}", changed(asset, parsed(with_table()["saved_model.pb"])), "asset that leaves the model", ASSET)


def other_table(meta):
    meta.ClearField("asset_file_def")


hostile("tensorflow-table-of-no-asset", changed(other_table, parsed(with_table()["saved_model.pb"])), "table of a file that is no asset", DISK)


def assigned_table(meta):
    meta.graph_def.node.append(graph(lambda: tf.constant("/etc/passwd", name="other")).node[0])
    meta.graph_def.node.append(node("AssignVariableOp", "Variable", "other", name="again"))


hostile("tensorflow-table-assigned-twice", changed(assigned_table, parsed(with_table()["saved_model.pb"])), "table of a file that is no asset", DISK)


def file_table():
    handle = tf.raw_ops.HashTableV2(key_dtype=tf.string, value_dtype=tf.int64)
    tf.raw_ops.InitializeTableFromTextFileV2(table_handle=handle, filename="/etc/passwd", key_index=-2, value_index=-1)


hostile("tensorflow-table-constant", graph(file_table), "table of a file that is no asset", DISK)

# Hostile: single operations in a graph.
HOSTILE_GRAPHS = {
    "write": (write, DISK, "operation on files"),
    "dump": (lambda: tf.raw_ops.SaveSlices(filename=FILE, tensor_names=["x"], shapes_and_slices=[""], data=[tf.constant(1)]), DISK, "operation on files"),
    "sql": (lambda: tf.raw_ops.SqlDataset(driver_name="sqlite", data_source_name="/tmp/db", query="select 1", output_types=[tf.int32], output_shapes=[[]]), DISK, "operation on a database"),
    "summary": (lambda: tf.raw_ops.CreateSummaryFileWriter(writer=tf.raw_ops.SummaryWriter(), logdir=FILE, max_queue=1, flush_millis=1, filename_suffix=""), DISK, "operation on files"),
    "unigrams-file": (lambda: tf.random.fixed_unigram_candidate_sampler(tf.constant([[0]], tf.int64), 1, 1, True, 2, vocab_file="/etc/passwd"), DISK, "attribute that names a file"),
    "proto-file": (lambda: tf.io.decode_proto(v1.placeholder(tf.string, [1]), "x.Y", ["z"], [tf.int32], descriptor_source="/etc/passwd"), DISK, "attribute that names a file"),
    "whole-file-reader": (lambda: tf.raw_ops.WholeFileReaderV2(), DISK, "operation on files"),
}

for name, (build, expect, cause) in HOSTILE_GRAPHS.items():
    hostile(f"tensorflow-graph-{name}", graph(build), cause, expect)
hostile("tensorflow-graph-skipgram", nodes(node("Skipgram", filename=b"/etc/passwd")), "attribute that names a file", DISK)
hostile("tensorflow-graph-filesystem", nodes(node("FileSystemSetConfiguration")), "operation that changes how files are opened", DISK)
hostile("tensorflow-graph-debug-url", nodes(node("DebugIdentity", debug_urls=[b"grpc://example.invalid:1"])), "attribute that names an address", NETWORK)
hostile("tensorflow-graph-rpc", nodes(node("RpcClient")), "operation that opens a connection", NETWORK)
hostile("tensorflow-graph-data-service", nodes(node("DataServiceDatasetV4")), "operation that opens a connection", NETWORK)
hostile("tensorflow-graph-remote-call", nodes(node("RemoteCall")), "operation that opens a connection", NETWORK)
hostile("tensorflow-graph-custom-call", nodes(node("XlaCustomCallV2", call_target_name=b"system")), "operation that runs native code", CODE)
hostile("tensorflow-graph-py-func", nodes(node("PyFunc", token=b"pyfunc_0")), "operation that runs Python", CODE)
hostile("tensorflow-graph-py-func-stateless", nodes(node("PyFuncStateless", token=b"pyfunc_0")), "operation that runs Python", CODE)
hostile("tensorflow-graph-stable-hlo", nodes(node("XlaCallModule", module=b"ML\xefRStableHLO")), "program that is not read", OPAQUE)
hostile("tensorflow-graph-unknown", nodes(node("StealWeights")), "custom operation", UNKNOWN)
hostile("tensorflow-graph-sentencepiece", nodes(node("SentencepieceTokenizeOp")), "custom operation", UNKNOWN)
hostile("tensorflow-graph-case", nodes(node("writefile")), "operation in another case", UNKNOWN)
masked = nodes(node("Relu"))
masked.library.function.add().signature.name = "Relu"
masked.library.function[0].node_def.append(node("Identity", "x"))
hostile("tensorflow-graph-masked", masked, "function that masks an operation", MASKED)
spare = nodes(node("NoOp"))
spare.library.function.add().signature.name = "spare"
spare.library.function[0].node_def.append(node("WriteFile"))
hostile("tensorflow-graph-spare-function", spare, "operation in a function that nothing calls", DISK)
gradient = nodes(node("NoOp"))
gradient.library.function.add().signature.name = "grad"
gradient.library.function[0].node_def.append(node("PyFunc"))
gradient.library.gradient.add(function_name="f", gradient_func="grad")
hostile("tensorflow-graph-gradient", gradient, "operation in a gradient", CODE)
text = 'node { name: "a" op: "WriteFile" }\n'
hostile("tensorflow-text", text, "operation in a text", DISK)
hostile("tensorflow-text-escapes", 'node { name: "a" op: "Write" \'\\106ile\' }\n', "operation by escapes", DISK)
hostile("tensorflow-text-angles", '# comment { op: "NoOp" }\nnode: < name: \'a\', op: "ReadFile" >;', "operation in another form of the text", DISK)
hostile("tensorflow-text-broken", text + "node { op: ", "text that breaks off", STRUCTURE)
hostile("tensorflow-saved-model-text-write", "saved_model_schema_version: 1\nmeta_graphs { graph_def { library { function { signature { name: 'f' } node_def { name: 'w' op: 'WriteFile' } } } } }\n", "operation in a text", DISK)

# Hostile: Keras' own description beside a SavedModel.
code = "4wEAAAAAAAAAAAAAAAEAAAACAAAAQwAAAHMEAAAAfAAAUwApAU6pACkB2gF4cgEAAAByAQAAAPoDPHg+2gg8bGFtYmRhPgEAAABzAAAAAA=="
lambda_layer = {"class_name": "Lambda", "config": {"name": "l", "function": {"class_name": "__tuple__", "items": [code, None, None]}, "function_type": "lambda"}}
described = {"class_name": "Sequential", "config": {"name": "s", "layers": [lambda_layer]}, "keras_version": "2.15.0"}
metadata = saved_metadata_pb2.SavedMetadata()
metadata.nodes.add(node_id=0, node_path="root", identifier="_tf_keras_sequential", metadata=json.dumps(described))
hostile("tensorflow-keras-metadata-lambda", metadata, "marshalled code in Keras' metadata", *LAMBDA, advisory="CVE-2024-3660")


def user_object(meta):
    meta.object_graph_def.nodes[0].user_object.identifier = "_tf_keras_sequential"
    meta.object_graph_def.nodes[0].user_object.metadata = json.dumps(described)


hostile("tensorflow-user-object-lambda", changed(user_object), "marshalled code in Keras' metadata", *LAMBDA, advisory="CVE-2024-3660")

# Hostile: structure.
data = written(plain)
hostile("tensorflow-truncated", data[:-300], "truncated", STRUCTURE)
hostile("tensorflow-unknown-field", data + b"\xfa\x7f\x04evil", "field that we do not know", UNREAD)
evil = nodes(node("WriteFile")).SerializeToString()
meta_bytes = plain.meta_graphs[0].SerializeToString() + b"\x12" + bytes([len(evil)]) + evil
length = len(meta_bytes)
hostile("tensorflow-second-graph", b"\x08\x01\x12" + bytes([length & 127 | 128, (length >> 7) & 127 | 128, length >> 14]) + meta_bytes, "two graphs, which readers merge", DISK, STRUCTURE)
hostile("tensorflow-second-meta-graph", b"\x08\x01\x12\x00" + data[2:] + b"\x12" + bytes([len(evil) + 2]) + b"\x12" + bytes([len(evil)]) + evil, "operation in a second model", DISK)
twice = node("NoOp", name="a").SerializeToString() + b"\x12\x09WriteFile"
hostile("tensorflow-two-operations", b"\x0a" + bytes([len(twice)]) + twice, "operation named twice", DISK, STRUCTURE)
hostile("tensorflow-as-keras", graph(write), "wrong extension", DISK, EXTENSION, ending=".keras")
index = files(checkpoint)["weights.index"]
hostile("tensorflow-index-broken", bytes([0x7F]) + index[1:], "index that contradicts itself", STRUCTURE, ending=".index")
hostile("tensorflow-index-cut", index[200:], "index that breaks off", STRUCTURE, ending=".index")

family.write()
