"""Arrays of NumPy: `.npy` and `.npz`, of numbers and of Python objects, which are a pickle behind the header.

Usage: PYTHON conformance/scanner/family_numpy.py
"""

import io
import os
import struct
import sys
import zipfile

import pickle

import numpy as np

from manifest import Family

family = Family("numpy", {"python": sys.version.split()[0], "numpy": np.__version__})
CMD = 'touch "$HORNGATE_CANARY"'
CALL = ["pickle/unlisted-call", "critical"]
INCOMPLETE = ["pickle/incomplete", "high"]
TRAILING = ["npy/trailing-data", "medium"]
PICKLE_TRAILING = ["pickle/trailing-data", "medium"]
STRUCTURE = ["npy/structure", "high"]


class System:
    def __reduce__(self):
        return os.system, (CMD,)


def npy(array):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asanyarray(array), allow_pickle=True)
    return out.getvalue()


def npz(packed=False, **arrays):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, data in arrays.items():
            file.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    return out.getvalue()


def header(text, version=1):
    data = text.encode()
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(data)) + data


def hostile(title, data, cause, expect, advisory=None, loader="numpy", ending="npy"):
    family.hostile(f"numpy-{title}", f"{title}.{ending}", data, cause, expect, advisory, loader)


OBJECTS = np.array([System()], object)
hostile("objects", npy(OBJECTS), "inner pickles", [CALL], "CVE-2019-6446")
hostile("fields", npy(np.array([(1, System())], [("a", "i4"), ("b", "O")])), "inner pickles", [CALL], "CVE-2019-6446")
hostile("npz", npz(a=npy(np.arange(3)), b=npy(OBJECTS)), "inner pickles", [CALL], "CVE-2019-6446", ending="npz")
hostile("npz-packed", npz(packed=True, b=npy(OBJECTS)), "inner pickles", [CALL], "CVE-2019-6446", ending="npz")
hostile("pickle-as-npy", pickle.dumps(System(), 4), "extension decides", [CALL, ["scan/extension", "medium"]])
hostile("pickle-in-npz", npz(a=pickle.dumps(System(), 4)), "extension decides", [CALL, ["scan/extension", "medium"]], None, None, "npz")
hostile("objects-cut", npy(OBJECTS)[:-2], "parse error = clean", [CALL, INCOMPLETE], None, None)
hostile("second-pickle", npy(np.array(["a"], object)) + pickle.dumps(System(), 4), "several pickles in one file", [CALL], None, None)
hostile("trailing", npy(np.arange(3)) + b"#!/bin/sh\n", "trailing data", [TRAILING], None, None)
hostile("object-trailing", npy(np.array(["a"], object)) + b"#!/bin/sh\n", "trailing data", [PICKLE_TRAILING], None, None)
hostile("cut", npy(np.arange(3))[:-4], "lying structure", [STRUCTURE], None, None)
hostile("shape-bomb", header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }\n"), "lying structure", [STRUCTURE], None, None)
hostile("header-code", header("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,), }\n"), "lying structure", [STRUCTURE], None, None)
hostile("header-deep", header("{'descr': " + "[" * 3000 + "]" * 3000 + ", 'fortran_order': False, 'shape': (1,), }\n"), "scanner crash", [STRUCTURE], None, None)
hostile("header-missing", header("{'descr': '<f8'}\n"), "lying structure", [STRUCTURE], None, None)
hostile("version-9", b"\x93NUMPY\x09\x00\x10\x00" + b" " * 64, "lying structure", [STRUCTURE], None, None)
hostile("nested-objects", npy(np.array([pickle.dumps(System(), 4)], object)), "inner pickles", [CALL], None, None)


def benign(title, data, ending="npy"):
    family.benign(f"numpy-{title}", f"{title}.{ending}", data)


for dtype in ("?", "i1", "u2", "i4", "i8", "f2", "f4", "f8", "c8", ">i4", "U7", "S4", "M8[s]", "m8[D]"):
    benign("array-" + dtype.replace(">", "big-").replace("?", "bool").replace("[s]", "").replace("[D]", ""), npy(np.zeros((2, 2), dtype)))
benign("fortran", npy(np.ones((3, 2), order="F")))
benign("scalar", npy(np.array(1.5)))
benign("empty", npy(np.zeros((0, 4))))
benign("structured", npy(np.zeros(2, [("a", "<i4"), ("b", "<f8", (2, 2)), ("c", [("d", "<u1")])])))
benign("objects-words", npy(np.array(["eval(", "import os", None, {"__reduce__": 1}, [1.5]], object)))
benign("strings", npy(np.array(["eval(", "import os"])))
benign("op-codes-as-bytes", npy(np.frombuffer(b"cos\nsystem\n(S'x'\ntR.\x80\x04", "u1")))
benign("version-2", header("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }" + " " * 60 + "\n", 2) + b"\0" * 8)
benign("archive", npz(a=npy(np.arange(3)), words=npy(np.array(["eval("], object))), "npz")
benign("archive-packed", npz(packed=True, a=npy(np.zeros(9)), b=npy(np.arange(3))), "npz")
family.write()
