"""Arrays that NumPy saves: expected values of packages/core/src/artifact/npy/npy.test.ts.

Usage: python tools/oracle/npy_fixtures.py > packages/core/src/artifact/npy/known/numpy.json

Each array: base64 of its .npy, dtype, shape, and its elements in C order as little-endian hexadecimal or as strings. `canonical`: these are the bytes that
a writer of C order and little-endian makes. `refused`: files that numpy.load(allow_pickle=False) refuses, or that hold no tensor.
"""
import base64
import io
import json
import sys
import zipfile

import numpy as np
from numpy.lib import format as npy

RNG = np.random.default_rng(5)
BASE = (RNG.standard_normal((2, 3, 4)) * 50).round(1)


def saved(array, version=None):
    out = io.BytesIO()
    npy.write_array(out, array, version=version)
    return out.getvalue()


def arrays():
    for name in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"]:
        data = np.abs(BASE).astype(name)
        yield name, data, None
        yield name + " big-endian", data.astype(np.dtype(name).newbyteorder(">")), None
        yield name + " fortran", np.asfortranarray(data), None
    yield "bool", BASE > 0, None
    yield "both", np.asfortranarray(BASE.astype(">f4")), None
    yield "scalar", np.float32(2.5), None
    yield "vector", np.arange(5.0), None
    yield "no elements", np.zeros((0, 3), "f4"), None
    yield "no elements, fortran", np.zeros((3, 0, 2), "f4", order="F"), None
    yield "wide", np.zeros((1, 1000), "u1"), None
    yield "many dimensions", np.arange(32).reshape((2,) * 5, order="F"), None
    yield "specials", np.array([np.nan, np.inf, -np.inf, -0.0]), None
    yield "strings", np.array([["a", "größe"], ["😀", ""]]), None
    yield "strings big-endian", np.array(["a", "größe"]).astype(">U6"), None
    yield "strings fortran", np.asfortranarray(np.array([["a", "b"], ["c", "d"]])), None
    yield "bytes", np.array([b"a", b"bcd", "é".encode()]), None
    yield "version 2", BASE, (2, 0)
    yield "version 3", BASE, (3, 0)


def expected(array):
    array = np.asarray(array)
    if array.dtype.kind in "US":
        texts = [item.decode() if isinstance(item, bytes) else str(item) for item in array.ravel()]
        return {"dtype": "string", "shape": list(array.shape), "strings": texts}
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
    return {"dtype": little.dtype.name, "shape": list(array.shape), "hex": little.tobytes().hex()}


def header(text, version=1):
    body = text.encode("utf-8")
    size = len(body).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + size + body


def refused():
    out = io.BytesIO()
    npy.write_array(out, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    yield "objects", out.getvalue()
    yield "structured", saved(np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]))
    yield "complex", saved(np.array([1 + 2j]))
    yield "dates", saved(np.array(["2026-01-01"], "M8[D]"))
    yield "opaque", saved(np.zeros(2, "V3"))
    good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
    data = bytes(8)
    yield "too short", header(good) + data[:7]
    yield "trailing", header(good) + data + b"x"
    yield "version 4", header(good, 1).replace(b"\x01\x00", b"\x04\x00", 1) + data
    for name, text in {
        "code": "{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (2,), }",
        "no shape": "{'descr': '<f4', 'fortran_order': False, }",
        "another key": "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}",
        "twice": "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
        "a negative dimension": "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "a float dimension": "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,), }",
        "a list": "{'descr': '<f4', 'fortran_order': False, 'shape': [2], }",
        "a number in parentheses": "{'descr': '<f4', 'fortran_order': False, 'shape': (2), }",
        "an expression": "{'descr': '<f4', 'fortran_order': False, 'shape': (1+1,), }",
        "order is a number": "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
        "an unknown type": "{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }",
        "not closed": "{'descr': '<f4', 'fortran_order': False, 'shape': (2,),",
        "more behind": good + " 1",
        "a giant": "{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740993, 1000), }",
        "empty": "",
    }.items():
        yield name, header(text) + data


def archive(save):
    out = io.BytesIO()
    save(out, x=BASE.astype("f4"), y=np.array([1, 2]), names=np.array(["a", "b"]))
    with zipfile.ZipFile(out) as source:
        members = {name: base64.b64encode(source.read(name)).decode() for name in source.namelist()}
    return {"npz": base64.b64encode(out.getvalue()).decode(), "members": members}


known = {
    "made": "tools/oracle/npy_fixtures.py, NumPy " + np.__version__,
    "arrays": [
        {"name": name, "npy": base64.b64encode(saved(array, version)).decode(), "canonical": saved(np.array(expected_c, order="C")) == saved(array, version), **expected(array)}
        for name, array, version in arrays()
        for expected_c in [np.ascontiguousarray(array).astype(np.asarray(array).dtype.newbyteorder("<")).reshape(np.shape(array))]
    ],
    "refused": [{"name": name, "npy": base64.b64encode(data).decode()} for name, data in refused()],
    "archives": {"savez": archive(np.savez), "savez_compressed": archive(np.savez_compressed)},
}
json.dump(known, sys.stdout, ensure_ascii=False, indent=0)
print()
