"""Checkpoints of PyTorch: zip, old and with TorchScript. PyTorch itself is not needed: its formats are written here as `torch/serialization.py` writes them,
by Python's own pickler over classes of the same names.

Usage: PYTHON conformance/scanner/family_torch.py
"""

import collections
import io
import os
import struct
import sys
import tarfile
import types
import zipfile

import pickle

from manifest import Family

family = Family("torch", {"python": sys.version.split()[0], "torch": "by its format"})
CMD = 'touch "$HORNGATE_CANARY"'

CALL = ["pickle/unlisted-call", "critical"]
CALL_MEDIUM = ["pickle/unlisted-call", "medium"]
GLOBAL = ["pickle/unlisted-global", "critical"]
GLOBAL_MEDIUM = ["pickle/unlisted-global", "medium"]
REACH = ["pickle/attribute-traversal", "critical"]
INCOMPLETE = ["pickle/incomplete", "high"]
PERSID = ["pickle/persistent-id", "medium"]
TRAILING = ["pickle/trailing-data", "medium"]
OPERATION = ["pickle/unlisted-operation", "medium"]
CODE = ["pytorch/code", "medium"]
STORAGE = ["pytorch/storage", "medium"]
CLAIM = ["scan/extension", "medium"]

# Classes and functions by their names in PyTorch; pickling needs no more of them.
torch = types.ModuleType("torch")
utils = types.ModuleType("torch._utils")
parameter = types.ModuleType("torch.nn.parameter")
modules = {"torch": torch, "torch._utils": utils, "torch.nn": types.ModuleType("torch.nn"), "torch.nn.parameter": parameter}
sys.modules.update(modules)


def function(module, name):
    def stub(*args):
        return None

    stub.__module__, stub.__qualname__, stub.__name__ = module.__name__, name, name
    setattr(module, name, stub)
    return stub


rebuild = function(utils, "_rebuild_tensor_v2")
rebuild_old = function(utils, "_rebuild_tensor")
rebuild_parameter = function(utils, "_rebuild_parameter")
SIZES = {"Float": 4, "Double": 8, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Byte": 1, "Bool": 1}
for kind in SIZES:
    setattr(torch, f"{kind}Storage", type(f"{kind}Storage", (), {"__module__": "torch"}))
    setattr(torch, f"{kind}Tensor", type(f"{kind}Tensor", (), {"__module__": "torch"}))


class Storage:
    def __init__(self, kind, count):
        self.kind, self.count = kind, count
        self.data = bytes(range(7)) * (count * SIZES[kind] // 7 + 1)
        self.data = self.data[: count * SIZES[kind]]


class Tensor:
    def __init__(self, kind="Float", size=(2, 3), parameter=False):
        count = 1
        for dim in size:
            count *= dim
        self.storage, self.size, self.parameter = Storage(kind, count), size, parameter

    def __reduce__(self):
        stride, step = [], 1
        for dim in reversed(self.size):
            stride.insert(0, step)
            step *= dim
        tensor = (rebuild, (self.storage, 0, self.size, tuple(stride), False, collections.OrderedDict()))
        return (rebuild_parameter, (Bare(tensor), True, collections.OrderedDict())) if self.parameter else tensor


class Bare:
    def __init__(self, reduced):
        self.reduced = reduced

    def __reduce__(self):
        return self.reduced


class Reduced(Bare):
    pass


class Saver:
    def __init__(self, legacy=False):
        self.legacy, self.storages = legacy, {}

    def persistent_id(self, value):
        if not isinstance(value, Storage):
            return None
        key = next((key for key, storage in self.storages.items() if storage is value), str(len(self.storages)))
        self.storages[key] = value
        row = ("storage", getattr(torch, f"{value.kind}Storage"), key, "cpu", value.count)
        return (*row, None) if self.legacy else row

    def dumps(self, value, protocol=2):
        out = io.BytesIO()
        pickler = pickle._Pickler(out, protocol)
        pickler.persistent_id = self.persistent_id
        pickler.dump(value)
        return out.getvalue()


def archive(members, extra=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.extra = extra
            file.writestr(info, data)
    return out.getvalue()


def save(value, folder="archive", more=None, pickled=None, drop=(), sizes=None):
    saver = Saver()
    data = saver.dumps(value)
    members = {f"{folder}/data.pkl": pickled(data) if pickled else data, f"{folder}/byteorder": b"little"}
    for key, storage in saver.storages.items():
        if key not in drop:
            members[f"{folder}/data/{key}"] = storage.data + b"x" * (sizes or {}).get(key, 0)
    members[f"{folder}/version"] = b"3\n"
    members[f"{folder}/.data/serialization_id"] = b"1234567890123456789012345678901234567890"
    return archive({**members, **{f"{folder}/{name}": data for name, data in (more or {}).items()}})


def legacy(value, drop=False, after=b""):
    saver = Saver(legacy=True)
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    out = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps(system, 2) + saver.dumps(value)
    out += pickle.dumps(sorted(saver.storages), 2)
    for key in sorted(saver.storages):
        storage = saver.storages[key]
        out += struct.pack("<q", storage.count) + (b"" if drop else storage.data)
    return out + after


class TarSaver:
    """A checkpoint before 0.1.10, as `legacy_load` of `torch/serialization.py` reads it: tensors by their keys, and `storages` and `tensors` of pickles with raw bytes behind each."""

    def __init__(self):
        self.tensors = []

    def persistent_id(self, value):
        if not isinstance(value, Tensor):
            return None
        if value not in self.tensors:
            self.tensors.append(value)
        return str(self.key(value))

    def key(self, tensor, of=94380000000000):
        return of + 64 * self.tensors.index(tensor)

    dumps = Saver.dumps

    def storage_part(self, tensor, key=None, location="cpu", count=None):
        head = (self.key(tensor, 94390000000000) if key is None else key, location, getattr(torch, f"{tensor.storage.kind}Storage"))
        return pickle.dumps(head, 2) + struct.pack("<q", tensor.storage.count if count is None else count) + tensor.storage.data

    def tensor_part(self, tensor, ndim=None):
        stride, step = [], 1
        for dim in reversed(tensor.size):
            stride.insert(0, step)
            step *= dim
        dims = len(tensor.size)
        head = (self.key(tensor), self.key(tensor, 94390000000000), getattr(torch, f"{tensor.storage.kind}Tensor"))
        return pickle.dumps(head, 2) + struct.pack(f"<ii{2 * dims + 1}q", dims if ndim is None else ndim, 0, *tensor.size, *stride, 0)


def tar_members(value, count=None, views=(), first=None, ndim=None):
    saver = TarSaver()
    data = saver.dumps(value)
    info = {"protocol_version": 1000, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    parts = [saver.storage_part(tensor, **(first or {}) if n == 0 else {}) for n, tensor in enumerate(saver.tensors)]
    storages = pickle.dumps(len(parts) if count is None else count, 2) + b"".join(parts) + pickle.dumps(list(views), 2)
    tensors = pickle.dumps(len(parts), 2) + b"".join(saver.tensor_part(tensor, ndim) for tensor in saver.tensors)
    return {"sys_info": pickle.dumps(info, 2), "pickle": data, "tensors": tensors, "storages": storages}


def tarred(members, *more):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as file:
        for name, data in [*members.items(), *more]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def in_tar(value, **options):
    return tarred(tar_members(value, **options))


def system(command=CMD):
    return Reduced((os.system, (command,)))


def name(module, qualname):
    return b"c" + module.encode() + b"\n" + qualname.encode() + b"\n"


def hostile(title, data, cause, expect, advisory=None, loader=None, ending="pt"):
    family.hostile(f"torch-{title}", f"{title}.{ending}", data, cause, expect, advisory, loader)


STATE = {"weight": Tensor(), "bias": Tensor(size=(3,))}
hostile("zip-system", save({**STATE, "x": system()}), "incomplete block list", [CALL], loader="torch")
hostile("zip-other-folder", save({**STATE, "x": system()}, folder="model"), "incomplete block list", [CALL], loader="torch")
hostile("zip-collect-env", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("torch.utils.collect_env", "run") + b"X\x01\x00\x00\x00a\x85R."), "incomplete block list", [CALL])
hostile("zip-dotted", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("torch.serialization", "os.system") + b"X\x01\x00\x00\x00a\x85R."), "attribute traversal", [CALL, REACH])
hostile("zip-setitem-tensor", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("torch._utils", "_rebuild_tensor_v2") + b")RX\x01\x00\x00\x00aK\x01s."), "objects mutated after import", [OPERATION], "CVE-2026-24747")
hostile("zip-custom-class", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("somebody.models", "Net") + b")\x81."), "incomplete block list", [CALL_MEDIUM])
hostile("zip-truncated", save({**STATE, "x": system()}, pickled=lambda data: data[:-3]), "parse error = clean", [CALL, INCOMPLETE], loader="torch")
hostile("zip-second-pickle", save(STATE, more={"extra.pkl": pickle.dumps(system(), 2)}), "inner pickles", [CALL])
hostile("zip-constants", save(STATE, more={"constants.pkl": pickle.dumps(system(), 2)}), "inner pickles", [CALL])
hostile("zip-pickle-as-storage", save(STATE, more={"data/7": pickle.dumps(system(), 2)}), "inner pickles", [CALL])
hostile("zip-pickle-as-note", save(STATE, more={"version2": pickle.dumps(system(), 2)}), "inner pickles", [CALL])
hostile("zip-missing-storage", save(STATE, drop=("1",)), "lying structure", [STORAGE])
hostile("zip-longer-storage", save(STATE, sizes={"0": 4}), "lying structure", [STORAGE])
hostile("zip-module-persid", save(STATE, pickled=lambda data: data[:-1] + b"0(X\x06\x00\x00\x00module" + name("somebody.models", "Net") + b"X\x04\x00\x00\x00a.pyX\x01\x00\x00\x00btQ."), "op-codes not modelled", [GLOBAL_MEDIUM, PERSID])
hostile("zip-unknown-storage", save(STATE, pickled=lambda data: data[:-1] + b"0(X\x07\x00\x00\x00storage" + name("somebody", "Storage") + b"X\x01\x00\x00\x009X\x03\x00\x00\x00cpuK\x01tQ."), "op-codes not modelled", [GLOBAL_MEDIUM, PERSID])
hostile("zip-rebuild-type", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("torch._tensor", "_rebuild_from_type_v2") + b"(" + name("posix", "system") + name("torch", "Tensor") + b"X\x01\x00\x00\x00a\x85}tR."), "incomplete block list", [CALL_MEDIUM, GLOBAL])
hostile("zip-as-safetensors", save(STATE), "extension decides", [CLAIM], None, None, "safetensors")
hostile("torchscript", save(STATE, more={"code/__torch__/net.py": b"class Net(Module):\n  def forward(self, x):\n    return x\n", "constants.pkl": pickle.dumps((), 2)}, pickled=lambda data: data[:-1] + b"0" + name("__torch__.net", "Net") + b")\x81}b."), "pickled code", [CODE])
hostile("torchscript-system", save({"x": system()}, more={"code/__torch__/net.py": b"a = 1\n", "constants.pkl": pickle.dumps((), 2)}), "pickled code", [CALL, CODE])
hostile("script-class-in-checkpoint", save(STATE, pickled=lambda data: data[:-1] + b"0" + name("__torch__.net", "Net") + b")\x81}b."), "pickled code", [CALL_MEDIUM])
hostile("legacy-system", legacy({**STATE, "x": system()}), "incomplete block list", [CALL], "CVE-2025-32434", loader="torch")
hostile("legacy-first", pickle.dumps(system(), 2) + legacy(STATE), "several pickles in one file", [CALL, PERSID, TRAILING], loader="torch")
hostile("legacy-cut", legacy(STATE, drop=True), "lying structure", [INCOMPLETE])
hostile("legacy-trailing", legacy(STATE, after=b"#!/bin/sh\nexit\n"), "trailing data", [TRAILING])
hostile("legacy-trailing-pickle", legacy(STATE, after=pickle.dumps(system(), 2)), "several pickles in one file", [CALL])
PLAIN = tar_members(STATE)
hostile("tar-system", in_tar({**STATE, "x": system()}), "raw bytes between pickles", [CALL], loader="torch")
hostile("tar-storage-key", in_tar(STATE, first={"location": system()}), "raw bytes between pickles", [CALL, INCOMPLETE, STORAGE, TRAILING], loader="torch")
hostile("tar-views", in_tar(STATE, views=[system()]), "raw bytes between pickles", [CALL, INCOMPLETE], loader="torch")
hostile("tar-tensors-count", tarred({**PLAIN, "tensors": pickle.dumps(system(), 2) + PLAIN["tensors"]}), "raw bytes between pickles", [CALL, INCOMPLETE, STORAGE, TRAILING], loader="torch")
hostile("tar-short-count", tarred({**PLAIN, "storages": pickle.dumps(1, 2) + TarSaver.storage_part(TarSaver(), Tensor(size=()), 1, count=0)[:-4] + pickle.dumps(system(), 2)}), "raw bytes between pickles", [CALL, STORAGE], loader="torch")
hostile("tar-second-pickle-member", tarred(PLAIN, ("pickle", pickle.dumps(system(), 2))), "duplicate names", [CALL, ["archive/duplicate", "high"]], loader="torch")
hostile("tar-system-info", tarred({**PLAIN, "sys_info": pickle.dumps(system(), 2)}), "inner pickles", [CALL])
hostile("tar-behind-storages", tarred({**PLAIN, "storages": PLAIN["storages"] + pickle.dumps(system(), 2)}), "several pickles in one file", [CALL])
hostile("tar-longer-count", in_tar(STATE, first={"count": 1 << 40}), "lying structure", [INCOMPLETE, STORAGE, TRAILING])
hostile("tar-dimensions", in_tar(STATE, ndim=-1), "lying structure", [INCOMPLETE, STORAGE, TRAILING])
hostile("tar-unknown-tensor", tarred({**PLAIN, "pickle": PLAIN["pickle"][:-1] + b"0X\x01\x00\x00\x007Q."}), "lying structure", [STORAGE])
hostile("tar-word-persid", tarred({**PLAIN, "pickle": PLAIN["pickle"][:-1] + b"0X\x05\x00\x00\x00modelQ."}), "op-codes not modelled", [PERSID])
hostile("tar-module-persid", tarred({**PLAIN, "pickle": PLAIN["pickle"][:-1] + b"0" + name("somebody.models", "Net") + b"X\x04\x00\x00\x00a.pyX\x01\x00\x00\x00b\x87Q."}), "op-codes not modelled", [GLOBAL_MEDIUM, PERSID])
hostile("tar-without-tensors", tarred({key: data for key, data in PLAIN.items() if key != "tensors"}), "op-codes not modelled", [PERSID, TRAILING])
hostile("plain-pickle", pickle.dumps(system(), 2), "extension decides", [CALL], None, "pickle")
hostile("persid-in-plain", Saver().dumps(STATE), "op-codes not modelled", [PERSID], None, None, "pkl")


def benign(title, data, ending="pt"):
    family.benign(f"torch-{title}", f"{title}.{ending}", data)


for kind in SIZES:
    benign(f"{kind.lower()}", save({"weight": Tensor(kind)}))
    benign(f"legacy-{kind.lower()}", legacy({"weight": Tensor(kind)}))
    benign(f"tar-{kind.lower()}", in_tar({"weight": Tensor(kind)}))
benign("parameters", save(collections.OrderedDict(weight=Tensor(parameter=True), bias=Tensor(size=(3,), parameter=True)), folder="model"), "pth")
shared = Tensor()
benign("tar-shared", in_tar(collections.OrderedDict(a=shared, b=shared, c=Tensor("Long", (4, 1, 2)))), "pth")
benign("tar-view", in_tar(STATE, views=[(94390000000999, 94390000000000, 2, 3)]), "tar")
benign("tar-training", in_tar({"epoch": 3, "arch": "resnet50", "state_dict": collections.OrderedDict(STATE), "best_prec1": 71.5}), "tar")
benign("shared", save({"a": shared, "b": shared}))
benign("training", save({"epoch": 3, "model": STATE, "optimizer": {"state": {0: {"step": 10, "exp_avg": Tensor()}}, "param_groups": [{"lr": 0.001, "betas": (0.9, 0.999), "params": [0, 1]}]}, "args": {"import os": "eval("}}), "ckpt")
benign("words", save({"vocabulary": ["eval(", "import os", "__reduce__", "os.system", "cos\nsystem\n"], "weight": Tensor()}))
benign("no-tensors", save({"a": 1}))
benign("tuple", save((Tensor(), [Tensor("Long", (4,))], 1.5)))
benign("legacy-words", legacy({"vocabulary": ["eval(", "import os"], "weight": Tensor()}), "pth")
benign("legacy-empty", legacy({}))
benign("dtype-names", save(STATE, pickled=lambda data: data[:-1] + b"0(" + b"".join(name("torch", dtype) for dtype in ("float32", "bfloat16", "int64", "bool")) + name("torch", "Size") + b"(K\x02K\x03t\x85R" + name("torch", "device") + b"X\x03\x00\x00\x00cpu\x85Rl."))
family.write()
