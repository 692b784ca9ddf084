"""Writes the corpus family `onnx`: models by the real onnx and skl2onnx, and hostile ones in which one thing is changed."""

import os
import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnx
import skl2onnx
import sklearn
from manifest import Family
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

family = Family("onnx", {"onnx": onnx.__version__, "skl2onnx": skl2onnx.__version__, "scikit-learn": sklearn.__version__})

ACCEPTED = dict(ir_version=10, opset_imports=[h.make_opsetid("", 21)], producer_name="horngate corpus")


def value(name, shape=("n", 2), dtype=T.FLOAT):
    return h.make_tensor_value_info(name, dtype, list(shape))


def model(nodes, initializers=(), inputs=("x",), outputs=("y",), domains=(), functions=(), **more):
    graph = h.make_graph(list(nodes), "g", [value(n) for n in inputs], [value(n) for n in outputs], list(initializers))
    imports = [h.make_opsetid("", 21), *[h.make_opsetid(d, 1) for d in domains]]
    return h.make_model(graph, functions=list(functions), **{**ACCEPTED, "opset_imports": imports, **more})


def weights(shape=(2, 2), name="w"):
    return numpy_helper.from_array(np.arange(np.prod(shape), dtype=np.float32).reshape(shape), name)


def plain():
    return model([h.make_node("MatMul", ["x", "w"], ["y"])], [weights()])


def benign(name, proto, ending=".onnx"):
    data = proto if isinstance(proto, bytes) else proto.SerializeToString(deterministic=True)
    family.benign(name, name + ending, data)


def hostile(name, proto, cause, *expect, advisory=None, ending=".onnx"):
    data = proto if isinstance(proto, bytes) else proto.SerializeToString(deterministic=True)
    family.hostile(name, name + ending, data, cause, [list(pair) for pair in expect], advisory)


CODE = ("onnx/code-operator", "critical")
UNKNOWN = ("onnx/unknown-operator", "medium")
EXTERNAL = ("onnx/external-data", "critical")
LAYOUT = ("onnx/tensor-layout", "high")
MASKED = ("onnx/masked-operator", "high")
RECURSION = ("onnx/recursion", "medium")
STRUCTURE = ("onnx/structure", "medium")
UNREAD = ("scan/unread", "medium")
LIMIT = ("scan/limit", "high")


# Benign: what exporters write.
def branches(inner):
    def graph(node):
        return h.make_graph([node], "branch", [], [value("b")])

    return model(
        [
            h.make_node("ReduceSum", ["x"], ["s"], keepdims=0),
            h.make_node("Greater", ["s", "zero"], ["c"]),
            h.make_node("If", ["c"], ["y"], then_branch=graph(inner), else_branch=graph(h.make_node("Neg", ["x"], ["b"]))),
        ],
        [numpy_helper.from_array(np.float32(0), "zero")],
    )


def function(name="Twice", domain="house", node=None):
    return h.make_function(domain, name, ["a"], ["b"], [node or h.make_node("Add", ["a", "a"], ["b"])], [h.make_opsetid("", 21), h.make_opsetid("house", 1)])


benign("onnx-matmul", plain())
benign("onnx-if", branches(h.make_node("Abs", ["x"], ["b"])))
benign("onnx-function", model([h.make_node("Twice", ["x"], ["y"], domain="house")], domains=["house"], functions=[function()]))
benign("onnx-functions-nested", model([h.make_node("Four", ["x"], ["y"], domain="house")], domains=["house"], functions=[
    function(), function("Four", node=h.make_node("Twice", ["a"], ["b"], domain="house"))]))
loop_body = h.make_graph(
    [h.make_node("Add", ["v", "v"], ["v2"]), h.make_node("Identity", ["c"], ["c2"])], "body",
    [value("i", [], T.INT64), value("c", [], T.BOOL), value("v")], [value("c2", [], T.BOOL), value("v2")])
benign("onnx-loop", model([h.make_node("Loop", ["n3", "", "x"], ["y"], body=loop_body)], [numpy_helper.from_array(np.int64(3), "n3")]))
benign("onnx-contrib-gelu", model([h.make_node("FastGelu", ["x"], ["y"], domain="com.microsoft")], domains=["com.microsoft"]))
benign("onnx-contrib-attention", model([h.make_node("SkipLayerNormalization", ["x", "x", "g"], ["y"], domain="com.microsoft")], [weights((2,), "g")], domains=["com.microsoft"]))
benign("onnx-own-domain-by-name", model([h.make_node("Relu", ["x"], ["y"], domain="ai.onnx")]))
words = model([h.make_node("Relu", ["x"], ["y"], name="eval(__import__('os').system)", doc_string="import os; os.system('id')")], doc_string="__reduce__ eval( PyOp EPContext ../../etc/passwd")
h.set_model_props(words, {"code": "import os\nos.system('id')", "location": "/etc/passwd", "license": "MIT"})
benign("onnx-words", words)
names = model([h.make_node("Identity", ["import os"], ["y"])], inputs=["import os"])
benign("onnx-input-names", names)
texts = h.make_tensor("v", T.STRING, [3], [b"eval(", b"import os", b"__class__"])
benign("onnx-string-tensor", model([h.make_node("Constant", [], ["y"], value=texts)]))
for dtype in (T.FLOAT16, T.BFLOAT16, T.INT8, T.UINT8, T.INT64, T.BOOL, T.DOUBLE):
    array = h.make_tensor("w", dtype, [2, 2], np.array([0, 1, 1, 0]).astype(h.tensor_dtype_to_np_dtype(dtype)).tobytes(), raw=True)
    benign(f"onnx-{T.DataType.Name(dtype).lower()}", model([h.make_node("Cast", ["w"], ["y"], to=T.FLOAT)], [array]))
benign("onnx-int4", model([h.make_node("DequantizeLinear", ["w", "s"], ["y"])], [
    h.make_tensor("w", T.INT4, [3], bytes([0x21, 0x03]), raw=True), weights((1,), "s")]))
benign("onnx-typed-data", model([h.make_node("MatMul", ["x", "w"], ["y"])], [h.make_tensor("w", T.FLOAT, [2, 2], [1, 2, 3, 4])]))
benign("onnx-empty-tensor", model([h.make_node("Concat", ["x", "w"], ["y"], axis=0)], [weights((0, 2))]))
sparse = h.make_sparse_tensor(h.make_tensor("w", T.FLOAT, [1], [3.0]), h.make_tensor("i", T.INT64, [1], [2]), [4])
benign("onnx-sparse", model([h.make_node("Constant", [], ["y"], sparse_value=sparse)]))


def external(location="weights.onnx.data", key="location", **more):
    tensor = T(name="w", data_type=T.FLOAT, dims=[2, 2], data_location=T.EXTERNAL)
    for k, v in {key: location, "offset": "0", "length": "16", **more}.items():
        tensor.external_data.add(key=k, value=v)
    return tensor


def with_tensor(tensor):
    return model([h.make_node("MatMul", ["x", "w"], ["y"])], [tensor])


family.benign("onnx-external", "onnx-external/", {"model.onnx": with_tensor(external("model.onnx.data")).SerializeToString(deterministic=True), "model.onnx.data": bytes(16)})
benign("onnx-external-folder", with_tensor(external("data/weights.bin")))
benign("onnx-external-whole", with_tensor(external("w", length="16", checksum="00" * 20)))
training = plain()
training.training_info.add().algorithm.CopyFrom(h.make_graph([h.make_node("Mul", ["w", "w"], ["w2"])], "step", [], [value("w2")]))
benign("onnx-training", training)
benign("onnx-old", h.make_model(plain().graph, ir_version=3, opset_imports=[h.make_opsetid("", 7)]))
momentum = h.make_node("Momentum", ["r", "t", "w", "g", "v"], ["y", "v2"], domain="ai.onnx.preview.training", alpha=0.9, beta=1.0, mode="standard", norm_coefficient=0.0)
benign("onnx-preview-training", model([momentum], domains=["ai.onnx.preview.training"]))


def scikit():
    from skl2onnx import to_onnx
    from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    from sklearn.svm import SVC

    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(40, 3)).astype(np.float32), rng.integers(0, 2, 40)
    for name, one in {
        "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
        "forest": RandomForestClassifier(3, max_depth=3, random_state=1),
        "boosting": GradientBoostingClassifier(n_estimators=3, max_depth=2, random_state=1),
        "svc": SVC(probability=False),
    }.items():
        benign(f"onnx-sklearn-{name}", to_onnx(one.fit(x, y), x[:1]))
    from skl2onnx.common.data_types import StringTensorType

    text = np.array(["import os", "eval(x)", "__reduce__ here", "plain words"])
    benign("onnx-sklearn-tfidf", to_onnx(TfidfVectorizer().fit(text), initial_types=[("x", StringTensorType([None, 1]))]))
    benign("onnx-sklearn-one-hot", to_onnx(OneHotEncoder().fit(text[:, None]), initial_types=[("x", StringTensorType([None, 1]))]))


scikit()

# Hostile: operators.
pyop = h.make_node("PyOp", ["x"], ["y"], domain="pyopadd_2", module="os", class_name="system")
hostile("onnx-pyop", model([pyop], domains=["pyopadd_2"]), "operator that runs Python", CODE)
hostile("onnx-pyop-microsoft", model([h.make_node("PyOp", ["x"], ["y"], domain="com.microsoft", module="os")], domains=["com.microsoft"]), "operator that runs Python", CODE)
hostile("onnx-pyop-in-branch", branches(h.make_node("PyOp", ["x"], ["b"], domain="house", module="os")), "operator in a sub-graph", CODE)
hostile("onnx-pyop-in-function", model([h.make_node("Twice", ["x"], ["y"], domain="house")], domains=["house"], functions=[
    function(node=h.make_node("PyOp", ["a"], ["b"], domain="py", module="os"))]), "operator in a function", CODE)
spare = plain()
spare.functions.append(function(node=h.make_node("PyOp", ["a"], ["b"], domain="py", module="os")))
hostile("onnx-pyop-in-spare-function", spare, "operator in a function that nothing calls", CODE)
trained = plain()
trained.training_info.add().initialization.CopyFrom(h.make_graph([h.make_node("PyOp", [], ["w2"], domain="py", module="os")], "init", [], [value("w2")]))
hostile("onnx-pyop-in-training", trained, "operator in training_info", CODE)
deep = h.make_node("PyOp", ["x"], ["b"], domain="py", module="os")
for _ in range(5):
    inner = h.make_graph([deep], "deep", [], [value("b")])
    deep = h.make_node("If", ["c"], ["b"], then_branch=inner, else_branch=inner)
deep.output[0] = "y"
hostile("onnx-pyop-five-deep", model([deep], inputs=["x", "c"]), "operator in nested sub-graphs", CODE)
hostile("onnx-python-op", model([h.make_node("PythonOp", ["x"], ["ctx", "y"], domain="com.microsoft", func_name="os.system")], domains=["com.microsoft"]), "operator that runs Python", CODE)
engine = h.make_node("EPContext", ["x"], ["y"], domain="com.microsoft", embed_mode=0, ep_cache_context="../../tmp/engine.so")
hostile("onnx-ep-context", model([engine], domains=["com.microsoft"]), "operator that loads an engine", CODE)
hostile("onnx-ep-context-embedded", model([h.make_node("EPContext", ["x"], ["y"], domain="com.microsoft", embed_mode=1, ep_cache_context=b"\x7fELF")], domains=["com.microsoft"]), "operator that loads an engine", CODE)
hostile("onnx-snpe", model([h.make_node("Snpe", ["x"], ["y"], domain="com.microsoft", DLC=b"dlc")], domains=["com.microsoft"]), "operator that loads another runtime's model", CODE)
hostile("onnx-azure", model([h.make_node("OpenAIChat", ["x"], ["y"], domain="com.microsoft.extensions", model_uri="https://example.invalid")], domains=["com.microsoft.extensions"]), "operator that opens a connection", CODE)
hostile("onnx-custom-domain", model([h.make_node("Steal", ["x"], ["y"], domain="com.example")], domains=["com.example"]), "custom operator", UNKNOWN)
hostile("onnx-extensions", model([h.make_node("BertTokenizer", ["x"], ["y"], domain="ai.onnx.contrib", vocab="import os")], domains=["ai.onnx.contrib"]), "custom operator", UNKNOWN)
hostile("onnx-aten", model([h.make_node("ATen", ["x"], ["y"], domain="org.pytorch.aten", operator="relu")], domains=["org.pytorch.aten"]), "custom operator", UNKNOWN)
hostile("onnx-known-name-foreign-domain", model([h.make_node("Relu", ["x"], ["y"], domain="com.example")], domains=["com.example"]), "custom operator under a known name", UNKNOWN)
hostile("onnx-unknown-standard", model([h.make_node("Eval", ["x"], ["y"])]), "unknown operator of ONNX' own domain", UNKNOWN)
hostile("onnx-case", model([h.make_node("relu", ["x"], ["y"])]), "operator in another case", UNKNOWN)
hostile("onnx-no-operator", model([h.make_node("", ["x"], ["y"])]), "node without an operator", UNKNOWN)
hostile("onnx-masked", model([h.make_node("Relu", ["x"], ["y"])], functions=[function("Relu", "")]), "function that masks an operator", MASKED)
hostile("onnx-masked-contrib", model([h.make_node("FastGelu", ["x"], ["y"], domain="com.microsoft")], domains=["com.microsoft"], functions=[function("FastGelu", "com.microsoft")]), "function that masks an operator", MASKED)
hostile("onnx-recursion", model([h.make_node("Twice", ["x"], ["y"], domain="house")], domains=["house"], functions=[function(node=h.make_node("Twice", ["a"], ["b"], domain="house"))]), "function that calls itself", RECURSION)
hostile("onnx-recursion-by-another", model([h.make_node("A", ["x"], ["y"], domain="house")], domains=["house"], functions=[
    function("A", node=h.make_node("B", ["a"], ["b"], domain="house")), function("B", node=h.make_node("A", ["a"], ["b"], domain="house"))]), "function that calls itself", RECURSION)

# Hostile: where tensors lie.
for name, location, advisory in [
    ("parent", "../../etc/passwd", "CVE-2022-25882"),
    ("parent-inside", "data/../../secret", "CVE-2024-27318"),
    ("absolute", "/etc/passwd", "CVE-2024-27318"),
    ("backslash", "..\\secret", None),
    ("drive", "C:\\secret", None),
    ("address", "https://example.invalid/w", None),
    ("file-address", "file:///etc/passwd", None),
    ("nul", "w\0../x", None),
    ("home", "~/.ssh/id_rsa", None),
    ("memory", "*/_ORT_MEM_ADDR_/*", None),
    ("empty", "", None),
]:
    hostile(f"onnx-external-{name}", with_tensor(external(location)), "path that leaves the model", EXTERNAL, advisory=advisory)
hostile("onnx-external-base-path", with_tensor(external("w", basepath="/etc")), "path that leaves the model", EXTERNAL)
attribute = h.make_node("Constant", [], ["y"])
attribute.attribute.add(name="value", type=onnx.AttributeProto.TENSOR).t.CopyFrom(external("../secret"))
hostile("onnx-external-in-attribute", model([attribute]), "path in a tensor of an attribute", EXTERNAL)
in_branch = h.make_node("Constant", [], ["b"])
in_branch.attribute.add(name="value", type=onnx.AttributeProto.TENSOR).t.CopyFrom(external("../secret"))
hostile("onnx-external-in-branch", branches(in_branch), "path in a sub-graph", EXTERNAL)
sparse_external = onnx.SparseTensorProto()
sparse_external.values.CopyFrom(external("/etc/passwd"))
in_sparse = h.make_node("Constant", [], ["y"])
in_sparse.attribute.add(name="sparse_value", type=onnx.AttributeProto.SPARSE_TENSOR).sparse_tensor.CopyFrom(sparse_external)
hostile("onnx-external-in-sparse", model([in_sparse]), "path in a sparse tensor", EXTERNAL)
hostile("onnx-external-negative", with_tensor(external("w", offset="-8")), "offset that is no number", LAYOUT)
hostile("onnx-external-length", with_tensor(external("w", length="9999999")), "length that the shape does not have", LAYOUT)
hostile("onnx-external-huge", with_tensor(external("w", offset="99999999999999999999999")), "offset that is no number", LAYOUT)
twice = external("weights.bin")
twice.external_data.add(key="location", value="weights2.bin")
hostile("onnx-external-twice", with_tensor(twice), "two places for one tensor", LAYOUT)
hidden = weights()
hidden.external_data.add(key="location", value="weights.bin")
hostile("onnx-external-undeclared", with_tensor(hidden), "data in two places", LAYOUT)
both = external("weights.bin")
both.raw_data = bytes(16)
hostile("onnx-external-and-raw", with_tensor(both), "data in two places", LAYOUT)
hostile("onnx-short-data", with_tensor(T(name="w", data_type=T.FLOAT, dims=[1000, 1000], raw_data=bytes(8))), "shape that its data do not fill", LAYOUT)
hostile("onnx-long-data", with_tensor(T(name="w", data_type=T.FLOAT, dims=[1], raw_data=b"#!/bin/sh\nid\n\n\n\n")), "data behind a tensor", LAYOUT)
hostile("onnx-overflow", with_tensor(T(name="w", data_type=T.FLOAT, dims=[2**62, 4], raw_data=bytes(0))), "shape whose size overflows", LAYOUT)
hostile("onnx-negative-dimension", with_tensor(T(name="w", data_type=T.FLOAT, dims=[-1, 2], raw_data=bytes(8))), "negative dimension", LAYOUT)

# Hostile: structure.
data = plain().SerializeToString(deterministic=True)
hostile("onnx-truncated", data[:-20], "truncated", STRUCTURE)
hostile("onnx-pyop-truncated", model([pyop], domains=["pyopadd_2"]).SerializeToString(deterministic=True)[:-4], "truncated behind the finding", CODE, STRUCTURE)
hostile("onnx-two-graphs", data + b"\x3a" + bytes([len(plain().graph.SerializeToString())]) + plain().graph.SerializeToString(), "two graphs, which readers merge", STRUCTURE)
evil = h.make_graph([h.make_node("PyOp", ["x"], ["y"], domain="py", module="os")], "g", [], []).SerializeToString(deterministic=True)
hostile("onnx-second-graph-evil", data + b"\x3a" + bytes([len(evil)]) + evil, "two graphs, which readers merge", CODE, STRUCTURE)
hostile("onnx-unknown-field", data + b"\xfa\x7f\x04evil", "field that we do not know", UNREAD)
hostile("onnx-two-operators", model([]).SerializeToString(deterministic=True) + b"\x3a\x0c\x0a\x0a\x22\x04Relu\x22\x02No", "operator named twice", STRUCTURE, UNKNOWN)
hostile("onnx-as-png", model([pyop], domains=["pyopadd_2"]), "wrong extension", CODE, ("scan/extension", "medium"), ending=".png")


def field(number, data):
    length, rest = b"", len(data)
    while rest > 127:
        length, rest = length + bytes([rest & 127 | 128]), rest >> 7
    return bytes([number << 3 | 2]) + length + bytes([rest]) + data


# The library itself does not write it so deep: If (op_type 4) with an attribute (5) that has a graph (6) that has a node (1).
nested = field(1, field(4, b"Relu"))
for _ in range(60):
    nested = field(1, field(4, b"If") + field(5, field(6, nested)))
hostile("onnx-nesting", b"\x08\x0a" + field(7, nested), "nesting past what readers allow", LIMIT)

family.write()
