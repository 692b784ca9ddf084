"""Files of joblib: arrays stand between the op-codes of a pickle, as raw bytes. Benign ones by joblib, NumPy and scikit-learn.

Usage: PYTHON conformance/scanner/family_joblib.py
"""

import io
import os
import struct
import sys
import warnings
import zlib

import pickle

import joblib
import numpy as np
import sklearn
from sklearn.datasets import load_iris

from manifest import Family

warnings.simplefilter("ignore")
np.random.seed(6)
family = Family("joblib", {"python": sys.version.split()[0], "joblib": joblib.__version__, "numpy": np.__version__, "scikit-learn": sklearn.__version__})
CMD = 'touch "$HORNGATE_CANARY"'
CALL = ["pickle/unlisted-call", "critical"]
CALL_MEDIUM = ["pickle/unlisted-call", "medium"]
GLOBAL_MEDIUM = ["pickle/unlisted-global", "medium"]
INCOMPLETE = ["pickle/incomplete", "high"]
TRAILING = ["pickle/trailing-data", "medium"]


class System:
    def __reduce__(self):
        return os.system, (CMD,)


class Unknown:
    pass


Unknown.__module__ = "somebody.models"


def dumps(value, **options):
    out = io.BytesIO()
    joblib.dump(value, out, **options)
    return out.getvalue()


def hostile(title, data, cause, expect, advisory=None, loader="joblib"):
    family.hostile(f"joblib-{title}", f"{title}.joblib", data, cause, expect, advisory, loader)


ARRAY = np.arange(6.0).reshape(2, 3)
hostile("system", dumps(System()), "incomplete block list", [CALL])
hostile("behind-array", dumps([ARRAY, System()]), "raw array bytes inside pickle", [CALL])
hostile("between-arrays", dumps([ARRAY, System(), ARRAY + 1]), "raw array bytes inside pickle", [CALL])
hostile("in-objects", dumps(np.array([System()], object)), "inner pickles", [CALL])
hostile("behind-objects", dumps([np.array(["a"], object), System()]), "raw array bytes inside pickle", [CALL])
whole = dumps([ARRAY, 1])
hostile("cut", whole[:-20], "parse error = clean", [INCOMPLETE], None, None)
hostile("cut-in-array", whole[: whole.index(ARRAY.tobytes()) + 8], "parse error = clean", [INCOMPLETE], None, None)
hostile("trailing", whole + b"#!/bin/sh\nexit 1\n", "trailing data", [TRAILING], None, None)
hostile("second-pickle", whole + pickle.dumps(System(), 4), "several pickles in one file", [CALL], None, None)
hostile("wrong-shape", whole.replace(b"K\x02K\x03\x86", b"K\x09K\x0a\x86", 1), "raw array bytes inside pickle", [INCOMPLETE], None, None)


def text(value):
    return b"\x8c" + bytes([len(value)]) + value.encode()


NAMED = b"\x80\x04" + text("joblib.numpy_pickle_compat") + text("NDArrayWrapper") + b"\x93)\x81}(" + text("filename") + text("../../x_01.npy") + b"ub."
hostile("array-in-other-file", NAMED, "file reference", [CALL_MEDIUM], None, None)

# As the unpickler of joblib reads it, and not that of `pickle`: the op-codes go on behind the bytes.
hostile("stop-in-array", dumps([np.frombuffer(b"." * 64, "u1"), System()]), "raw array bytes inside pickle", [CALL])
hostile("opcodes-in-array", dumps([np.frombuffer(b"N0" * 32 + b"0." * 8, "u1"), System()]), "raw array bytes inside pickle", [CALL])


# Compressed, in each way that joblib knows, and as it was before 0.10.

def zfile(value):
    data = pickle.dumps(value, 2)
    return b"ZF" + hex(len(data)).ljust(19).encode() + zlib.compress(data)


METHODS = ("zlib", "gzip", "bz2", "lzma", "xz")
for method in METHODS:
    hostile(f"system-{method}", dumps([ARRAY, System()], compress=(method, 3)), "compression wrappers", [CALL])
hostile("system-zfile", zfile(System()), "compression wrappers", [CALL])


def benign(title, data):
    family.benign(f"joblib-{title}", f"{title}.joblib", data)


for dtype in ("?", "i1", "i2", "i4", "i8", "u1", "f2", "f4", "f8", "c16", ">f8", "U5", "S3", "M8[ns]"):
    benign("array-" + dtype.replace(">", "big-").replace("?", "bool").replace("[ns]", ""), dumps(np.zeros((2, 3), dtype)))
benign("fortran", dumps(np.asfortranarray(ARRAY)))
benign("empty", dumps(np.zeros((0, 3))))
benign("scalar", dumps(np.array(1.5)))
benign("objects", dumps(np.array([1, "import os", None, {"eval(": 2}], object)))
benign("structured", dumps(np.zeros(2, [("a", "i4"), ("b", "f8", (2,))])))
benign("structured-objects", dumps(np.array([(1, "eval(")], [("a", "i4"), ("b", "O")])))
benign("list", dumps([ARRAY, {"b": ARRAY + 1}, "eval(", (ARRAY, 2)]))
benign("op-codes-as-bytes", dumps([np.frombuffer(b"cos\nsystem\n(S'x'\ntR." * 3, "u1"), 1]))
benign("masked", dumps(np.ma.array([1, 2], mask=[0, 1])))
benign("matrix", dumps(np.matrix([[1, 2]])))
benign("text", dumps({"words": ["eval(", "import os", "__reduce__"]}))
benign("protocol-2", dumps([ARRAY, 1], protocol=2))
benign("protocol-5", dumps([ARRAY, 1], protocol=5))
for method in METHODS:
    benign(f"packed-{method}", dumps([ARRAY, "import os"], compress=(method, 3)))
benign("zfile", zfile({"words": ["eval("], "array": ARRAY}))
X, y = load_iris(return_X_y=True)
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

small, labels = X[::10], y[::10]
TEXTS = ["import os eval(", "__reduce__ os.system", "a b c"]
ESTIMATORS = {
    "linear": LinearRegression().fit(small, labels),
    "ridge": Ridge().fit(small, labels),
    "logistic": LogisticRegression().fit(small, labels),
    "sgd": SGDClassifier(max_iter=20).fit(small, labels),
    "tree": DecisionTreeClassifier().fit(small, labels),
    "forest": RandomForestClassifier(3).fit(small, labels),
    "isolation": IsolationForest(n_estimators=3).fit(small),
    "boosting": GradientBoostingClassifier(n_estimators=2).fit(small, labels),
    "histogram": HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=2).fit(small, labels),
    "kmeans": KMeans(2).fit(small),
    "minibatch": MiniBatchKMeans(2).fit(small),
    "pca": PCA(2).fit(small),
    "svc": SVC().fit(small, labels),
    "linear-svc": LinearSVC().fit(small, labels),
    "bayes": GaussianNB().fit(small, labels),
    "neighbours": KNeighborsClassifier(3, algorithm="kd_tree").fit(small, labels),
    "mlp": MLPClassifier((4,), max_iter=5).fit(small, labels),
    "process": GaussianProcessRegressor(RBF()).fit(small, labels),
    "select": SelectKBest(k=2).fit(small, labels),
    "impute": SimpleImputer().fit(small),
    "scale": StandardScaler().fit(small),
    "labels": LabelEncoder().fit(["eval(", "import os"]),
    "one-hot": OneHotEncoder().fit([["a"], ["import os"]]),
    "count": CountVectorizer(token_pattern=r"\S+").fit(TEXTS),
    "tfidf": TfidfVectorizer(token_pattern=r"\S+").fit(TEXTS),
    "pipeline": make_pipeline(StandardScaler(), PCA(2), LogisticRegression()).fit(small, labels),
    "columns": ColumnTransformer([("a", StandardScaler(), [0, 1])]).fit(small),
}
for title, estimator in ESTIMATORS.items():
    benign(f"sklearn-{title}", dumps(estimator))
family.write()
