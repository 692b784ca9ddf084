"""Makes `removable/`: one honest model with something beside it that nobody needs to answer with it. `disarm` must rebuild each of them.

    python conformance/scanner/family_removable.py

Each artifact is the file that real Keras saved with one thing added. Expectations follow from what was added, by the tables of the specification of
archives and HDF5 files, and of the description that Keras writes.
"""

import base64
import copy
import io
import json
import marshal
import os
import pathlib
import stat
import struct
import sys
import tempfile
import warnings
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools/oracle"))
sys.path.insert(0, str(HERE))

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from manifest import Family  # noqa: E402
from stable import ZIP_TIME, save  # noqa: E402

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
FAMILY = Family("removable", {"keras": keras.__version__, "h5py": h5py.__version__})


def base():
    """Two Dense and a BatchNormalization, compiled, 6 numbers to 3; no weight is zero."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(11)
    x = keras.Input((6,), name="x")
    y = keras.layers.BatchNormalization(name="norm")(keras.layers.Dense(5, activation="tanh", name="first")(x))
    model = keras.Model(x, keras.layers.Dense(3, name="last")(y), name="plain")
    draw = np.random.default_rng(11)
    model.set_weights([draw.uniform(0.2, 1, value.shape).astype("float32") for value in model.get_weights()])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    with tempfile.TemporaryDirectory() as folder:
        data = save(model, f"{folder}/plain.keras")
        model.save(f"{folder}/plain.h5", include_optimizer=False)
        global LEGACY
        LEGACY = pathlib.Path(f"{folder}/plain.h5").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


LEGACY = b""
BASE = base()


def pack(members, comment=b""):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, data in members.items() if isinstance(members, dict) else members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = comment
    return out.getvalue()


PLAIN = pack(BASE)
UNKNOWN = ["keras/unknown-member", "medium"]


def hostile(name, data, cause, *expect, advisory=None):
    FAMILY.hostile(f"removable-{name}", f"removable-{name}.keras", data, cause, [list(one) for one in expect], advisory=advisory)


def beside(*members):
    return pack([*BASE.items(), *members])


def with_config(change):
    config = json.loads(BASE[CONFIG])
    change(config)
    return pack({**BASE, CONFIG: json.dumps(config).encode()})


def with_weights(change):
    out = io.BytesIO(BASE[WEIGHTS])
    with h5py.File(out, "a", track_order=False) as file:
        change(file)
    return pack({**BASE, WEIGHTS: out.getvalue()})


def lambda_object():
    code = compile("lambda x: (open(__import__('os').environ['HORNGATE_CANARY'], 'w').close(), x)[1]", "canary", "eval").co_consts[0]
    return {"class_name": "__lambda__", "config": {"code": base64.encodebytes(marshal.dumps(code)).decode("ascii"), "defaults": None, "closure": None}}


def honest():
    FAMILY.benign("removable-nothing", "removable-nothing.keras", PLAIN)
    payload = np.frombuffer(b"import os; os.system('touch it')", "uint8")
    FAMILY.benign("removable-dataset", "removable-dataset.keras", with_weights(lambda file: plain_dataset(file, "payload", payload)))
    FAMILY.benign("removable-attribute", "removable-attribute.keras", with_weights(lambda file: file.attrs.__setitem__("note", "import os; eval(it)")))


def plain_dataset(file, path, data, **more):
    """Without the time at which it was made."""
    return file.create_dataset(path, data=data, track_times=False, **more)


def archives():
    hostile("python", beside(("setup.py", b"import os\nprint('horngate')\n")), "foreign member", UNKNOWN, ["scan/source-code", "low"])
    hostile("asset", beside(("assets/notes.txt", b"nothing keeps it\n")), "foreign member", UNKNOWN)
    hostile("traversal", beside(("../../horngate-outside.txt", b"x\n")), "path in a member name", UNKNOWN, ["zip/traversal", "critical"], advisory="CVE-2026-11816")
    hostile("absolute", beside(("/nonexistent/horngate.txt", b"x\n")), "path in a member name", UNKNOWN, ["zip/traversal", "high"], advisory="CVE-2026-11816")
    link = zipfile.ZipInfo("assets/link", ZIP_TIME)
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    hostile("link", beside((link, b"/nonexistent/horngate")), "link in an archive", UNKNOWN, ["zip/link", "high"], advisory="CVE-2026-12482")
    hostile("prefix", b"#!/bin/false\n" + PLAIN, "two files in one", ["zip/prefix-data", "high"])
    hostile("trailing", PLAIN + b"MZ" + b"\0" * 64, "two files in one", ["zip/trailing-data", "high"])
    hostile("gap", with_gap(), "bytes of no member", ["zip/structure", "high"])
    commented = pack([*BASE.items(), ("notes.txt", b"one\n")], comment=b"#!/bin/false\nimport os\n")
    hostile("comment", commented, "bytes of no member", UNKNOWN, ["zip/trailing-data", "low"])
    hostile("twice", beside(("notes.txt", b"one\n"), ("notes.txt", b"two\n")), "duplicate member", UNKNOWN, ["zip/duplicate", "high"])
    hostile("config-twice", beside((CONFIG, BASE[CONFIG])), "duplicate member", ["zip/duplicate", "high"])
    encrypted = zipfile.ZipInfo("notes.txt", ZIP_TIME)
    # Only the flag says so: the text can be read.
    hostile("encrypted", flagged(beside((encrypted, b"secret\n")), b"notes.txt"), "encrypted member", UNKNOWN, ["zip/encrypted", "medium"])


def with_gap():
    """Bytes between the last member and the directory."""
    end = PLAIN.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", PLAIN[end + 16 : end + 20])[0]
    gap = b"horngate" * 4
    return PLAIN[:start] + gap + PLAIN[start : end + 16] + struct.pack("<I", start + len(gap)) + PLAIN[end + 20 :]


def flagged(data, name):
    """Both headers of a member say that it is encrypted."""
    data = bytearray(data)
    for signature, flags, head in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(name, data.find(signature))
        while at >= 0 and bytes(data[at - head : at - head + 4]) != signature:
            at = data.find(name, at + 1)
        data[at - head + flags] |= 1
    return bytes(data)


def weights():
    raw = BASE[WEIGHTS]
    hostile("hdf5-trailing", pack({**BASE, WEIGHTS: raw + b"horngate" * 8}), "two files in one", ["hdf5/structure", "high"])
    hostile("hdf5-soft-link", with_weights(lambda f: f.__setitem__("beside", h5py.SoftLink("/layers/dense/vars/0"))), "link in the weights", ["hdf5/soft-link", "high"], advisory="CVE-2026-9335")
    outside = h5py.ExternalLink("/nonexistent/horngate.h5", "/secret")
    hostile("hdf5-external-link", with_weights(lambda f: f.__setitem__("beside", outside)), "link in the weights", ["hdf5/external-link", "critical"], advisory="CVE-2026-9335")

    def external(file):
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_obj_track_times(False)
        plan.set_external(b"/nonexistent/horngate.bin", 0, 80)
        h5py.h5d.create(file.id, b"beside", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((5, 4)), plan)

    def virtual(file):
        space, plan = h5py.h5s.create_simple((5, 4)), h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_obj_track_times(False)
        plan.set_layout(h5py.h5d.VIRTUAL)
        plan.set_virtual(space, b"/nonexistent/horngate.h5", b"secret", space)
        h5py.h5d.create(file.id, b"beside", h5py.h5t.IEEE_F32LE, space, plan)

    hostile("hdf5-external-storage", with_weights(external), "data in another file", ["hdf5/external-storage", "critical"], advisory="CVE-2026-1669")
    hostile("hdf5-virtual", with_weights(virtual), "data in another file", ["hdf5/virtual-dataset", "critical"], advisory="CVE-2026-12480")

    def bomb(file):
        file.create_dataset("beside", shape=(1 << 20, 1 << 20), dtype="f4", chunks=(64, 64), compression="gzip", track_times=False)

    hostile("hdf5-shape-bomb", with_weights(bomb), "shape bomb", ["hdf5/shape-bomb", "high"], advisory="CVE-2026-0897")
    ones = np.ones((5, 4), "f4")
    plug_in = with_weights(lambda f: plain_dataset(f, "beside", ones, chunks=(5, 4), compression="lzf"))
    hostile("hdf5-filter", plug_in, "filter that is a plug-in", ["hdf5/filter", "high"])
    hostile("hdf5-cycle", with_weights(lambda f: f.create_group("beside").__setitem__("loop", f["beside"])), "cycle", ["hdf5/cycle", "high"])


def legacy():
    """The same model as a `.h5` of Keras 3."""

    def with_legacy(change):
        out = io.BytesIO(LEGACY)
        with h5py.File(out, "a") as file:
            change(file)
        return out.getvalue()

    def add(name, change, cause, *expect):
        FAMILY.hostile(f"removable-{name}", f"removable-{name}.h5", with_legacy(change), cause, [list(one) for one in expect])

    outside = h5py.ExternalLink("/nonexistent/horngate.h5", "/secret")
    add("legacy-link", lambda f: f.__setitem__("model_weights/beside", outside), "link in the weights", ["hdf5/external-link", "critical"])
    add("legacy-group", lambda f: plain_dataset(f, "payload", np.frombuffer(b"import os", "uint8")), "foreign member", UNKNOWN)
    loss = {"loss": lambda_object(), "metrics": None, "loss_weights": None}
    add("legacy-loss", lambda f: f.attrs.__setitem__("training_config", json.dumps(loss)), "code in a description", ["keras/lambda-bytecode", "critical"])


def descriptions():
    field = ["keras/unknown-field", "medium"]
    hostile("top-level-field", with_config(lambda c: c.__setitem__("trusted", "yes")), "unknown field", field)
    hostile("layer-field", with_config(lambda c: c["config"]["layers"][1].__setitem__("on_load", {"run": ["import os"]})), "unknown field", field)
    hostile("call-field", with_config(lambda c: c["config"]["layers"][1].__setitem__("author", "x")), "unknown field", field)
    hostile("safe-mode", with_config(lambda c: c.__setitem__("safe_mode", False)), "switch in the file", field, ["keras/unsafe-setting", "critical"], advisory="CVE-2025-9906")
    more = json.loads(BASE[METADATA]) | {"requirements": "horngate"}
    hostile("metadata", pack({**BASE, METADATA: json.dumps(more).encode()}), "unknown field", field)
    hostile("compile-field", with_config(lambda c: c["compile_config"].__setitem__("callbacks", [])), "unknown field", field)
    code = ["keras/lambda-bytecode", "critical"]
    hostile("loss", with_config(lambda c: c["compile_config"].__setitem__("loss", lambda_object())), "code in a description", code, advisory="CVE-2024-3660")
    hostile("metrics", with_config(lambda c: c["compile_config"].__setitem__("metrics", ["mae", lambda_object()])), "code in a description", code, advisory="CVE-2024-3660")

    def build(config):
        config["config"]["layers"][1]["build_config"]["input_shape"] = lambda_object()

    hostile("build", with_config(build), "code in a description", code, advisory="CVE-2024-3660")
    text = BASE[CONFIG].decode()
    other = copy.deepcopy(json.loads(text))
    other["config"]["layers"] = []
    twice = '{"config": ' + json.dumps(other["config"]) + ", " + text[1:]
    hostile("key-twice", pack({**BASE, CONFIG: twice.encode()}), "duplicate key", ["json/duplicate-key", "high"])
    hostile("utf-16", pack({**BASE, CONFIG: text.encode("utf-16")}), "encoding", ["json/encoding", "medium"])


for part in (honest, archives, weights, legacy, descriptions):
    part()
FAMILY.write()
