"""Archives of skops: benign ones by the library; hostile ones are the same with nodes that it would not write."""

import os
import sys

if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets goes into the files
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import importlib.metadata
import io
import json
import warnings
import zipfile

import numpy
import scipy.sparse
import sklearn
import skops.io
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from manifest import Family

warnings.simplefilter("ignore")
family = Family("skops", {"skops": importlib.metadata.version("skops"), "scikit-learn": sklearn.__version__, "numpy": numpy.__version__})

CODE = ["skops/embedded-code", "critical"]
TYPE = ["skops/unlisted-type", "medium"]
STRUCTURE = ["skops/structure", "medium"]
TOUCH = "touch \"$HORNGATE_CANARY\""


def rewritten(data):
    """The same members with fixed dates and names, since skops draws them by chance."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    names = {name: f"{index:08d}{name[name.rindex('.'):]}" for index, name in enumerate(sorted((name for name in members if name != "schema.json"), key=lambda name: members["schema.json"].index(name.encode())))}
    schema = members["schema.json"].decode()
    for old, new in names.items():
        schema = schema.replace(old, new)
    value = json.loads(schema)
    identifiers = {}

    def renumber(node):
        if isinstance(node, dict):
            if "__id__" in node:
                old = node["__id__"]
                if node.get("__loader__") != "CachedNode":  # numbers are memory addresses, and come again for other objects
                    identifiers[old] = identifiers["count"] = identifiers.get("count", 0) + 1
                node["__id__"] = identifiers[old]
            for child in node.values():
                renumber(child)
        elif isinstance(node, list):
            for child in node:
                renumber(child)

    renumber(value)
    return archive(value, {names[name]: content for name, content in members.items() if name != "schema.json"})


def archive(schema, members=None, text=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**(members or {}), "schema.json": text or json.dumps(schema, indent=1).encode()}.items():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def node(loader, module, name, **more):
    return {"__class__": name, "__module__": module, "__loader__": loader, **more}


def text(value):
    return node("JsonNode", "builtins", "str", content=json.dumps(value), is_json=True)


def sequence(*items, kind="tuple"):
    return node({"tuple": "TupleNode", "list": "ListNode"}[kind], "builtins", kind, content=list(items))


def mapping(**items):
    return node("DictNode", "builtins", "dict", content=items, key_types=sequence(*[node("TypeNode", "builtins", "str") for _ in items], kind="list"))


def root(value, **more):
    return {**value, "protocol": 2, "_skops_version": "0.16.0", **more}


def model(**attributes):
    return node("ObjectNode", "sklearn.linear_model._logistic", "LogisticRegression", content=mapping(**attributes))


def hostile(name, value, cause, *expect, members=None, **more):
    family.hostile(f"skops-{name}", f"{name}.skops", value if isinstance(value, bytes) else archive(root(value), members), cause, list(expect), **more)


def reduce(module, name, *arguments):
    return node("ConstructorFromReduceNode", module, name, content=sequence(*arguments))


hostile("constructor-os-system", reduce("os", "system", text(TOUCH)), "constructor of the author's choice", CODE, loader="skops")
hostile("constructor-eval", reduce("builtins", "eval", text(f"__import__('os').system('{TOUCH}')")), "constructor of the author's choice", CODE, loader="skops")
hostile("constructor-inner", model(solver=reduce("subprocess", "Popen", text(["sh", "-c", TOUCH]))), "constructor in an inner place", CODE, loader="skops")
hostile("operator-call", node("OperatorFuncNode", "sklearn.linear_model._stochastic_gradient", "call", attrs=sequence(node("FunctionNode", "os", "system"), text(TOUCH))), "module that is not looked at", CODE, advisory="CVE-2025-54412")
hostile("operator-methodcaller", node("OperatorFuncNode", "operator", "methodcaller", attrs=sequence(text("system"), text(TOUCH))), "operator calls a method", CODE)
hostile("operator-attrgetter", node("OperatorFuncNode", "operator", "attrgetter", attrs=sequence(text("coef_"))), "operator", TYPE)
hostile("method-mismatch", node("MethodNode", "sklearn.linear_model._logistic", "LogisticRegression", content={"func": "__getattribute__", "obj": node("ObjectNode", "builtins", "int")}), "class that is not the object's", CODE, advisory="CVE-2025-54413")
hostile("method-inner", node("MethodNode", "sklearn.linear_model._logistic", "LogisticRegression", content={"func": "__reduce_ex__", "obj": model()}), "inner method", CODE)
hostile("method", node("MethodNode", "sklearn.linear_model._logistic", "LogisticRegression", content={"func": "predict", "obj": model()}), "method of an object", TYPE)
hostile("function-os-system", model(solver=node("FunctionNode", "os", "system")), "function of the author's choice", CODE)
hostile("function-own", model(solver=node("FunctionNode", "__main__", "transform")), "function of the author's choice", TYPE)
hostile("type-eval", model(solver=node("TypeNode", "builtins", "eval")), "function as a type", CODE)
hostile("partial", node("PartialNode", "functools", "partial", content={"func": node("FunctionNode", "os", "system"), "args": sequence(text(TOUCH)), "kwds": mapping(), "namespace": text(None)}), "arguments filled in", CODE, TYPE)
hostile("object-own", node("ObjectNode", "my_package.models", "Model", content=mapping()), "class of its author", TYPE)
hostile("object-popen", node("ObjectNode", "subprocess", "Popen", content=mapping()), "class that runs programs", CODE)
hostile("class-lookalike", node("ObjectNode", "sklearn.linear_model._logistic.evil", "LogisticRegression", content=mapping()), "class of its author", TYPE)
hostile("loader-unknown", model(solver=node("PickleNode", "builtins", "dict")), "loader that is none", STRUCTURE)
hostile("node-without-class", model(solver={"__loader__": "ObjectNode", "__module__": "os"}), "node without its names", STRUCTURE)
hostile("not-skops", archive({"a": 1}), "no description", STRUCTURE)
hostile("member-extra", model(), "member that no node reads", STRUCTURE, members={"notes.txt": b"hello\n"})
hostile("member-missing", model(a=node("BytesNode", "builtins", "bytes", file="x.bin")), "member that is not there", STRUCTURE)
hostile("pickle-as-bytes", model(a=node("BytesNode", "builtins", "bytes", file="x.bin")), "nested pickle", ["pickle/unlisted-call", "critical"], members={"x.bin": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x18" + TOUCH.encode() + b"\x85R."})

TWICE = b'{"__loader__": "JsonNode", "__module__": "builtins", "__class__": "str", "__class__": "int", "content": "1"}'
hostile("duplicate-key", archive(None, None, TWICE), "duplicate key", ["json/duplicate-key", "high"])

rng = numpy.random.RandomState(0)
x, y = rng.rand(20, 3), (rng.rand(20) > 0.5).astype(int)
words = ["eval( import os", "__reduce__ os.system", "hello world", "import torch"]


def benign(name, value):
    family.benign(f"skops-{name}", f"{name}.skops", rewritten(skops.io.dumps(value)))


benign("logistic", LogisticRegression().fit(x, y))
benign("pipeline", make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y))
benign("function-transformer", make_pipeline(FunctionTransformer(numpy.exp), LogisticRegression()).fit(x, y))
benign("tree", DecisionTreeClassifier(max_depth=2).fit(x, y))
benign("forest", RandomForestClassifier(2, max_depth=2, random_state=0).fit(x, y))
benign("boosting", GradientBoostingClassifier(n_estimators=2, max_depth=1, random_state=0).fit(x, y))
benign("svc", SVC().fit(x, y))
benign("sgd", SGDClassifier(random_state=0).fit(x, y))
benign("neighbours", KNeighborsClassifier(3, algorithm="brute").fit(x, y))


def still(vectorizer):
    """Without the memory address that it keeps."""
    if hasattr(vectorizer, "_stop_words_id"):
        vectorizer._stop_words_id = 0
    return vectorizer


counted = make_pipeline(CountVectorizer(), LogisticRegression()).fit(words, [0, 1, 0, 1])
still(counted[0])
benign("words", counted)
benign("tfidf", still(TfidfVectorizer().fit(words)))
benign("columns", ColumnTransformer([("scale", StandardScaler(), [0]), ("hot", OneHotEncoder(), [1])]).fit(x.round(1)))
benign("containers", {"a": [1, 2.5, None, True], "b": (1, "eval("), "c": {1, 2}, "d": slice(1, 2), "import os": "__class__"})
benign("bytes", {"a": b"\x00\x01\xff\xfe", "b": bytearray(b"\x02\xff")})
benign("arrays", {"a": numpy.arange(6).reshape(2, 3), "b": numpy.array(["x", None], dtype=object), "c": numpy.ma.array([1, 2], mask=[0, 1]), "d": scipy.sparse.csr_matrix(numpy.eye(3)), "e": numpy.dtype("float32")})
benign("random", {"a": numpy.random.RandomState(1), "b": numpy.random.default_rng(1)})

family.write()
