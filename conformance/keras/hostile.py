"""Makes the hostile corpus: one small artifact for each thing that a public Keras advisory lets a file do, and for each trick that hides it.

    python conformance/keras/hostile.py

Every artifact starts from one real `.keras` file and has one thing changed. Payloads are harmless: the only code in them would create the file
that HORNGATE_CANARY names, paths and addresses lead nowhere (`.invalid`), nothing here needs more than is public. Equal to the byte when made again
with the same Python. `manifest.json` says what each is and which findings are expected: any of the check ids, at this member, below this pointer.
"""

import base64
import copy
import hashlib
import io
import json
import marshal
import os
import pathlib
import stat
import struct
import sys
import tempfile
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools/oracle"))

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from stable import ZIP_TIME, save  # noqa: E402

OUT = HERE / "hostile"
CONFIG, WEIGHTS = "config.json", "model.weights.h5"
ROWS = []


def base():
    """The honest artifact under all of them: an Embedding-free chain of three layers, compiled, 5 to 3 numbers."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(7)
    x = keras.Input((5,), name="x")
    model = keras.Model(x, keras.layers.Dense(3, name="last")(keras.layers.Dense(4, activation="relu", name="first")(x)), name="plain")
    model.compile(loss="mse", metrics=["mae"])
    with tempfile.TemporaryDirectory() as folder:
        data = save(model, f"{folder}/plain.keras")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


BASE = base()


def pack(members, method=zipfile.ZIP_STORED):
    """An archive of (name, data) pairs or (ZipInfo, data) pairs, dates fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items() if isinstance(members, dict) else members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def write(name, data, how, advisory, *expect):
    """Stores an artifact. An expectation is (check ids, member, pointer prefix); ids separated by blanks are alternatives."""
    (OUT / f"{name}.keras").write_bytes(data)
    places = [{"check": c.split(), **({"member": m} if m else {}), **({"pointer": p} if p else {})} for c, m, p in expect]
    ROWS.append({"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "how": how, "advisory": advisory, "expect": places})


# What a configuration can hold.


def lambda_code():
    """Marshalled code as Keras 3 stores it: it would touch the canary and return its argument."""
    code = compile("lambda x: (open(__import__('os').environ['HORNGATE_CANARY'], 'w').close(), x)[1]", "canary", "eval").co_consts[0]
    return base64.encodebytes(marshal.dumps(code)).decode("ascii")


def lambda_object():
    return {"class_name": "__lambda__", "config": {"code": lambda_code(), "defaults": None, "closure": None}}


def function(module, name):
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def layer(class_name, config, module="keras.layers", registered=None, of="first"):
    """A layer in the place of the one called `of`: same name, same node."""
    return {"module": module, "class_name": class_name, "config": {"name": of, "trainable": True, "dtype": "float32", **config}, "registered_name": registered}


def with_config(change):
    config = json.loads(BASE[CONFIG])
    change(config)
    return pack({**BASE, CONFIG: json.dumps(config).encode()})


def replace_layer(new, at=1):
    def change(config):
        old = config["config"]["layers"][at]
        config["config"]["layers"][at] = {**new, "name": old["name"], "inbound_nodes": old["inbound_nodes"]}

    return with_config(change)


def set_in(path, value):
    def change(config):
        *to, last = path
        for key in to:
            config = config[key]
        config[last] = value

    return with_config(change)


FIRST = ("config", "layers", 1, "config")
AT = "/config/layers/1"


def code_in_configuration():
    code, field = "keras/code-class", "keras/lambda-bytecode"
    lam = layer("Lambda", {"function": lambda_object(), "arguments": {}})
    write("lambda", replace_layer(lam), "a Lambda layer with marshalled code", "CVE-2024-3660", (field, CONFIG, AT), (code, CONFIG, AT))
    legacy = layer("Lambda", {"function": [lambda_code(), None, None], "function_type": "lambda", "module": "__main__"})
    write("lambda-legacy", replace_layer(legacy), "a Lambda layer in the older spelling: a list and function_type", "CVE-2024-3660", (f"{field} {code}", CONFIG, AT))
    inner = copy.deepcopy(json.loads(BASE[CONFIG]))
    inner["config"]["name"] = "first"
    inner["config"]["layers"][2] = {**lam, "name": "last", "inbound_nodes": inner["config"]["layers"][2]["inbound_nodes"]}
    inner.pop("compile_config", None)
    write("lambda-nested", replace_layer(inner), "a Lambda layer in a model in the model", "CVE-2024-3660", (field, CONFIG, f"{AT}/config/layers/2"))
    sequence = layer("Sequential", {"layers": [lam]}, "keras")
    write("lambda-sequential", replace_layer(sequence), "a Lambda layer in a Sequential in the model", "CVE-2024-3660", (field, CONFIG, f"{AT}/config/layers/0"))
    wrapper = layer("TimeDistributed", {"layer": lam})
    write("lambda-wrapper", replace_layer(wrapper), "a Lambda layer in TimeDistributed", "CVE-2024-3660", (field, CONFIG, f"{AT}/config/layer"))
    both = layer("Bidirectional", {"layer": layer("RNN", {"cell": lam}), "merge_mode": "concat"})
    write("lambda-cell", replace_layer(both), "a Lambda as the cell of an RNN in Bidirectional", "CVE-2024-3660", (field, CONFIG, f"{AT}/config/layer/config/cell"))
    for key, where in (("kernel_initializer", "initializer"), ("activation", "activation"), ("kernel_regularizer", "regularizer"), ("bias_constraint", "constraint")):
        write(f"lambda-{where}", set_in((*FIRST, key), lambda_object()), f"marshalled code as {key} of a Dense", "CVE-2024-3660", (field, CONFIG, f"{AT}/config/{key}"))
    write("lambda-loss", set_in(("compile_config", "loss"), lambda_object()), "marshalled code as the loss", "CVE-2024-3660", (field, CONFIG, "/compile_config/loss"))
    write("lambda-metrics", set_in(("compile_config", "metrics"), ["mae", [lambda_object()]]), "marshalled code deep in metrics", "CVE-2024-3660", (field, CONFIG, "/compile_config/metrics/1"))
    write("lambda-build-config", set_in(("config", "layers", 1, "build_config"), {"input_shape": lambda_object()}), "marshalled code in build_config", "CVE-2024-3660", (field, CONFIG, f"{AT}/build_config"))
    node = set_in(("config", "layers", 1, "inbound_nodes", 0, "kwargs"), {"mask": lambda_object()})
    write("lambda-node", node, "marshalled code in the keyword arguments of a node", "CVE-2024-3660", (field, CONFIG, f"{AT}/inbound_nodes/0/kwargs"))
    reference = layer("Lambda", {"function": function("keras.ops", "relu"), "arguments": {}})
    write("lambda-reference", replace_layer(reference), "a Lambda layer that names a function rather than carrying code", "CVE-2025-8747", (code, CONFIG, AT))
    torch = layer("TorchModuleWrapper", {"module": {"class_name": "__bytes__", "config": {"value": base64.b64encode(b"\x80\x02N.").decode()}}})
    write("torch-module-wrapper", replace_layer(torch), "TorchModuleWrapper with a pickle of None", "CVE-2025-49655", (code, CONFIG, AT))
    tfsm = layer("TFSMLayer", {"filepath": "/nonexistent/horngate-saved-model", "call_endpoint": "serve"})
    write("tfsm-layer", replace_layer(tfsm), "TFSMLayer with a path to a SavedModel", "CVE-2026-1462", (f"{code} keras/file-reference", CONFIG, AT))
    for name in ("JaxLayer", "FlaxLayer"):
        write(name.lower().replace("layer", "-layer"), replace_layer(layer(name, {"module": lambda_object()})), f"{name} with marshalled code", "CVE-2024-3660", (code, CONFIG, AT))


def names_in_configuration():
    module, unknown, fn, setting, file = "keras/unknown-module", "keras/unknown-class", "keras/unknown-function", "keras/unsafe-setting", "keras/file-reference"
    act = f"{AT}/config/activation"
    write("foreign-class", replace_layer(layer("PurePath", {"args": ["x"]}, "pathlib")), "a class of a foreign module as a layer", "CVE-2025-1550", (module, CONFIG, AT))
    write("foreign-initializer", set_in((*FIRST, "kernel_initializer"), layer("PurePath", {}, "pathlib")), "a class of a foreign module as an initializer", "CVE-2025-1550", (module, CONFIG, f"{AT}/config/kernel_initializer"))
    write("foreign-function", set_in((*FIRST, "activation"), function("shutil", "which")), "a function of a foreign module as an activation", "CVE-2025-1550", (f"{fn} {module}", CONFIG, act))
    write("foreign-loss", set_in(("compile_config", "loss"), function("platform", "node")), "a function of a foreign module as the loss", "CVE-2025-1550", (f"{fn} {module}", CONFIG, "/compile_config/loss"))
    write("keras-get-file", set_in((*FIRST, "activation"), function("keras.utils", "get_file")), "a reference to the downloader of Keras", "CVE-2025-8747", (f"{file} {fn} {setting}", CONFIG, act))
    write("keras-load-model", set_in((*FIRST, "activation"), function("keras.saving", "load_model")), "a reference to load_model", "CVE-2025-9906", (f"{setting} {fn} {file}", CONFIG, act))
    write("keras-unsafe", set_in((*FIRST, "activation"), function("keras.config", "enable_unsafe_deserialization")), "a reference to what switches safe mode off", "CVE-2025-9906", (f"{setting}", CONFIG, act))
    write("keras-global", set_in((*FIRST, "activation"), function("keras.src.backend.common.global_state", "set_global_attribute")), "a reference to what sets global state", "CVE-2025-9906", (f"{setting} {fn}", CONFIG, act))
    write("keras-callback", replace_layer(layer("CSVLogger", {"filename": "/nonexistent/horngate.csv"}, "keras.callbacks")), "a public class of Keras that is no layer", "CVE-2025-8747", (f"{unknown} {module}", CONFIG, AT))
    write("unknown-layer", replace_layer(layer("DenseWithExtras", {"units": 4})), "a class that keras.layers does not have", "none", (unknown, CONFIG, AT))
    write("custom-class", replace_layer(layer("Secret", {"units": 4}, None, "Package>Secret")), "a registered class of the author's own", "CVE-2025-1550", (f"keras/custom-object {unknown}", CONFIG, AT))
    mask = layer("Dense", {"units": 4, "activation": "relu"}, registered="Package>Dense")
    write("custom-masks-builtin", replace_layer(mask), "a registered name over a class of Keras", "keras commit 22729", ("keras/custom-object", CONFIG, AT))
    for name, value, layer_class in (
        ("string-lookup-path", "/nonexistent/horngate-vocabulary.txt", "StringLookup"),
        ("integer-lookup-url", "https://horngate.invalid/vocabulary.txt", "IntegerLookup"),
        ("text-vectorization-bucket", "gs://horngate.invalid/vocabulary.txt", "TextVectorization"),
    ):
        write(name, replace_layer(layer(layer_class, {"vocabulary": value})), f"{layer_class} whose vocabulary is a place", "CVE-2025-12058", (f"{file} keras/field-type", CONFIG, f"{AT}/config/vocabulary"))
    write("unknown-field", set_in((*FIRST, "on_call"), "x"), "a field that Dense does not have", "none", ("keras/unknown-field", CONFIG, f"{AT}/config"))
    write("field-type", set_in((*FIRST, "units"), {"class_name": "__bytes__", "config": {"value": "4"}}), "an object where Dense takes a number", "keras commit 22974", ("keras/field-type", CONFIG, f"{AT}/config/units"))
    for name, bad in (("name-parent", "../../horngate-outside"), ("name-backslash", "..\\horngate-outside"), ("name-nul", "first\0.txt")):
        write(name, set_in((*FIRST, "name"), bad), f"a layer called {bad!r}", "CVE-2026-12479", ("keras/name-path", CONFIG, AT))


# What stands beside the configuration.


def members_beside():
    write("pickle-member", pack({**BASE, "extra.pkl": b"\x80\x04N."}), "a pickle beside the weights", "none", ("keras/pickle-member keras/unknown-member", "extra.pkl", ""))
    out = io.BytesIO()
    np.savez(out, **{"layers/dense": np.array([{"kernel": 1}], dtype=object)})
    npz = {k: v for k, v in BASE.items() if k != WEIGHTS} | {"model.weights.npz": out.getvalue()}
    write("npz-objects", pack(npz), "weights as .npz with an array of Python objects", "keras commit 23016", ("keras/pickle-member keras/unknown-member", "model.weights.npz", ""))
    write("unknown-member", pack({**BASE, "setup.py": b"print('horngate')\n"}), "a Python file beside the weights", "none", ("keras/unknown-member", "setup.py", ""))
    yaml = {k: v for k, v in BASE.items() if k != CONFIG} | {"config.yaml": b"!!python/object/apply:builtins.len [[]]\n"}
    write("yaml-config", pack(yaml), "a YAML configuration instead of JSON", "CVE-2021-37678", ("keras/unknown-member", "config.yaml", ""))


# What an HDF5 file can hold. `where` is the data set that is replaced.

KERNEL = "layers/dense/vars/0"


def with_weights(change):
    out = io.BytesIO(BASE[WEIGHTS])
    with h5py.File(out, "a") as file:
        change(file)
    return pack({**BASE, WEIGHTS: out.getvalue()})


def replacing(make):
    def change(file):
        del file[KERNEL]
        make(file)

    return with_weights(change)


def virtual(file):
    """Low level, as the high-level call stores the time."""
    space, plan = h5py.h5s.create_simple((5, 4)), h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_obj_track_times(False)
    plan.set_layout(h5py.h5d.VIRTUAL)
    plan.set_virtual(space, b"/nonexistent/horngate.h5", b"secret", space)
    h5py.h5d.create(file["layers/dense/vars"].id, b"0", h5py.h5t.IEEE_F32LE, space, plan)


def hdf5_structures():
    at = "/layers/dense"
    zeros = np.ones((5, 4), "f4")

    def external(file):
        file.create_dataset(KERNEL, shape=(5, 4), dtype="f4", external=[("/nonexistent/horngate.bin", 0, 80)])

    def link(target):
        return lambda file: file.__setitem__(KERNEL, target)

    def bomb(file):
        file.create_dataset(KERNEL, shape=(1 << 20, 1 << 20), dtype="f4", chunks=(64, 64), compression="gzip")

    write("hdf5-external-storage", replacing(external), "a kernel whose bytes are another file", "CVE-2026-1669", ("hdf5/external-storage", WEIGHTS, at))
    write("hdf5-external-link", replacing(link(h5py.ExternalLink("/nonexistent/horngate.h5", "/secret"))), "a kernel that is a link to another file", "CVE-2026-9335", ("hdf5/external-link", WEIGHTS, at))
    write("hdf5-soft-link", replacing(link(h5py.SoftLink("/layers/dense_1/vars/0"))), "a kernel that is a soft link", "CVE-2026-9335", ("hdf5/soft-link", WEIGHTS, at))
    write("hdf5-virtual", replacing(virtual), "a kernel mapped from another file", "CVE-2026-12480", ("hdf5/virtual-dataset hdf5/virtual", WEIGHTS, at))
    write("hdf5-shape-bomb", replacing(bomb), "a kernel that declares 4 TiB and stores nothing", "CVE-2026-0897", ("hdf5/shape-bomb", WEIGHTS, at))
    flat = replacing(lambda file: file.create_dataset(KERNEL, shape=(1 << 38,), dtype="f4"))
    write("hdf5-shape-bomb-flat", flat, "a kernel in one piece that declares 1 TiB and stores nothing", "CVE-2026-12570", ("hdf5/shape-bomb", WEIGHTS, at))
    write("hdf5-filter", replacing(lambda file: file.create_dataset(KERNEL, data=zeros, chunks=(5, 4), compression="lzf")), "a kernel behind a filter that is a plug-in", "none", ("hdf5/filter", WEIGHTS, at))
    write("hdf5-cycle", with_weights(lambda file: file.__setitem__("layers/dense/loop", file["layers"])), "a group that holds itself", "keras commit 23168", ("hdf5/cycle hdf5/hard-link-cycle", WEIGHTS, at))
    weights = BASE[WEIGHTS]
    cut = {**BASE, WEIGHTS: weights[: len(weights) // 2]}
    write("hdf5-cut", pack(cut), "weights that end in the middle", "none", ("hdf5/structure hdf5/outside hdf5/broken scan/unread", WEIGHTS, ""))
    heap = weights.find(b"HEAP")
    broken = weights[: heap + 8] + b"\xff" * 8 + weights[heap + 16 :]
    write("hdf5-heap", pack({**BASE, WEIGHTS: broken}), "a name heap that claims 2^64 - 1 bytes", "CVE-2025-2308 and its kin", ("hdf5/structure hdf5/outside hdf5/broken scan/unread", WEIGHTS, ""))


# What an archive can hold. The end record and the headers are patched by hand, as no library writes them.


def patched(data, signature, at, value, which=-1):
    """Overwrites bytes `at` behind the given occurrence of a signature."""
    places, found = [], data.find(signature)
    while found >= 0:
        places.append(found)
        found = data.find(signature, found + 1)
    start = places[which] + at
    return data[:start] + value + data[start + len(value) :]


def zip_structures():
    plain, members = pack(BASE), list(BASE.items())
    other = json.loads(BASE[CONFIG])
    other["config"]["layers"][1] = layer("Lambda", {"function": lambda_object()}) | {"name": "first", "inbound_nodes": other["config"]["layers"][1]["inbound_nodes"]}
    second = json.dumps(other).encode()
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write("zip-duplicate", pack([*members, (CONFIG, second)]), "two members called config.json, the second with a Lambda", "none", ("zip/duplicate zip/duplicate-name", CONFIG, ""))
    write("zip-traversal", pack([*members, ("../../horngate-outside.txt", b"x")]), "a member that leads out of the folder", "CVE-2026-11816", ("zip/traversal", "../../horngate-outside.txt", ""))
    write("zip-absolute", pack([*members, ("/nonexistent/horngate.txt", b"x")]), "a member with an absolute path", "CVE-2026-11816", ("zip/traversal zip/absolute-name", "/nonexistent/horngate.txt", ""))
    crypt = patched(patched(plain, b"PK\x01\x02", 8, b"\x01\x00"), b"PK\x03\x04", 6, b"\x01\x00")
    write("zip-encrypted", crypt, "weights that say they are encrypted", "none", ("zip/encrypted", WEIGHTS, ""))
    lied = patched(plain, b"PK\x03\x04", 30, b"model.weights.h6")
    write("zip-mismatch", lied, "a local header with another name than the directory", "none", ("zip/mismatch zip/local-mismatch", WEIGHTS, ""))
    write("zip-trailing", plain + b"MZ" + b"\0" * 64, "data behind the end", "none", ("zip/trailing-data zip/structure", "", ""))
    write("zip-prefix", b"#!/bin/false\n" + plain, "a script before the archive", "none", ("zip/prefix-data zip/structure zip/local-missing", "", ""))
    link = zipfile.ZipInfo("assets/link", ZIP_TIME)
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    write("zip-link", pack([*members, (link, "/nonexistent/horngate")]), "a symbolic link", "CVE-2026-12482", ("zip/link zip/symbolic-link", "assets/link", ""))
    write("zip-bomb", pack({**BASE, "assets/first/vocabulary.txt": b"\0" * (24 << 20)}, zipfile.ZIP_DEFLATED), "24 MiB of zeros in 24 KB", "keras commit 23101", ("zip/ratio scan/limit", "assets/first/vocabulary.txt", ""))
    write("zip-two-ends", pack({**BASE, CONFIG: second}) + plain, "two archives in one file: readers differ in which they take", "none", ("zip/structure zip/several-ends zip/prefix-data zip/gap", "", ""))
    count = patched(plain, b"PK\x05\x06", 8, struct.pack("<HH", 2, 2))
    write("zip-count", count, "an end record that counts one member less than there are", "none", ("zip/structure zip/mismatch zip/count-mismatch", "", ""))
    huge = patched(plain, b"PK\x01\x02", 20, struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF))
    write("zip-size", huge, "a directory that gives the weights 2 GiB", "keras commit 23010", ("zip/structure zip/mismatch zip/local-mismatch zip/overlap scan/limit scan/unread", WEIGHTS, ""))


def json_texts():
    text = BASE[CONFIG].decode()
    twice = text[:-1] + ', "config": {"name": "hidden", "layers": [' + json.dumps(layer("Lambda", {"function": lambda_object()})) + "]}}"
    write("json-duplicate-key", pack({**BASE, CONFIG: twice.encode()}), "two keys called config, the second with a Lambda", "none", ("json/duplicate-key", CONFIG, ""))
    write("json-utf16", pack({**BASE, CONFIG: text.encode("utf-16")}), "a configuration in UTF-16, which Python reads", "none", ("json/encoding", CONFIG, ""))
    write("json-deep", pack({**BASE, CONFIG: b'{"a":' * 30000 + b"1" + b"}" * 30000}), "a configuration 30,000 objects deep", "none", ("json/structure scan/limit scan/unread", CONFIG, ""))
    wide = text[:-1] + ', "pad": "' + "a" * (20 << 20) + '"}'
    write("json-huge", pack({**BASE, CONFIG: wide.encode()}, zipfile.ZIP_DEFLATED), "20 MiB of configuration in 20 KB", "keras commit 23303", ("zip/ratio scan/limit", CONFIG, ""))
    write("json-cut", pack({**BASE, CONFIG: text[:-20].encode()}), "a configuration that ends in the middle", "none", ("json/structure scan/unread", CONFIG, ""))
    write("json-list", pack({**BASE, CONFIG: b"[1, 2, 3]"}), "a configuration that is no object", "none", ("json/structure keras/field-type scan/unread keras/unknown-class", CONFIG, ""))


def main():
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.keras"):
        old.unlink()
    for part in (code_in_configuration, names_in_configuration, members_beside, hdf5_structures, zip_structures, json_texts):
        part()
    rows = ",\n".join("    " + json.dumps(row) for row in ROWS)
    (OUT / "manifest.json").write_text(f'{{\n  "version": 1,\n  "keras": "{keras.__version__}",\n  "artifacts": [\n{rows}\n  ]\n}}\n')
    print(f"{len(ROWS)} artifacts, {sum(row['bytes'] for row in ROWS) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
