"""Models for the tests of the Keras guest, and what Keras itself says outside: `python models.testing.py FOLDER`.

All are harmless: what they try is what an attack would begin with, and they hand back what they got. Each hostile one has one Lambda, whose code runs when the
layer is called; Keras calls it while it loads the model and traces it.
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
# Each is a function of its own: a Lambda carries its bytecode and constants, and nothing around it.


def reads_passwd(x):
    return x + float(len(open("/etc/passwd").read()))


def reads_canary(x):
    return x + float(len(open("/tmp/horngate-canary").read()))


def reads_own_bytes(x):
    import os

    return x + float(len(os.listdir("/")))


def lists_processes(x):
    import os

    return x + float(len(os.listdir("/proc")))


def opens_socket(x):
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", 9))
    return x


def opens_unix_socket(x):
    import socket

    socket.socketpair()
    return x


def writes_file(x):
    open("/left-behind", "w").write("x")
    return x


def writes_memory_file(x):
    import os

    os.memfd_create("left-behind")
    return x


def starts_process(x):
    import subprocess

    subprocess.run(["/bin/true"])
    return x


def forks(x):
    import os

    os.fork()
    return x


def executes(x):
    import os

    os.execv("/usr/bin/python3", ["python3", "-c", "1"])
    return x


def loads_library(x):
    import ctypes

    ctypes.CDLL("/tmp/horngate-library.so")
    return x


def traces(x):
    import ctypes

    if ctypes.CDLL(None).ptrace(16, 1, 0, 0) != 0:
        raise RuntimeError("no trace")
    return x


def kills_parent(x):
    import os

    os.kill(os.getppid(), 0)
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


HOSTILE = [
    reads_passwd,
    reads_canary,
    reads_own_bytes,
    lists_processes,
    opens_socket,
    opens_unix_socket,
    writes_file,
    writes_memory_file,
    starts_process,
    forks,
    executes,
    loads_library,
    traces,
    kills_parent,
    imports_late,
    exits,
    spins,
    takes_memory,
    lies,
    raises_exit,
    keeps_state,
]

keras.utils.set_random_seed(7)
for make in (honest, picture, sentence, several, half):
    make(np.random.default_rng(7))
for function in HOSTILE:
    save(function.__qualname__, shaped(function))
