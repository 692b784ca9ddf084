"""Prints the scanner's tables of operators and messages, from the real libraries: `python tools/oracle/operators.py`, then `npx biome check --write packages/core/src/scanner`.

ONNX: every operator that the `onnx` package ever had and every contributed one of ONNX Runtime. TensorFlow: every registered operation. TFLite: the built-in
operators by number. Messages: the fields of ONNX' and SavedModel's protocol buffers, by their descriptors.
"""

import os
import pathlib
import textwrap

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnx
import onnxruntime
import tensorflow as tf
from onnxruntime.capi import onnxruntime_pybind11_state as runtime
from tensorflow.core.framework import op_def_pb2
from tensorflow.core.protobuf import fingerprint_pb2, saved_model_pb2
from tensorflow.core.protobuf.tensor_bundle_pb2 import BundleEntryProto, BundleHeaderProto
from tensorflow.lite.python import schema_py_generated as tflite
from tensorflow.python.client import pywrap_tf_session
from tensorflow.python.keras.protobuf import saved_metadata_pb2

SCANNER = pathlib.Path(__file__).parents[2] / "packages/core/src/scanner"

# They load code or engines of the sender's; `onnx/effects.ts` says what each does.
NOT_VETTED = {"EPContext", "PyOp", "Snpe"}


def words(names):
    return "\n".join(textwrap.wrap(" ".join(names), 150, break_on_hyphens=False, break_long_words=False))


def table(name, about, names):
    return f"/** {about} Printed by tools/oracle/operators.py. */\nexport const {name}: ReadonlySet<string> = new Set(\n  `{words(sorted(names))}`.split(/\\s+/),\n);\n"


KINDS = {"double": "d", "fixed64": "d", "sfixed64": "d", "float": "f", "fixed32": "f", "sfixed32": "f", "string": "s", "bytes": "b"}
TYPES = {value: name[5:].lower() for name, value in vars(type(onnx.ModelProto.DESCRIPTOR.fields[0])).items() if name.startswith("TYPE_")}


def kind(field):
    if field.message_type:
        return short(field.message_type)
    return KINDS.get(TYPES[field.type], "v")


def repeated(field):
    return field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED


def short(message):
    return message.full_name.removeprefix("google.protobuf.").split(".", 1)[-1].replace("keras.protobuf.", "") if "." in message.full_name else message.full_name


def reachable(descriptors):
    seen, waiting = {}, list(descriptors)
    while waiting:
        message = waiting.pop(0)
        if message.full_name in seen:
            continue
        seen[message.full_name] = message
        waiting += [field.message_type for field in message.fields if field.message_type]
    return seen.values()


def schema(name, about, descriptors):
    lines = []
    for message in sorted(reachable(descriptors), key=short):
        fields = (f"{field.number} {field.name}{'*' if repeated(field) else ''} {kind(field)}" for field in sorted(message.fields, key=lambda f: f.number))
        lines.append(f"{short(message)}: {', '.join(fields)}")
    body = "\n".join(lines)
    return f"import {{ schemaOf }} from '../../artifact/protobuf/schema.ts';\n\n/** {about} Printed by tools/oracle/operators.py. */\nexport const {name} = schemaOf(`\n{body}\n`);\n"


def write(place, *parts):
    (SCANNER / place).parent.mkdir(exist_ok=True)
    (SCANNER / place).write_text("\n".join(parts))


standard = {schema.name for schema in onnx.defs.get_all_schemas_with_history() if schema.domain == ""}
others = {f"{schema.domain}.{schema.name}" for schema in onnx.defs.get_all_schemas_with_history() if schema.domain != ""}
contributed = {
    f"{schema.domain}.{schema.name}" for schema in runtime.get_all_operator_schema() if schema.domain.startswith("com.m") and schema.name not in NOT_VETTED
}
write(
    "onnx/operators.ts",
    table("STANDARD", f"Operators of ONNX' own domain, of all versions (onnx {onnx.__version__}).", standard),
    table("DOMAINS", "Operators of ONNX' other domains, each with its domain before it.", others),
    table("CONTRIBUTED", f"Operators of ONNX Runtime {onnxruntime.__version__} beyond the standard that read nothing but their inputs.", contributed),
)
write("onnx/schema.ts", schema("ONNX_SCHEMA", f"Messages of onnx.proto (onnx {onnx.__version__}).", [onnx.ModelProto.DESCRIPTOR]))

listed = op_def_pb2.OpList()
listed.ParseFromString(pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList()))
write("tensorflow/operators.ts", table("OPERATORS", f"Operations that TensorFlow {tf.__version__} registers.", {op.name for op in listed.op}))
roots = [
    message.DESCRIPTOR
    for message in (saved_model_pb2.SavedModel, saved_metadata_pb2.SavedMetadata, fingerprint_pb2.FingerprintDef, BundleHeaderProto, BundleEntryProto)
]
write("tensorflow/schema.ts", schema("TENSORFLOW_SCHEMA", f"Messages of saved_model.proto and its companions (TensorFlow {tf.__version__}).", roots))

builtin = {number: name for name, number in vars(tflite.BuiltinOperator).items() if not name.startswith("_")}
names = [builtin.get(number, "-") for number in range(max(builtin) + 1)]
write(
    "tflite/operators.ts",
    f"/** Built-in operators of TFLite by their numbers (TensorFlow {tf.__version__}). Printed by tools/oracle/operators.py. */\n"
    f"export const BUILTIN: readonly string[] =\n  `{words(names)}`.split(/\\s+/);\n",
)
