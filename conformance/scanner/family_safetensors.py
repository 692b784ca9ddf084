"""Artifacts in the format safetensors; benign ones by the library of that name."""

import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import json
import struct

import numpy
import safetensors
from safetensors.numpy import save

from manifest import Family

family = Family("safetensors", {"safetensors": safetensors.__version__, "numpy": numpy.__version__})

LAYOUT = [["safetensors/layout", "high"]]
STRUCTURE = [["safetensors/structure", "medium"]]


def raw(header, data=b"\0" * 16, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(shape, begin, end, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def hostile(name, data, cause, expect, **more):
    family.hostile(f"safetensors-{name}", f"{name}.safetensors", data, cause, expect, **more)


def benign(name, data):
    family.benign(f"safetensors-{name}", f"{name}.safetensors", data)


# The reference library refuses each of these; readers that only look up offsets do not.
hostile("trailing-data", raw({"a": tensor([2], 0, 8)}, b"\0" * 8 + b"#!/bin/sh\ntouch $HORNGATE_CANARY\n"), "bytes that no tensor covers", LAYOUT)
hostile("hole", raw({"a": tensor([1], 0, 4), "b": tensor([2], 8, 16)}), "bytes that no tensor covers", LAYOUT)
hostile("hole-at-start", raw({"a": tensor([2], 8, 16)}), "bytes that no tensor covers", LAYOUT)
hostile("overlap", raw({"a": tensor([3], 0, 12), "b": tensor([3], 4, 16)}), "overlapping tensors", LAYOUT)
hostile("same-bytes", raw({"a": tensor([4], 0, 16), "b": tensor([4], 0, 16)}), "overlapping tensors", LAYOUT)
hostile("behind-the-end", raw({"a": tensor([1024], 0, 4096)}), "tensor outside the file", LAYOUT)
hostile("end-before-begin", raw({"a": tensor([4], 16, 0)}), "tensor outside the file", LAYOUT)
hostile("shape-too-long", raw({"a": tensor([5], 0, 16)}), "shape and length differ", LAYOUT)
hostile("shape-wraps", raw(b'{"a":{"dtype":"F32","shape":[4611686018427387904,4,4],"data_offsets":[0,16]}}'), "integer overflow", LAYOUT)
hostile("offset-wraps", raw(b'{"a":{"dtype":"U8","shape":[16],"data_offsets":[18446744073709551600,18446744073709551615]}}'), "integer overflow", LAYOUT)
hostile("negative-dimension", raw({"a": tensor([-1, -4], 0, 16)}), "integer overflow", STRUCTURE)
hostile("negative-offset", raw({"a": tensor([4], -16, 0)}), "tensor outside the file", STRUCTURE)
hostile("offset-past-64-bits", raw(b'{"a":{"dtype":"U8","shape":[16],"data_offsets":[18446744073709551616,18446744073709551632]}}'), "integer overflow", STRUCTURE)
hostile("unknown-dtype", raw({"a": tensor([2], 0, 16, "OBJECT")}), "unknown type", STRUCTURE)
hostile("unknown-field", raw({"a": {**tensor([4], 0, 16), "loader": "os.system"}}), "unknown field", STRUCTURE)
hostile("metadata-object", raw({"__metadata__": {"a": {"b": "c"}}, "a": tensor([4], 0, 16)}), "metadata that is no text", STRUCTURE)
hostile("metadata-number", raw({"__metadata__": {"a": 1}, "a": tensor([4], 0, 16)}), "metadata that is no text", STRUCTURE)
hostile("duplicate-tensor", raw(b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"a":{"dtype":"U8","shape":[16],"data_offsets":[0,16]}}'), "duplicate key", [["json/duplicate-key", "high"]])
hostile("duplicate-field", raw(b'{"a":{"dtype":"U8","dtype":"F32","shape":[4],"data_offsets":[0,16]}}'), "duplicate key", [["json/duplicate-key", "high"]])
hostile("header-not-an-object", raw(b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}x'), "broken header", STRUCTURE)
hostile("header-cut", raw({"a": tensor([4], 0, 16)}, length=30), "broken header", STRUCTURE)
hostile("depth", raw(b'{"a":' + b"[" * 5000), "nesting without end", [["scan/limit", "high"]])
hostile(
    "is-a-pickle",
    b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x18touch \"$HORNGATE_CANARY\"\x85R.",
    "extension decides",
    [["pickle/unlisted-call", "critical"], ["scan/extension", "medium"]],
    loader="pickle",
)

benign("scalars", save({"a": numpy.array(1.5), "b": numpy.array(7, dtype=numpy.int64)}))
benign("types", save({kind: numpy.arange(6).reshape(2, 3).astype(kind) for kind in ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")}))
benign("empty-tensor", save({"a": numpy.zeros((0, 3), numpy.float32), "b": numpy.zeros((2, 0), numpy.int8), "c": numpy.ones(3, numpy.float32)}))
benign("no-tensors", save({}))
benign("metadata", save({"a": numpy.ones(4, numpy.float32)}, metadata={"format": "pt", "note": "__import__('os').system('ls'); eval(x)", "__reduce__": "import os"}))
benign("words-in-names", save({"eval(": numpy.ones(1, numpy.float32), "import os": numpy.ones(1, numpy.float32), "__class__.__init__.__globals__": numpy.ones(1, numpy.float32)}))
benign("layers", save({f"model.layers.{layer}.{part}.weight": numpy.full((2, 2), layer, numpy.float32) for layer in range(8) for part in ("q_proj", "k_proj", "mlp.up")}))
benign("padded-header", raw(json.dumps({"a": tensor([4], 0, 16)}).encode() + b" " * 64))
benign("bfloat16", raw({"a": tensor([8], 0, 16, "BF16")}))
benign("float8", raw({"a": tensor([8], 0, 8, "F8_E4M3"), "b": tensor([2, 4], 8, 16, "F8_E5M2")}))
benign("float4", raw({"a": tensor([32], 0, 16, "F4")}))
benign("unicode", save({"größe.重み": numpy.ones(2, numpy.float32)}, metadata={"autor": "Ünïcödé"}))
benign("bytes-that-look-like-a-pickle", save({"a": numpy.frombuffer(b"\x80\x04cos\nsystem\n(S'id'\ntR.PK\x03\x04" + b"\0" * 5, numpy.uint8)}))

family.write()
