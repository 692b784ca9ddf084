"""Pickles: hostile ones after every published cause of a bypass, benign ones by the real libraries.

Usage: PYTHON conformance/scanner/family_pickle.py, with NumPy, pandas, SciPy, scikit-learn, dill and cloudpickle installed.
"""

import array
import collections
import datetime
import decimal
import fractions
import io
import os
import pathlib
import random
import struct
import sys
import types
import uuid
import warnings

import pickle

from manifest import Family

import cloudpickle
import dill
import numpy as np
import pandas as pd
import scipy
import scipy.sparse as sp
import sklearn

warnings.simplefilter("ignore")
random.seed(6)
np.random.seed(6)

CMD = 'touch "$HORNGATE_CANARY"'
CODE = "open(__import__('os').environ['HORNGATE_CANARY'], 'w').close()"

CALL = ["pickle/unlisted-call", "critical"]
CALL_HIGH = ["pickle/unlisted-call", "high"]
CALL_MEDIUM = ["pickle/unlisted-call", "medium"]
GLOBAL = ["pickle/unlisted-global", "critical"]
GLOBAL_MEDIUM = ["pickle/unlisted-global", "medium"]
REACH = ["pickle/attribute-traversal", "critical"]
REACH_HIGH = ["pickle/attribute-traversal", "high"]
COMPUTED = ["pickle/computed-name", "high"]
EXTENSION = ["pickle/extension-code", "high"]
CHANGED = ["pickle/changed-global", "high"]
OPERATION = ["pickle/unlisted-operation", "medium"]
INCOMPLETE = ["pickle/incomplete", "high"]
PERSID = ["pickle/persistent-id", "medium"]
TRAILING = ["pickle/trailing-data", "medium"]
TRAILING_LOW = ["pickle/trailing-data", "low"]
EXTENSION_CLAIM = ["scan/extension", "medium"]

family = Family("pickle", {"python": sys.version.split()[0], "numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "dill": dill.__version__, "cloudpickle": cloudpickle.__version__})


# Op-codes by hand, since no honest pickler writes these files.
def text(value):
    data = value.encode()
    return b"\x8c" + bytes([len(data)]) + data if len(data) < 256 else b"X" + struct.pack("<I", len(data)) + data


def old(value):
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def name(module, qualname):
    return text(module) + text(qualname) + b"\x93"


def line(module, qualname):
    return b"c" + module.encode() + b"\n" + qualname.encode() + b"\n"


def literal(value):
    if isinstance(value, bytes):
        return b"C" + bytes([len(value)]) + value if len(value) < 256 else b"B" + struct.pack("<I", len(value)) + value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (list, tuple)):
        inner = b"".join(literal(item) for item in value)
        return b"(" + inner + (b"t" if isinstance(value, tuple) else b"l")
    if isinstance(value, dict):
        return b"(" + b"".join(literal(key) + literal(item) for key, item in value.items()) + b"d"
    if isinstance(value, Raw):
        return value.ops
    return pickle.dumps(value, 2)[2:-1]


class Raw:
    def __init__(self, ops):
        self.ops = ops


def call(module, qualname, *args):
    return name(module, qualname) + literal(tuple(args)) + b"R"


def p4(*ops):
    return b"\x80\x04" + b"".join(ops) + b"."


def hostile(title, data, cause, expect, advisory=None, loader="pickle", ending="pkl"):
    family.hostile(f"pickle-{title}", f"{title}.{ending}", data, cause, expect, advisory, loader)


# 1 Lists of bad names are never complete. Each of these is a published bypass of one, or a name that one of them passes.
LISTS = [
    ("os-system", "posix", "system", (CMD,), None, "pickle"),
    ("os-popen", "os", "popen", (CMD,), None, "pickle"),
    ("builtins-eval", "builtins", "eval", (CODE,), None, "pickle"),
    ("builtins-exec", "builtins", "exec", (CODE,), None, "pickle"),
    ("builtins-import", "builtins", "__import__", ("antigravity",), None, None),
    ("importlib", "importlib", "import_module", ("antigravity",), None, None),
    ("subprocess", "subprocess", "check_output", (["touch", "x"],), None, None),
    ("subprocess-getoutput", "subprocess", "getoutput", (CMD,), None, "pickle"),
    ("runpy", "runpy", "_run_code", (CODE, {}), None, "pickle"),
    ("pip-main", "pip", "main", (["--version"],), "CVE-2025-1716", None),
    ("asyncio-transport", "asyncio.unix_events", "_UnixSubprocessTransport._start", (), "CVE-2025-10157", None),
    ("timeit", "timeit", "timeit", (CODE, Raw(text("pass")), Raw(name("timeit", "default_timer")), 1), None, "pickle"),
    ("cprofile", "cProfile", "run", (CODE,), None, "pickle"),
    ("profile", "profile", "run", (CODE,), None, "pickle"),
    ("pdb", "pdb", "run", (CODE,), None, None),
    ("bdb", "bdb", "Bdb.run", (CODE,), None, None),
    ("trace", "trace", "Trace.run", (CODE,), None, None),
    ("doctest", "doctest", "debug_script", (CODE,), None, None),
    ("idlelib-pyshell", "idlelib.pyshell", "ModifiedInterpreter.runcommand", (CODE,), None, None),
    ("idlelib-calltip", "idlelib.calltip", "Calltip.fetch_tip", (CODE,), None, None),
    ("idlelib-autocomplete", "idlelib.autocomplete", "AutoComplete.get_entity", (CODE,), None, None),
    ("lib2to3", "lib2to3.pgen2.grammar", "Grammar.loads", (b"x",), None, None),
    ("ensurepip", "ensurepip", "_run_pip", (["--version"],), None, None),
    ("venv", "venv", "create", ("/nonexistent/x",), None, None),
    ("f2py-getlincoef", "numpy.f2py.crackfortran", "getlincoef", (CODE, []), None, None),
    ("f2py-myeval", "numpy.f2py.crackfortran", "myeval", (CODE,), None, "pickle"),
    ("f2py-eval-length", "numpy.f2py.crackfortran", "_eval_length", (CODE, {}), None, None),
    ("numpy-runstring", "numpy.testing._private.utils", "runstring", (CODE, {}), None, "pickle"),
    ("torch-collect-env", "torch.utils.collect_env", "run", (CMD,), None, None),
    ("torch-bottleneck", "torch.utils.bottleneck.__main__", "run_prof", (CODE, {}), None, None),
    ("torch-codecache", "torch._inductor.codecache", "compile_file", ("a", "b", "c"), None, None),
    ("torch-execwrapper", "torch.jit.unsupported_tensor_ops", "execWrapper", (CODE, {}, {}), None, None),
    ("torch-shapeenv", "torch.fx.experimental.symbolic_shapes", "ShapeEnv.evaluate_guards_expression", (CODE,), None, None),
    ("torch-guardbuilder", "torch._dynamo.guards", "GuardBuilder.get", (CODE,), None, None),
    ("torch-load-config", "torch.utils._config_module", "ConfigModule.load_config", (b"x",), None, None),
    ("torch-load", "torch.serialization", "load", ("x.pt",), None, None),
    ("torch-hub", "torch.hub", "load", ("x/y", "z"), None, None),
    ("pkgutil-resolve", "pkgutil", "resolve_name", ("os:system",), None, None),
    ("operator-attrgetter", "_operator", "attrgetter", ("system",), None, None),
    ("operator-methodcaller", "operator", "methodcaller", ("system", CMD), None, None),
    ("functools-partial", "functools", "partial", (Raw(name("posix", "system")), CMD), None, None),
    ("logging-filehandler", "logging", "FileHandler", ("x.log",), None, None),
    ("io-fileio", "_io", "FileIO", ("x", "r"), None, None),
    ("io-open", "io", "open", ("x", "r"), None, None),
    ("distutils-file-util", "distutils.file_util", "write_file", ("x", []), None, None),
    ("uuid-popen", "uuid", "_get_command_stdout", ("touch", "x"), "CVE-2026-56315", None),
    ("imaplib", "imaplib", "IMAP4_stream", (CMD,), "CVE-2026-56315", None),
    ("osx-support", "_osx_support", "_read_output", (CMD,), "CVE-2026-56315", "pickle"),
    ("aix-support", "_aix_support", "_read_cmd_output", (CMD,), "CVE-2026-56315", None),
    ("pyrepl-pager", "_pyrepl.pager", "pipe_pager", ("x", CMD), "CVE-2026-56315", None),
    ("cloudpickle-code", "cloudpickle.cloudpickle", "_make_function", (), None, None),
    ("types-codetype", "types", "CodeType", (0,), None, None),
    ("types-functiontype", "types", "FunctionType", (0,), None, None),
    ("mailcap", "mailcap", "findmatch", ({}, "a"), None, None),
    ("marshal", "marshal", "loads", (b"N",), None, None),
    ("dill-loads", "dill", "loads", (b"N.",), None, None),
    ("pickle-loads", "pickle", "loads", (pickle.dumps(1),), None, None),
    ("numpy-load", "numpy", "load", ("x.npy",), None, None),
    ("joblib-load", "joblib", "load", ("x",), None, None),
    ("posixsubprocess", "_posixsubprocess", "fork_exec", (), "CVE-2026-22608", None),
    ("interpreters", "_interpreters", "run_string", (0, CODE), "GHSA-6ggj-6f2q-f7mx", None),
    ("xxsubinterpreters", "_xxsubinterpreters", "run_string", (0, CODE), "GHSA-6ggj-6f2q-f7mx", None),
    ("yaml-unsafe", "yaml", "unsafe_load", ("a: 1",), None, None),
    ("pty", "pty", "spawn", ("true",), None, None),
    ("ctypes", "ctypes", "CDLL", (None,), "CVE-2026-22608", None),
    ("pydoc", "pydoc", "pipepager", ("x", CMD), "CVE-2026-22608", "pickle"),
    ("site", "site", "execsitecustomize", (), None, None),
    ("atexit", "atexit", "register", (Raw(name("posix", "system")), CMD), "GHSA-m6fh-58r7-x697", None),
    ("spawnv", "multiprocessing.util", "spawnv_passfds", (b"true", ["true"], []), None, None),
    ("mlflow-run", "mlflow.projects.backend.local", "_run_entry_point", (CMD, ".", "0", "0"), None, None),
    ("pandas-read-csv", "pandas", "read_csv", ("http://127.0.0.1:9/x",), None, None),
    ("socket", "socket", "create_connection", (("127.0.0.1", 9),), None, None),
    ("shutil-rmtree", "shutil", "rmtree", ("/nonexistent/x",), None, None),
    ("webbrowser", "webbrowser", "get", ("true",), None, None),
    ("codecs-open", "codecs", "open", ("x", "r"), None, None),
    ("sys-exit", "sys", "exit", (0,), None, None),
]
DOTTED = {"asyncio-transport", "bdb", "trace", "idlelib-pyshell", "idlelib-calltip", "idlelib-autocomplete", "lib2to3", "torch-shapeenv", "torch-guardbuilder", "torch-load-config"}
for title, module, qualname, args, advisory, loader in LISTS:
    expect = [CALL]
    if title in DOTTED or qualname == "__import__":
        expect.append(REACH)
    if title in ("functools-partial", "atexit"):
        expect.append(GLOBAL)
    if title == "timeit":
        expect.append(GLOBAL)
    hostile(title, p4(call(module, qualname, *args)), "incomplete block list", expect, advisory, loader)

hostile("unknown-class", p4(name("somebody.models", "Model"), b")\x81", literal({"a": 1}), b"b"), "incomplete block list", [CALL_MEDIUM], None, None)
hostile("unknown-function", p4(call("somebody.models", "build", "small")), "incomplete block list", [CALL_MEDIUM], None, None)
hostile("main-class", p4(name("__main__", "Model"), b")\x81"), "incomplete block list", [CALL_MEDIUM], None, None)
hostile("unknown-global", p4(literal([1]), b"0", name("somebody.models", "helper")), "incomplete block list", [GLOBAL_MEDIUM], None, None)
hostile("factory", p4(call("collections", "defaultdict", Raw(name("builtins", "eval")))), "incomplete block list", [GLOBAL], None, None)

# 2 Operands that a scanner takes from the text of op-codes, and the unpickler from its stack and memo.
hostile("memo-swap", p4(text("posix"), b"\x94", text("collections"), b"0", text("system"), b"\x94", text("OrderedDict"), b"0", b"h\x00h\x01\x93", literal((CMD,)), b"R"), "operand taken from previous op-code text", [CALL], "GHSA-9gvj-pp9x-gcfr")
hostile("memo-overwritten", b"\x80\x02" + old("math") + b"q\x000" + old("posix") + b"q\x000" + old("system") + b"q\x010h\x00h\x01\x93" + literal((CMD,)).replace(text(CMD), old(CMD)) + b"R.", "operand taken from previous op-code text", [CALL])
hostile("memo-huge-key", b"\x80\x02" + old("posix") + b"r\xff\xff\x0f\x000" + old("system") + b"q\x010j\xff\xff\x0f\x00h\x01\x93" + b"(" + old(CMD) + b"tR.", "scanner crash", [CALL])
hostile("pop-between", p4(text("posix"), text("system"), text("json"), text("loads"), b"00\x93", literal((CMD,)), b"R"), "operand taken from previous op-code text", [CALL])
hostile("dup-operand", p4(text("posix"), text("system"), b"20\x93", literal((CMD,)), b"R"), "operand taken from previous op-code text", [CALL])
hostile("operands-in-tuple", p4(call("builtins", "getattr", Raw(name("os", "path")), "x")), "operand taken from previous op-code text", [CALL, GLOBAL], "GHSA-9gvj-pp9x-gcfr", None)
hostile("computed-name", p4(text("posix"), call("builtins", "str", "system"), b"\x93", literal((CMD,)), b"R"), "operand taken from previous op-code text", [CALL_HIGH, COMPUTED], "GHSA-9gvj-pp9x-gcfr")
hostile("computed-module", p4(call("_codecs", "encode", "posix", "latin1"), text("system"), b"\x93"), "operand taken from previous op-code text", [COMPUTED], None, None)
hostile("mark-between", p4(b"(", text("posix"), text("system"), b"\x93", b"1", text("posix"), text("system"), b"\x93", literal((CMD,)), b"R"), "operand taken from previous op-code text", [CALL])
hostile("unicode-escape-name", b"\x80\x04V\\u0070osix\nV\\u0073ystem\n\x93(V" + CMD.encode() + b"\ntR.", "operand taken from previous op-code text", [CALL])
hostile("string-escape-name", b"\x80\x04S'\\x70osix'\nS'\\163ystem'\n\x93(S'" + CMD.encode() + b"'\ntR.", "operand taken from previous op-code text", [CALL])

# 3 Names that reach through attributes.
hostile("dotted-serialization", p4(call("torch.serialization", "os.system", CMD)), "attribute traversal", [CALL, REACH], None, None)
hostile("dotted-os", p4(call("tempfile", "_os.system", CMD)), "attribute traversal", [CALL, REACH])
hostile("dotted-f2py", p4(call("numpy", "f2py.crackfortran.myeval", CODE)), "attribute traversal", [CALL, REACH], None, None)
hostile("dotted-collections", p4(call("collections", "_sys.modules.get", "os")), "attribute traversal", [CALL, REACH], None, None)
hostile("dotted-listed-class", p4(name("collections", "OrderedDict.fromkeys"), b"0N"), "attribute traversal", [REACH_HIGH], None, None)
hostile("dunder-builtins", p4(name("numpy", "__builtins__"), b"0N"), "attribute traversal", [REACH], None, None)
hostile("dunder-globals", p4(call("collections", "namedtuple.__globals__.get", "_sys")), "attribute traversal", [CALL, REACH], None, None)
hostile("dunder-subclasses", p4(call("builtins", "object.__subclasses__")), "attribute traversal", [CALL, REACH], None, None)
hostile("dunder-class", p4(name("builtins", "list.__class__.__base__"), b"0N"), "attribute traversal", [REACH], None, None)
hostile("dotted-protocol-2", b"\x80\x02" + line("os", "path.os.system") + b"0N.", "attribute traversal", [REACH], None, None)
hostile("module-attribute", p4(call("os", "system.__call__", CMD)), "attribute traversal", [CALL, REACH])

# 4 Objects that are changed after they were imported.
hostile("build-module", p4(name("numpy", "linalg"), literal({"x": 1}), b"b"), "objects mutated after import", [CHANGED, GLOBAL_MEDIUM], None, None)
hostile("build-function", p4(name("numpy", "mean"), literal({"__wrapped__": 1}), b"b"), "objects mutated after import", [CHANGED], None, None)
hostile("build-class", p4(name("collections", "OrderedDict"), literal((None, {"x": 1})), b"b"), "objects mutated after import", [CHANGED], None, None)
hostile("build-builtins", p4(name("numpy", "__builtins__"), literal({"a": 1}), b"b0N"), "objects mutated after import", [CHANGED, REACH], None, None)
hostile("setitem-builtins", p4(name("numpy", "__builtins__"), text("len"), name("posix", "system"), b"s0N"), "objects mutated after import", [CHANGED, GLOBAL, REACH], "CVE-2026-24747", None)
hostile("setitems-modules", p4(name("sys", "modules"), b"(", text("json"), name("posix", "system"), b"u0N"), "objects mutated after import", [CHANGED, GLOBAL], None, None)
hostile("append-path", p4(name("sys", "path"), text("/tmp"), b"a0N"), "objects mutated after import", [CHANGED, GLOBAL], None, None)
hostile("appends-path", p4(name("sys", "path"), b"(", text("/tmp"), text("/x"), b"e0N"), "objects mutated after import", [CHANGED, GLOBAL], None, None)
hostile("additems-global", p4(name("sys", "builtin_module_names"), b"(", text("a"), b"\x90" + b"0N"), "objects mutated after import", [CHANGED, GLOBAL], None, None)
hostile("setstate-from-data", p4(name("collections", "OrderedDict"), b")\x81", literal({"__setstate__": Raw(name("posix", "system"))}), b"b", text(CMD), b"b"), "objects mutated after import", [GLOBAL, REACH_HIGH], None)
hostile("setstate-slots", p4(name("collections", "OrderedDict"), b")\x81", literal((None, {"__setstate__": Raw(name("posix", "system"))})), b"b", text(CMD), b"b"), "objects mutated after import", [GLOBAL, REACH_HIGH], None)
hostile("setstate-computed", p4(name("collections", "OrderedDict"), b")\x81", literal({Raw(call("builtins", "str", "__setstate__")): Raw(name("posix", "system"))}), b"b", text(CMD), b"b"), "objects mutated after import", [GLOBAL, REACH_HIGH])
hostile("setstate-escaped", b"\x80\x02" + line("collections", "OrderedDict") + b")\x81}V\\u005f\\u005fsetstate__\n" + line("posix", "system") + b"sbV" + CMD.encode() + b"\nb.", "objects mutated after import", [GLOBAL, REACH_HIGH])
hostile("setstate-ordered", p4(name("collections", "OrderedDict"), b")\x81", name("collections", "OrderedDict"), b")R", text("__setstate__"), name("posix", "system"), b"sb", text(CMD), b"b"), "objects mutated after import", [GLOBAL, OPERATION])
for title, kind, fields in (("dtype-denies-objects", "O8", None), ("dtype-fields-deny-objects", "V8", {"a": (Raw(call("numpy", "dtype", "O8", False, True)), 0)})):
    state = (3, "|", None, ("a",) if fields else None, fields, 8 if fields else -1, 1 if fields else -1, 0)
    hostile(title, p4(call("numpy", "dtype", kind, False, True), literal(state), b"b"), "objects mutated after import", [["pickle/unlisted-operation", "high"]], None, None)
hostile("setitem-array", p4(call("numpy._core.multiarray", "_reconstruct", Raw(name("numpy", "ndarray")), (0,), b"b"), text("a"), text("b"), b"s"), "objects mutated after import", [OPERATION], "CVE-2026-24747", None)
hostile("build-date", p4(call("datetime", "timedelta", 1), literal({"a": 1}), b"b"), "objects mutated after import", [OPERATION], None, None)
hostile("append-array", p4(call("uuid", "SafeUUID", 0), text("a"), b"a"), "objects mutated after import", [OPERATION], None, None)

# 5 Op-codes that scanners do not model.
hostile("inst", b"(S'" + CMD.encode() + b"'\niposix\nsystem\n.", "op-codes not modelled", [CALL])
hostile("obj", b"(cposix\nsystem\nS'" + CMD.encode() + b"'\no.", "op-codes not modelled", [CALL])
hostile("obj-binary", b"\x80\x02(" + line("posix", "system") + old(CMD) + b"o.", "op-codes not modelled", [CALL])
hostile("newobj", p4(name("subprocess", "Popen"), literal((["true"],)), b"\x81"), "op-codes not modelled", [CALL], None, None)
hostile("newobj-ex", p4(name("subprocess", "Popen"), b")", literal({"args": "true"}), b"\x92"), "op-codes not modelled", [CALL], None, None)
hostile("newobj-function", p4(name("posix", "system"), literal((CMD,)), b"\x81"), "op-codes not modelled", [CALL], None, None)
hostile("ext1", b"\x80\x02\x82\x10" + literal(()) + b"R.", "op-codes not modelled", [CALL_HIGH, EXTENSION], None, None)
hostile("ext2", b"\x80\x02\x83\x10\x100N.", "op-codes not modelled", [EXTENSION], None, None)
hostile("ext4", b"\x80\x02\x84\x10\x10\x00\x000N.", "op-codes not modelled", [EXTENSION], None, None)
hostile("add-extension", p4(call("copyreg", "add_extension", "posix", "system", 240), b"0", b"\x82\xf0", literal((CMD,)), b"R"), "op-codes not modelled", [CALL, CALL_HIGH, EXTENSION])
hostile("pop-call", p4(call("posix", "system", CMD), b"0", literal([1, 2])), "op-codes not modelled", [CALL])
hostile("pop-mark-call", p4(b"(", call("posix", "system", CMD), b"1", literal([1, 2])), "op-codes not modelled", [CALL])
hostile("bytearray8", b"\x80\x05\x96\x03\x00\x00\x00\x00\x00\x00\x00abc0" + call("posix", "system", CMD) + b".", "op-codes not modelled", [CALL])
hostile("next-buffer", b"\x80\x05" + call("posix", "system", CMD) + b"0\x97.", "op-codes not modelled", [CALL, INCOMPLETE])
hostile("persid", b"\x80\x02" + call("posix", "system", CMD) + b"0" + old("key") + b"Q.", "op-codes not modelled", [CALL, PERSID])
hostile("persid-text", b"cposix\nsystem\n(S'" + CMD.encode() + b"'\ntR0Pkey\n.", "op-codes not modelled", [CALL, PERSID])
hostile("persid-alone", b"\x80\x02]" + old("key") + b"Qa.", "op-codes not modelled", [PERSID], None, None)
hostile("frozenset-call", p4(b"(", call("posix", "system", CMD), b"\x91"), "op-codes not modelled", [CALL])
hostile("dict-value-call", p4(b"(", text("a"), call("posix", "system", CMD), b"d"), "op-codes not modelled", [CALL])
hostile("reduce-result", p4(call("functools", "partial", Raw(name("posix", "system")), CMD), b")R"), "op-codes not modelled", [CALL, CALL_HIGH, GLOBAL])
hostile("reconstructor", p4(call("copyreg", "_reconstructor", Raw(name("subprocess", "Popen")), Raw(name("builtins", "object")), None)), "op-codes not modelled", [CALL_MEDIUM, GLOBAL], None, None)
hostile("numpy-reconstruct", p4(call("numpy._core.multiarray", "_reconstruct", Raw(name("subprocess", "Popen")), (0,), b"b")), "op-codes not modelled", [CALL_MEDIUM, GLOBAL], None, None)
hostile("codecs-rot13", p4(call("_codecs", "encode", "vzcbeg bf", "rot13")), "op-codes not modelled", [CALL_MEDIUM], None, None)
hostile("codecs-zip", p4(call("_codecs", "encode", b"x" * 9, "zlib")), "op-codes not modelled", [CALL_MEDIUM], None, None)
hostile("bytearray-size", p4(call("builtins", "bytearray", 1 << 40)), "op-codes not modelled", [CALL_MEDIUM], None, None)

# 6 What cannot be followed to its end.
PAY = call("posix", "system", CMD)
hostile("truncated", b"\x80\x04" + PAY, "parse error = clean", [CALL, INCOMPLETE])
hostile("truncated-in-text", b"\x80\x04" + PAY + b"0X\xff\x00\x00\x00abc", "parse error = clean", [CALL, INCOMPLETE])
hostile("bad-opcode", b"\x80\x04" + PAY + b"\xff\xff.", "parse error = clean", [CALL, INCOMPLETE])
hostile("bad-literal", b"\x80\x02" + PAY + b"0Inothing\n.", "parse error = clean", [CALL, INCOMPLETE])
hostile("bad-float", b"\x80\x02" + PAY + b"0F1.2.3\n.", "parse error = clean", [CALL, INCOMPLETE])
hostile("bad-string", b"\x80\x02" + PAY + b"0Sx\n.", "parse error = clean", [CALL, INCOMPLETE])
hostile("underflow", b"\x80\x04" + PAY + b"000000.", "parse error = clean", [CALL, INCOMPLETE])
hostile("missing-mark", b"\x80\x04" + PAY + b"t.", "parse error = clean", [CALL, INCOMPLETE])
hostile("missing-memo", b"\x80\x04" + PAY + b"h\x09.", "parse error = clean", [CALL, INCOMPLETE])
hostile("odd-dict", b"\x80\x04" + PAY + b"0(K\x01d.", "parse error = clean", [CALL, INCOMPLETE])
hostile("long-frame", b"\x80\x04\x95\xff\x00\x00\x00\x00\x00\x00\x00" + PAY + b".", "frame lies", [CALL, INCOMPLETE], None, None)
hostile("short-frame", b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00" + PAY + b".", "frame lies", [CALL, INCOMPLETE])
hostile("frame-in-frame", b"\x80\x04\x95\x40\x00\x00\x00\x00\x00\x00\x00\x95\x04\x00\x00\x00\x00\x00\x00\x00" + PAY + b"." + b"\x00" * 24, "frame lies", [CALL, INCOMPLETE, TRAILING_LOW])
hostile("protocol-9-inside", b"\x80\x04" + PAY + b"0\x80\x09N.", "parse error = clean", [CALL, INCOMPLETE])
hostile("carriage-returns", b"cposix\r\nsystem\r\n(S'" + CMD.encode() + b"'\r\ntR.", "line ends", [CALL_MEDIUM], None, None)
hostile("second-pickle", pickle.dumps([1, 2], 4) + b"\x80\x04" + PAY + b".", "several pickles in one file", [CALL], None, None)
hostile("second-text-pickle", pickle.dumps([1, 2], 4) + b"cposix\nsystem\n(S'" + CMD.encode() + b"'\ntR.", "several pickles in one file", [CALL], None, None)
hostile("after-zeros", pickle.dumps([1, 2], 4) + b"\x00" * 100 + b"\x80\x04" + PAY + b".", "several pickles in one file", [CALL], None, None)
hostile("after-garbage", pickle.dumps([1, 2], 4) + b"\xff\xfe\xfd" * 20 + b"\x80\x04" + PAY + b".", "several pickles in one file", [CALL, TRAILING], None, None)
hostile("text-after-garbage", pickle.dumps([1, 2], 4) + b"\xff\xfe\xfd" * 20 + b"cposix\nsystem\n(S'x'\ntR.", "several pickles in one file", [CALL, TRAILING], None, None)
hostile("after-broken", b"\x80\x04]\xff" + b"\x80\x04" + PAY + b".", "parse error = clean", [CALL, INCOMPLETE], None, None)
hostile("trailing", pickle.dumps([1, 2], 4) + b"#!/bin/sh\n", "trailing data", [TRAILING], None, None)

# 7 Content that its name does not say, and no protocol to see.
hostile("protocol-0-as-bin", b"cposix\nsystem\n(S'" + CMD.encode() + b"'\ntR.", "extension decides", [CALL], "CVE-2025-10155", ending="bin")
hostile("as-safetensors", p4(PAY), "extension decides", [CALL, EXTENSION_CLAIM], "CVE-2025-1889", ending="safetensors")
hostile("as-text", b"cposix\nsystem\n(S'" + CMD.encode() + b"'\ntR.", "extension decides", [CALL, EXTENSION_CLAIM], "CVE-2025-1889", ending="txt")
hostile("as-json", p4(PAY), "extension decides", [CALL, EXTENSION_CLAIM], "CVE-2025-1889", ending="json")
hostile("without-proto", PAY + b".", "no protocol", [CALL])
hostile("protocol-1", b"cposix\nsystem\nq\x00(U" + bytes([len(CMD)]) + CMD.encode() + b"tq\x01Rq\x02.", "no protocol", [CALL])
hostile("python-2-names", b"c__builtin__\neval\n(S" + repr(CODE).encode() + b"\ntR.", "no protocol", [CALL])
hostile("python-2-execfile", b"c__builtin__\nexecfile\n(S'x'\ntR.", "no protocol", [CALL], None, None)
hostile("leading-none", b"N0" + line("posix", "system") + b"(V" + CMD.encode() + b"\ntR.", "no protocol", [CALL])

# 8 Pickles in pickles.
INNER = b"\x80\x04" + PAY + b"."
hostile("nested-bytes", p4(literal([INNER])), "inner pickles", [CALL], None, None)
hostile("nested-loads", p4(call("pickle", "loads", INNER)), "inner pickles", [CALL])
hostile("nested-twice", p4(literal(p4(literal(INNER)))), "inner pickles", [CALL], None, None)
hostile("nested-latin1", b"\x80\x02" + line("_codecs", "encode") + b"(" + old(INNER.decode("latin1")) + old("latin1") + b"tR.", "inner pickles", [CALL], None, None)
hostile("nested-text", p4(literal(b"cposix\nsystem\n(S'x'\ntR.")), "inner pickles", [CALL], None, None)
hostile("nested-bytearray", b"\x80\x05\x96" + struct.pack("<Q", len(INNER)) + INNER + b".", "inner pickles", [CALL], None, None)

# 9 Scanners that fall over.
hostile("huge-int", b"\x80\x02\x8b\x00\x04\x00\x00" + b"\x7f" * 1024 + b"0" + PAY + b".", "scanner crash", [CALL])
hostile("long-padding", b"\x80\x04" + b"N0" * 6000 + PAY + b".", "scanner crash", [CALL])
hostile("deep-nesting", b"\x80\x04" + b"]" * 1 + b"\x94" + b"(" * 5000 + b"1" * 5000 + PAY + b".", "scanner crash", [CALL])
hostile("deep-tuples", b"\x80\x04N" + b"\x85" * 8000 + b"0" + PAY + b".", "scanner crash", [CALL])
hostile("invalid-utf8-name", b"\x80\x04cpos\xffix\nsystem\n0N.", "scanner crash", [GLOBAL_MEDIUM], None, None)
hostile("empty-name", b"\x80\x04c\n\n0N.", "scanner crash", [GLOBAL_MEDIUM], None, None)
hostile("self-reference", p4(b"]\x94h\x00a0", PAY), "scanner crash", [CALL])
hostile("negative-length", b"\x80\x02" + PAY + b"0T\xff\xff\xff\xff.", "scanner crash", [CALL, INCOMPLETE])
hostile("terminal-escapes", p4(call("posix", "system", "\x1b]0;x\x07" + CMD)), "scanner crash", [CALL], None, None)

# 10 Frameworks that pickle code.
namespace = {}
exec("def scale(x):\n    return x * 2\n\ntwice = lambda x: x + x\n", namespace)
hostile("cloudpickle-function", cloudpickle.dumps(namespace["scale"]), "pickled code", [CALL, CALL_HIGH], None, None)
hostile("cloudpickle-lambda", cloudpickle.dumps(namespace["twice"]), "pickled code", [CALL, CALL_HIGH], None, None)
hostile("dill-function", dill.dumps(namespace["scale"]), "pickled code", [CALL, REACH_HIGH], None, None, "dill")
hostile("dill-lambda", dill.dumps(namespace["twice"]), "pickled code", [CALL, REACH_HIGH], None, None, "dill")


# Benign: what honest people write.
def benign(title, data, ending="pkl"):
    family.benign(f"pickle-{title}", f"{title}.{ending}", data)


WORDS = ["eval(", "import os", "__reduce__", "os.system", "builtins.exec", "cos\nsystem\n(S'x'\ntR.", "subprocess.Popen", "<script>", "\x80\x04", "pickle.loads", "__import__('os')"]
PLAIN = {
    "words": WORDS,
    "words-dict": {word: number for number, word in enumerate(WORDS)},
    "words-bytes": [word.encode("latin1", "replace") for word in WORDS if not word.startswith("cos")],
    "numbers": [0, 1, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 10**30, -(10**40), 1.5, float("inf"), -0.0, True, False, None],
    "containers": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], {}, set(), {1, 2}, frozenset([3]), {"a": [1, {"b": (2, None)}]}],
    "standard": [collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), collections.deque([1, 2], 3), collections.Counter("aab"), datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc), datetime.date(2024, 1, 1), datetime.time(1, 2), datetime.timedelta(3), decimal.Decimal("1.50"), uuid.UUID(int=7), fractions.Fraction(1, 3), bytearray(b"abc"), range(3), slice(1, 2), 1j, array.array("d", [1.5]), types.SimpleNamespace(a=1)],
    "arrays": [np.arange(5), np.ones((2, 3), order="F"), np.float32(1.5), np.datetime64("2024-01-01"), np.array(["a", "bc"]), np.array([1, "x", None], object), np.zeros(2, [("a", "i4"), ("b", "f8")]), np.ma.array([1, 2], mask=[0, 1]), np.bool_(True)],
}
for title, value in PLAIN.items():
    for protocol in range(6):
        benign(f"{title}-{protocol}", pickle.dumps(value, protocol))
benign("exceptions", pickle.dumps([ValueError("eval("), KeyError("a")], 4))
benign("random-state", pickle.dumps([np.random.RandomState(0), np.random.default_rng(0), random.Random(1)], 4))
benign("paths", pickle.dumps([pathlib.PurePosixPath("a/b"), pathlib.PureWindowsPath("c")], 4))
benign("long-string", pickle.dumps(["import os\n" * 400], 4))
benign("many-keys", pickle.dumps({f"__{number}__": number for number in range(300)}, 4))
benign("shared", pickle.dumps([shared := [1, 2], shared, {"again": shared}], 4))
cycle = [1]
cycle.append(cycle)
benign("cycle", pickle.dumps(cycle, 4))
benign("two-pickles", pickle.dumps([1], 4) + pickle.dumps({"eval(": 1}, 4))
benign("nested", pickle.dumps([pickle.dumps({"import os": [1]}, 4)], 4))
benign("python-2", b"(dp0\nS'weights'\np1\n(lp2\nF0.5\naF-1.25\nasS'name'\np3\nS'import os'\np4\ns.")
benign("python-2-unicode", b"(dp1\nVvocabul\\u00e4r\np2\n(lp3\nVeval(\np4\naVimport os\np5\nas.")
for form in ("csr", "csc", "coo", "bsr", "dia", "lil", "dok"):
    for protocol in (2, 5):
        benign(f"sparse-{form}-{protocol}", pickle.dumps(getattr(sp, f"{form}_matrix")(np.eye(3)), protocol))
frame = pd.DataFrame({"a": [1, 2], "word": ["eval(", "import os"], "c": [1.0, None], "day": pd.to_datetime(["2024-01-01", "2024-02-01"]), "kind": pd.Categorical(["u", "v"])})
for title, value in {"frame": frame, "series": frame["a"], "strings": frame["word"], "multi-index": frame.set_index(["a", "c"]), "timestamps": [pd.Timestamp("2024-01-01"), pd.Timedelta(1, "D"), pd.NaT], "range": pd.date_range("2024-01-01", periods=3), "interval": pd.interval_range(0, 2), "period": pd.period_range("2020", periods=2, freq="D")}.items():
    benign(f"pandas-{title}", pickle.dumps(value, 4))

family.write()
