"""Models for the tests of the Keras guest, and what Keras itself says outside: `python models.testing.py FOLDER`.

All are harmless: what they try is what an attack would begin with. A Lambda's code runs when the layer is called, which is also when a model is traced.
"""

import json
import os
import sys

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
import keras  # noqa: E402
import numpy as np  # noqa: E402

FOLDER = sys.argv[1]
layers = keras.layers


def save(name, model):
    model.save(os.path.join(FOLDER, f"{name}.keras"))


def shaped(function):
    """A model of one Lambda; its declared shape keeps Keras from calling the code while the model is made. Only what is called so is saved as bytecode."""
    function.__name__ = "<lambda>"
    return keras.Sequential([keras.Input((2,), name="x"), layers.Lambda(function, output_shape=(2,), name="code")])


# --- what only real Keras can run -------------------------------------------------------------------------------------------------------


def keep(name, model, inputs):
    """The model, its inputs and what Keras itself says: `name.keras`, `name.json`."""
    save(name, model)
    found = model.predict(inputs if isinstance(inputs, dict) else list(inputs.values())[0], verbose=0)
    found = found if isinstance(found, dict) else dict(zip(names_of(model), found if isinstance(found, (list, tuple)) else [found]))
    as_json = lambda arrays: {key: {"dtype": str(value.dtype), "shape": list(value.shape), "data": value.reshape(-1).tolist()} for key, value in arrays.items()}  # noqa: E731
    with open(os.path.join(FOLDER, f"{name}.json"), "w", encoding="utf-8") as file:
        json.dump({"inputs": as_json(inputs), "outputs": as_json(found)}, file)


def names_of(model):
    return [tensor._keras_history.operation.name for tensor in model.outputs]


def polynomial(t):
    return t * t - 0.25 * t + 1.0


def honest(rng):
    polynomial.__name__ = "<lambda>"
    x = keras.Input((6,), name="x")
    hidden = layers.Lambda(polynomial, name="polynomial")(layers.Dense(8, activation="gelu", name="hidden")(x))
    first = layers.Dense(3, activation="softmax", name="classes")(hidden)
    second = layers.Lambda(lambda t: t[:, ::-1] * 2.0, name="mirror")(x)
    keep("honest", keras.Model(x, [first, second]), {"x": rng.normal(size=(70, 6)).astype("float32")})


def picture(rng):
    x = keras.Input((20, 24, 3), name="x")
    h = layers.Rescaling(1 / 127.5, offset=-1)(layers.Resizing(16, 16)(x))
    h = layers.RandomFlip()(layers.BatchNormalization()(layers.Conv2D(8, 3, padding="same", activation="swish")(h)))
    h = layers.Lambda(lambda t: t * keras.ops.sigmoid(t) if False else t * 0.5 + 0.5)(h)
    h = layers.GlobalAveragePooling2D()(layers.SeparableConv2D(6, 3, strides=2)(layers.DepthwiseConv2D(3)(h)))
    keep("picture", keras.Model(x, layers.Dense(4, name="classes")(layers.Dropout(0.5)(h))), {"x": rng.uniform(0, 255, (5, 20, 24, 3)).astype("float32")})


def sentence(rng):
    ids = keras.Input((None,), dtype="int32", name="ids")
    h = layers.Embedding(30, 6, mask_zero=True)(ids)
    h = layers.Bidirectional(layers.GRU(5, return_sequences=True))(h)
    h = layers.LayerNormalization()(layers.MultiHeadAttention(2, 3)(h, h))
    h = layers.Lambda(lambda t: t[..., ::-1])(layers.LSTM(4)(h))
    keep("sentence", keras.Model(ids, layers.Dense(2, name="said")(h)), {"ids": rng.integers(1, 30, (3, 7)).astype("int32")})


def several(rng):
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    total = layers.Lambda(lambda pair: pair[0] * 2.0 + pair[1], name="sum")([a, b])
    model = keras.Model({"a": a, "b": b}, {"sum": total, "product": layers.Multiply()([a, b])})
    keep("several", model, {name: rng.normal(size=(4, 3)).astype("float32") for name in ("a", "b")})


def half(rng):
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = keras.Sequential([keras.Input((8,), name="x"), layers.Dense(16, activation="relu"), layers.Lambda(lambda t: t + 1.0), layers.Dense(2, dtype="float32", name="y")])
    keras.config.set_dtype_policy("float32")
    keep("half", model, {"x": rng.normal(size=(3, 8)).astype("float32")})


# --- what a hostile one tries -----------------------------------------------------------------------------------------------------------
# Each answers with 0 where it got what it wanted, else with the number of the error. Keras outside must get all: that is the control.


def reads_passwd():
    assert len(open("/etc/passwd").read()) > 0


def reads_canary():
    assert open("CANARY").read() == "canary"


def lists_root():
    assert len(os.listdir("/")) > 0


def lists_processes():
    assert len(os.listdir("/proc")) > 10


def opens_device():
    open("/dev/urandom", "rb").read(1)


def opens_socket():
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def opens_unix_sockets():
    import socket

    for end in socket.socketpair():
        end.close()


def writes_file():
    open("/tmp/horngate-left-behind", "w").write("x")
    os.unlink("/tmp/horngate-left-behind")


def writes_memory_file():
    os.close(os.memfd_create("left-behind"))


def makes_folder():
    os.mkdir("/tmp/horngate-folder")
    os.rmdir("/tmp/horngate-folder")


def starts_process():
    import subprocess

    subprocess.run(["/bin/true"], check=True)


def forks():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def signals_parent():
    os.kill(os.getppid(), 0)


def loads_library():
    import ctypes

    ctypes.CDLL("libanl.so.1")


def maps_shared_memory():
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mmap(None, 4096, 3, 0x21, -1, 0) == -1:
        raise OSError(ctypes.get_errno(), "mmap")


def duplicates():
    os.close(os.dup(0))


BATTERY = [
    reads_passwd,
    reads_canary,
    lists_root,
    lists_processes,
    opens_device,
    opens_socket,
    opens_unix_sockets,
    writes_file,
    writes_memory_file,
    makes_folder,
    starts_process,
    forks,
    signals_parent,
    loads_library,
    maps_shared_memory,
    duplicates,
]


def battery(rng):
    """One Lambda for each. A Lambda keeps one function and its constants, so each attempt is written out into a function of its own."""
    import inspect
    import textwrap

    with open(os.path.join(FOLDER, "canary"), "w", encoding="utf-8") as file:
        file.write("canary")
    x = keras.Input((2,), name="x")
    outputs = []
    for action in BATTERY:
        body = textwrap.indent(textwrap.dedent(inspect.getsource(action)).split("\n", 1)[1], "    ")
        source = f"def attempt(x):\n    import os\n\n    try:\n{body}\n    except OSError as error:\n        return x * 0.0 + float(error.errno or -1)\n    return x * 0.0\n"
        source = source.replace("CANARY", os.path.join(FOLDER, "canary"))
        scope = {}
        exec(source, scope)  # noqa: S102, our own text
        scope["attempt"].__name__ = "<lambda>"
        outputs.append(layers.Lambda(scope["attempt"], output_shape=(2,), name=action.__name__)(x))
    keep("battery", keras.Model(x, outputs), {"x": rng.normal(size=(1, 2)).astype("float32")})


# --- what ends a guest, or a call ---------------------------------------------------------------------------------------------------------


def reads_file(x):
    return x + float(len(open("/etc/passwd").read()))


def reads_while_loading(x):
    return x + float(len(open("/etc/passwd").read()))


def executes(x):
    import os

    os.execv("/usr/bin/python3", ["python3", "-c", "1"])
    return x


def traces(x):
    import ctypes

    ctypes.CDLL(None).ptrace(16, 1, 0, 0)
    return x


def imports_late(x):
    import lib2to3.pgen2.driver  # noqa: F401, nothing of ours loads it

    return x


def exits(x):
    import os

    os._exit(0)


def spins(x):
    while True:
        pass


def takes_memory(x):
    kept = []
    while True:
        kept.append(bytearray(1 << 26))


def lies(x):
    """Answers for the guest: a frame that promises more than any answer may hold."""
    import os
    import struct

    os.write(3, struct.pack("<4sIBBBBIQ", b"HGF1", 1, 2, 0, 0, 0, 0, 1 << 40))
    return x


def raises_exit(x):
    raise SystemExit(0)


def keeps_state(x):
    """What an earlier call or model left, wherever a process can leave it: in `builtins`, in the environment, in Keras' own registry."""
    import builtins
    import os

    import keras

    left = getattr(builtins, "horngate_left", 0.0)
    left = left + float(os.environ.get("HORNGATE_LEFT", "0"))
    left = left + float(len(keras.saving.get_custom_objects()))
    builtins.horngate_left = 100.0
    os.environ["HORNGATE_LEFT"] = "1000"
    keras.saving.get_custom_objects()["left>behind"] = object
    return x * 0.0 + left


HOSTILE = [reads_file, executes, traces, imports_late, exits, spins, takes_memory, lies, raises_exit, keeps_state]

keras.utils.set_random_seed(7)
for make in (honest, picture, sentence, several, half, battery):
    make(np.random.default_rng(7))
for function in HOSTILE:
    save(function.__qualname__, shaped(function))
# Without a declared shape Keras calls the code to find it, here and when it loads the model.
reads_while_loading.__name__ = "<lambda>"
given = keras.Input((2,), name="x")
save("reads_while_loading", keras.Model(given, layers.Lambda(reads_while_loading, name="code")(given)))
