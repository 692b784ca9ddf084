"""The Keras guest: real Keras in a confined process, for models that carry code of their own.

Started as `python -I -S -B keras.py SITE [lock.so THREADS | --inventory]`. All imports and a dummy forward pass come first, then the second system call
filter, then the word that the guest is ready, and only then bytes of a stranger: the file comes in pieces over descriptor 0, so that this process never
opens one. Frames are those of `packages/sandbox/src/frames.ts`.

What a model's own code says through this process is worth as much as a model's numbers: the host believes none of it.
"""

import os
import struct
import sys

sys.path.append(sys.argv[1])
os.environ.update(
    KERAS_BACKEND="tensorflow",
    TF_CPP_MIN_LOG_LEVEL="3",
    CUDA_VISIBLE_DEVICES="-1",
    # Without it Python would ask for the user's entry in /etc/passwd, over a socket.
    HOME="/",
    KERAS_HOME="/",
    OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
)

# Order of DTYPES in packages/core/src/tensor/dtype.ts; on the wire the first is 1.
DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 string".split()
KINDS = "call chunk end error cancel credit log".split()
HEADER = struct.Struct("<4sIBBBBIQ")
MAX_FRAME_BYTES = 1 << 31
MAX_TEXT = 1000


class Refusal(Exception):
    """An error with a code of the house, as the host takes it from a guest."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Pipe:
    """Frames on descriptor 0, and on a copy of descriptor 1; what libraries print goes to descriptor 2."""

    def __init__(self):
        self.out = os.dup(1)
        os.dup2(2, 1)

    def exactly(self, count, may_end=False):
        into = bytearray(count)
        view = memoryview(into)
        filled = 0
        while filled < count:
            got = os.readv(0, [view[filled:]])
            if got == 0 and may_end and filled == 0:
                return None
            if got == 0:
                os._exit(3)
            filled += got
        return into

    def frame(self):
        """(id, kind, dtype or None, shape, bytes), or None where the host has closed its end."""
        head = self.exactly(HEADER.size, may_end=True)
        if head is None:
            return None
        magic, number, kind, dtype, rank, _, _, size = HEADER.unpack(head)
        if magic != b"HGF1" or kind >= len(KINDS) or dtype > len(DTYPES) or rank > 8 or size > MAX_FRAME_BYTES:
            os._exit(3)
        shape = struct.unpack(f"<{rank}Q", self.exactly(8 * rank))
        return number, KINDS[kind], DTYPES[dtype - 1] if dtype else None, shape, self.exactly(size)

    def send(self, number, kind, body=b"", dtype=None, shape=()):
        code = 0 if dtype is None else DTYPES.index(dtype) + 1
        head = HEADER.pack(b"HGF1", number, KINDS.index(kind), code, len(shape), 0, 0, len(body))
        for part in (head + struct.pack(f"<{len(shape)}Q", *shape), body):
            view = memoryview(part)
            while len(view):
                view = view[os.write(self.out, view) :]


def expect_keras3(kit, source):
    """Keras 3 gives other meanings to some of what Keras 2 wrote, as to `hard_sigmoid`, and says nothing of it: other numbers are worse than none."""
    if source.getvalue()[:4] == b"\x89HDF":
        raise Refusal("HG_UNSUPPORTED_FORMAT", "Cannot load the file in real Keras as it must be a .keras: it is a legacy file")
    if not kit["zipfile"].is_zipfile(source):
        source.seek(0)
        return  # Keras says what is wrong with it
    with kit["zipfile"].ZipFile(source) as archive:
        claimed = kit["json"].loads(archive.read("metadata.json")) if "metadata.json" in archive.namelist() else {}
    source.seek(0)
    if isinstance(claimed, dict) and str(claimed.get("keras_version", "3")).startswith("2."):
        raise Refusal("HG_UNSUPPORTED_FORMAT", "Cannot load the file in real Keras as it must be of Keras 3: it says that Keras 2 wrote it")


class NoAssets:
    """In place of Keras' folder of assets (vocabularies), which it unpacks to disk: there is none here."""

    def __init__(self, root_path, archive=None, mode=None):
        if mode == "r":
            raise Refusal("HG_UNSUPPORTED_FIELD", "Cannot load a model with assets in the Keras guest, which has no folder to unpack them into")

    def make(self, path):
        return None

    def close(self):
        pass


def import_keras(threads):
    """Everything that a model may need later: after the lock no file can be opened, so no module imported."""
    import ctypes  # noqa: F401, for the lock
    import io
    import json
    import tempfile

    # There is no folder to write in; asking for one would end the import of absl.
    tempfile.tempdir = "/"
    import traceback  # noqa: F401
    import zipfile

    import numpy as np
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras
    from keras.src.saving import saving_lib

    saving_lib.DiskIOStore = NoAssets
    return {"io": io, "json": json, "np": np, "tf": tf, "keras": keras, "saving": saving_lib, "zipfile": zipfile}


def warm_up(kit):
    """Saves, loads and runs two models of ours: what is imported, traced or started late is so now."""
    keras, np, io, saving = kit["keras"], kit["np"], kit["io"], kit["saving"]
    layers = keras.layers
    sequential = keras.Sequential([keras.Input((4,)), layers.Lambda(lambda x: x * 2 + 1), layers.Dense(3, activation="relu"), layers.Dropout(0.1)])
    image = keras.Input((8, 8, 1))
    flat = layers.Flatten()(layers.MaxPooling2D()(layers.BatchNormalization()(layers.Conv2D(2, 3)(image))))
    sequence = keras.Input((None, 3))
    state = layers.Bidirectional(layers.LSTM(2))(layers.MultiHeadAttention(1, 2)(sequence, sequence))
    joined = keras.Model([image, sequence], layers.Concatenate()([flat, state]))
    for model, inputs in ((sequential, [np.ones((2, 4), "float32")]), (joined, [np.ones((2, 8, 8, 1), "float32"), np.ones((2, 5, 3), "float32")])):
        kept = io.BytesIO()
        saving.save_model(model, kept)
        loaded = saving.load_model(io.BytesIO(kept.getvalue()), compile=False, safe_mode=False)
        loaded.predict_on_batch(inputs if len(inputs) > 1 else inputs[0])
        loaded(inputs if len(inputs) > 1 else inputs[0], training=False)
    try:  # the way of a failure imports too
        saving.load_model(io.BytesIO(b""), compile=False)
    except Exception:  # noqa: BLE001
        pass
    keras.backend.clear_session()


class Guest:
    def __init__(self, kit):
        self.kit = kit
        self.bytes = bytearray()
        self.model = None
        self.loads = 0

    def part(self, _, tensors):
        """One piece of the file, in order."""
        self.bytes += tensors[0]
        return {"bytes": len(self.bytes)}, []

    def load(self, params, _):
        """Builds the one model of this process's life. `safeMode` is false where the verdict says that its code is to run."""
        if self.loads > 0:
            raise Refusal("HG_USAGE_ARGUMENT", "Cannot load a second model, as a guest lives for one")
        self.loads += 1
        source, self.bytes = self.kit["io"].BytesIO(bytes(self.bytes)), bytearray()
        expect_keras3(self.kit, source)
        safe_mode = params["safeMode"] is not False
        self.model = self.kit["saving"].load_model(source, compile=False, safe_mode=safe_mode)
        return self.signature(), []

    def signature(self):
        model = self.model
        if not getattr(model, "inputs", None) or not getattr(model, "outputs", None):
            raise Refusal("HG_UNSUPPORTED_FIELD", "Cannot run a model that does not say its inputs, as one without an Input")
        inputs = [self.spec(name, tensor) for name, tensor in zip(self.input_names(), model.inputs)]
        return {"inputs": inputs, "outputs": [self.spec(name, tensor) for name, tensor in zip(self.output_names(), model.outputs)]}

    def input_names(self):
        struct_of = getattr(self.model, "_inputs_struct", None)
        if isinstance(struct_of, dict) and len(struct_of) == len(self.model.inputs):
            return sorted(struct_of)
        return [tensor.name for tensor in self.model.inputs]

    def output_names(self):
        """By the keys of a dict, else by the layers that they come from, made unique: as our own compiler names them."""
        model = self.model
        struct_of = getattr(model, "_outputs_struct", None)
        if isinstance(struct_of, dict) and len(struct_of) == len(model.outputs):
            return sorted(struct_of)
        if isinstance(model, self.kit["keras"].Sequential):
            return [model.layers[-1].name]
        names, seen = [], {}
        for tensor in model.outputs:
            name = tensor._keras_history.operation.name
            seen[name] = seen.get(name, 0) + 1
            names.append(name if seen[name] == 1 else f"{name}_{seen[name] - 1}")
        return names

    def spec(self, name, tensor):
        dtype = str(tensor.dtype)
        if dtype not in DTYPES:
            raise Refusal("HG_UNSUPPORTED_DTYPE", f"Cannot run a model whose tensors are of {dtype}")
        shape = [size if size is not None else ("batch" if axis == 0 else f"{name}_{axis}") for axis, size in enumerate(tensor.shape)]
        return {"name": name, "dtype": dtype, "shape": shape}

    def predict(self, _, tensors):
        """`predict_on_batch` is what `predict` calls for each batch: the same traced function, without its data pipeline and threads."""
        if self.model is None:
            raise Refusal("HG_USAGE_ARGUMENT", "Cannot predict before a model is loaded")
        answer = self.model.predict_on_batch(tensors if len(tensors) != 1 else tensors[0])
        return {}, [self.array(value) for value in self.kit["keras"].tree.flatten(answer)]

    def array(self, value):
        array = self.kit["np"].asarray(value)
        name = "string" if array.dtype.kind in "OSU" else array.dtype.name
        if name not in DTYPES:
            raise Refusal("HG_UNSUPPORTED_DTYPE", f"Cannot hand out a tensor of {name}")
        if name != "string":
            return name, array.shape, self.kit["np"].ascontiguousarray(array).reshape(-1).view("uint8").data
        texts = [text if isinstance(text, bytes) else str(text).encode() for text in array.reshape(-1).tolist()]
        return name, array.shape, b"".join(struct.pack("<I", len(text)) + text for text in texts)

    def tensor(self, dtype, shape, body):
        np = self.kit["np"]
        if dtype == "string":
            return np.array(unpack_strings(body), dtype=object).reshape(shape)
        kind = self.kit["tf"].bfloat16.as_numpy_dtype if dtype == "bfloat16" else np.dtype(dtype)
        return np.frombuffer(body, dtype=kind).reshape(shape)

    def call(self, method, params, tensors):
        handler = {"part": self.part, "load": self.load, "predict": self.predict}.get(method)
        if handler is None:
            raise Refusal("HG_USAGE_ARGUMENT", "Cannot answer a method that this guest has not")
        raw = tensors if method == "part" else [self.tensor(*tensor) for tensor in tensors]
        return handler(params, [body for _, _, body in tensors] if method == "part" else raw)


def unpack_strings(body):
    texts, at = [], 0
    while at < len(body):
        (size,) = struct.unpack_from("<I", body, at)
        texts.append(bytes(body[at + 4 : at + 4 + size]))
        at += 4 + size
    return texts


def told(error, method):
    """(code, message) of an error: of a model's own code, of Keras, or of the sandbox, which answers with EPERM, EACCES or ENOSYS."""
    chain = []
    while error is not None and len(chain) < 16:
        chain.append(error)
        error = error.__cause__ or error.__context__
    # Keras says again what went wrong inside a layer, in a message of its own that hides the number of the error; the innermost is the first.
    text = f"{type(chain[-1]).__name__}: {str(chain[-1])}"[:MAX_TEXT]
    for link in chain:
        if isinstance(link, Refusal):
            return link.code, str(link)
    every = " ".join(f"{type(link).__name__}: {link}" for link in chain)[:100_000]
    if any(isinstance(link, MemoryError) for link in chain) or "ResourceExhausted" in every or "bad_alloc" in every:
        return "HG_LIMIT_MEMORY", f"Cannot go on with the model as it must stay within its memory: {text}"
    if any(isinstance(link, OSError) and link.errno in (1, 13, 38) for link in chain) or "Operation not permitted" in every or "Permission denied" in every:
        return "HG_ARTIFACT_CODE", f"Cannot run the model as its code must stay inside the sandbox, which refuses what it asked for: {text}"
    if "ModuleNotFoundError" in every or "ImportError" in every:
        return "HG_ARTIFACT_CODE", f"Cannot run the model as its code must live with the modules of the Keras guest: {text}"
    if method == "load" and ("Could not locate" in every or "Unknown" in every):
        return "HG_UNSUPPORTED_LAYER", f"Cannot load the model as real Keras must know its classes: {text}"
    if method == "load":
        return "HG_ARTIFACT_FIELD", f"Cannot load the model as real Keras must accept it: {text}"
    return "HG_ARTIFACT_GRAPH", f"Cannot run the model as real Keras must get through with it: {text}"


def serve(pipe, guest, json):
    pipe.send(0, "credit")
    while True:
        frame = pipe.frame()
        if frame is None:
            return
        number, kind, _, _, body = frame
        if kind == "cancel" or kind == "credit":
            continue
        if kind != "call":
            os._exit(3)
        tensors = []
        while True:
            following = pipe.frame()
            if following is None or following[0] != number:
                os._exit(3)
            if following[1] == "end":
                break
            tensors.append(following[2:])
        answer(pipe, guest, json, number, json.loads(bytes(body)), tensors)


def answer(pipe, guest, json, number, call, tensors):
    method = call["method"]
    try:
        result, arrays = guest.call(method, call.get("params"), tensors)
        for dtype, shape, body in arrays:
            pipe.send(number, "chunk", body, dtype, shape)
        pipe.send(number, "end", json.dumps(result).encode())
    except BaseException as error:  # noqa: BLE001, a model's code may raise SystemExit and KeyboardInterrupt
        code, message = told(error, method)
        pipe.send(number, "error", json.dumps({"code": code, "message": message}).encode())


def inventory(kit):
    """What was loaded from where, for the host: which files a guest must see (run without a model, before any guest)."""
    maps = {line.split(maxsplit=5)[5].strip() for line in open("/proc/self/maps", encoding="utf-8") if line.count("/") > 0}
    modules = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    import numpy
    import tensorflow

    print(
        kit["json"].dumps(
            {
                "python": sys.version.split()[0],
                "keras": kit["keras"].__version__,
                "tensorflow": tensorflow.__version__,
                "numpy": numpy.__version__,
                "maps": sorted(path for path in maps if path.startswith("/")),
                "modules": sorted(path for path in modules if isinstance(path, str)),
                "path": [path for path in sys.path if os.path.isdir(path)],
            }
        )
    )


def main():
    if sys.argv[2] == "--inventory":
        kit = import_keras(1)
        warm_up(kit)
        inventory(kit)
        return
    pipe = Pipe()
    kit = import_keras(int(sys.argv[3]))
    warm_up(kit)
    # Loaded, its initialiser applies the filter to every thread, for good. Whether it holds is read by the host, from outside.
    __import__("ctypes").CDLL(sys.argv[2])
    serve(pipe, Guest(kit), kit["json"])


main()
