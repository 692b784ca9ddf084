"""Artifacts in the format GGUF; benign ones by the package `gguf` of llama.cpp."""

import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import importlib.metadata
import struct
import tempfile

import gguf
import numpy

from manifest import Family

family = Family("gguf", {"gguf": importlib.metadata.version("gguf"), "numpy": numpy.__version__})

STRUCTURE = [["gguf/structure", "medium"]]
LAYOUT = [["gguf/layout", "high"]]
CHATML = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
# What a template would do to an engine without a sandbox: create the canary.
ESCAPE = "{{ cycler.__init__.__globals__.os.system('touch \"$HORNGATE_CANARY\"') }}"


def text(value):
    return struct.pack("<Q", len(value.encode())) + value.encode()


def key(name, value):
    return text(name) + struct.pack("<I", 8) + text(value)


def info(name, shape, kind, offset):
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


def raw(keys=(), tensors=(), data=0, version=3, counts=None):
    count = counts or (len(tensors), len(keys))
    head = b"GGUF" + struct.pack("<IQQ", version, *count) + b"".join(keys) + b"".join(tensors)
    return head + b"\0" * (-len(head) % 32) + b"\0" * data


def written(fill, endian=gguf.GGUFEndian.LITTLE):
    with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
        writer = gguf.GGUFWriter(file.name, "llama", endianess=endian)
        fill(writer)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        with open(file.name, "rb") as result:
            return result.read()


def hostile(name, data, cause, expect, **more):
    family.hostile(f"gguf-{name}", f"{name}.gguf", data, cause, expect, **more)


def benign(name, data):
    family.benign(f"gguf-{name}", f"{name}.gguf", data)


ATTRIBUTE = [["jinja/attribute", "critical"]]
hostile("chat-template", written(lambda w: w.add_chat_template(ESCAPE)), "template reaches into Python", [["jinja/attribute", "critical"], ["jinja/call", "medium"]], advisory="CVE-2024-34359")
hostile(
    "chat-template-attr",
    written(lambda w: w.add_chat_template("{% for m in messages %}{{ m|attr('__class__')|attr('__mro__') }}{% endfor %}")),
    "template reaches into Python", ATTRIBUTE, advisory="CVE-2024-34359",
)
hostile(
    "chat-template-named",
    written(lambda w: w.add_chat_template([{"name": "default", "template": CHATML}, {"name": "tool_use", "template": "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}"}])),
    "template reaches into Python", ATTRIBUTE, advisory="CVE-2024-34359",
)
hostile("chat-template-pieces", written(lambda w: w.add_chat_template("{% set a = '__cla' %}{% set b = 'ss__' %}{{ ''[a ~ b] }}")), "template builds a name from pieces", ATTRIBUTE)
hostile("chat-template-format", written(lambda w: w.add_chat_template("{{ ''['%sclass%s'|format('_' * 2, '_' * 2)] }}")), "template builds a name from pieces", [["jinja/computed-name", "high"]])
hostile("chat-template-include", written(lambda w: w.add_chat_template("{% include '/etc/passwd' %}")), "template opens files", [["jinja/import", "high"]])
hostile("chat-template-cut", raw([key("tokenizer.chat_template", ESCAPE), key("a", "b")], counts=(0, 40)), "finding lost in an error", [["gguf/structure", "medium"], ["jinja/attribute", "critical"], ["jinja/call", "medium"]])
hostile("key-count", raw(counts=(0, 2**63)), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-25664")
hostile("tensor-count", raw(counts=(2**62, 0)), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-25665")
hostile("text-length", raw([text("x") + struct.pack("<IQ", 8, 2**64 - 1)]), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-21836")
hostile("list-length", raw([text("x") + struct.pack("<IIQ", 9, 5, 2**61)]), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-25667")
hostile("list-of-texts", raw([text("x") + struct.pack("<IIQ", 9, 8, 2**60)]), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-25668")
hostile("lists-in-lists", raw([text("x") + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 500]), "nesting without end", STRUCTURE)
hostile("value-type", raw([text("x") + struct.pack("<II", 200, 1)]), "unknown type", STRUCTURE)
hostile("duplicate-key", raw([key("general.name", "a"), key("general.name", "b")]), "duplicate key", STRUCTURE)
hostile("duplicate-tensor", raw([], [info("a", [8], 0, 0), info("a", [8], 0, 32)], 64), "duplicate key", STRUCTURE)
hostile("dimensions", raw([], [info("a", [1] * 9, 0, 0)], 32), "count that the file cannot hold", STRUCTURE, advisory="CVE-2024-21802")
hostile("tensor-type", raw([], [info("a", [8], 1000, 0)], 32), "unknown type", STRUCTURE)
hostile("alignment", raw([text("general.alignment") + struct.pack("<II", 4, 0)]), "division by nothing", STRUCTURE)
hostile("shape-wraps", raw([], [info("a", [2**63, 8], 0, 0)], 32), "integer overflow", LAYOUT, advisory="CVE-2024-23605")
hostile("offset", raw([], [info("a", [8], 0, 2**40)], 32), "tensor outside the file", LAYOUT)
hostile("offset-wraps", raw([], [info("a", [8], 0, 2**64 - 32)], 32), "integer overflow", LAYOUT)
hostile("overlap", raw([], [info("a", [16], 0, 0), info("b", [8], 0, 32)], 64), "overlapping tensors", LAYOUT)
hostile("trailing-data", raw([], [info("a", [8], 0, 0)], 32) + b"#!/bin/sh\ntouch $HORNGATE_CANARY\n" * 2, "bytes that no tensor covers", LAYOUT)
hostile("version-1", raw(version=1), "version that is not read", [["scan/unread", "medium"]])
hostile("big-endian", written(lambda w: None, gguf.GGUFEndian.BIG), "byte order that is not read", [["scan/unread", "medium"]])


def with_tensors(writer):
    writer.add_name("model")
    writer.add_context_length(128)
    writer.add_tensor("token_embd.weight", numpy.zeros((4, 32), numpy.float32))
    writer.add_tensor("output_norm.weight", numpy.ones(32, numpy.float32))
    writer.add_tensor("blk.0.attn_q.weight", numpy.zeros((4, 32), numpy.float16))


def quantised(writer):
    blocks = gguf.quants.quantize(numpy.linspace(-1, 1, 64, dtype=numpy.float32).reshape(2, 32), gguf.GGMLQuantizationType.Q8_0)
    writer.add_tensor("a", blocks, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.add_tensor("b", numpy.ones(3, numpy.float32))


def vocabulary(writer):
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(["eval(", "import os", "__class__", "{{ x.__globals__ }}", "<|im_end|>"])
    writer.add_token_scores([0.0, -1.0, -2.0, -3.0, -4.0])
    writer.add_token_types([1, 1, 1, 1, 3])
    writer.add_token_merges(["e v", "ev al"])


def values(writer):
    writer.add_uint8("a", 1); writer.add_int16("b", -1); writer.add_uint64("c", 2**63); writer.add_float64("d", 1.5); writer.add_bool("e", True)
    writer.add_array("f", [1, 2, 3]); writer.add_array("g", ["x", "y"]); writer.add_array("h", [True, False])
    writer.add_string("general.description", "eval( and import os, __reduce__, /etc/passwd")


def aligned(writer):
    writer.add_custom_alignment(64)
    with_tensors(writer)


benign("header", written(lambda w: None))
benign("tensors", written(with_tensors))
benign("quantised", written(quantised))
benign("vocabulary", written(vocabulary))
benign("values", written(values))
benign("aligned", written(aligned))
benign("template", written(lambda w: w.add_chat_template(CHATML)))
benign("chat-templates", written(lambda w: w.add_chat_template([{"name": "default", "template": CHATML}, {"name": "rag", "template": "{{ documents[0].title | trim }}"}])))
benign("version-2", raw([key("general.architecture", "llama")], [info("a", [8], 0, 0)], 32, version=2))
benign("split", raw([key("general.architecture", "llama"), text("split.no") + struct.pack("<IH", 2, 0)]))

family.write()
