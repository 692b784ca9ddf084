"""One peer of the comparison in Python: `python in_python.py KIND MODEL.keras NPZ BATCH INPUT…`.

KIND: predict, call, function, xla (Keras on TensorFlow), jax (Keras on JAX, jitted), onnx (ONNX Runtime; MODEL is then an ONNX file).
Says one JSON line when its first answer is there, then times calls for as many seconds as each line of standard input says.
"""

import json
import os
import sys
import time

kind, path, npz, batch, *names = sys.argv[1:]
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="jax" if kind == "jax" else "tensorflow")
if kind == "jax":
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the one way to give it one thread: its pool is as large as its set of cores
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import numpy as np  # noqa: E402

stored = np.load(npz)
inputs = [stored[f"in/{name}/{batch}"] for name in names]


def onnx():
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feeds = {given.name: array for given, array in zip(session.get_inputs(), inputs)}
    first = session.get_outputs()[0].name
    return onnxruntime.__version__, lambda: session.run([first], feeds)[0]


def tensorflow():
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    model = keras.models.load_model(path)
    given = inputs if len(inputs) > 1 else inputs[0]
    tensors = [tf.constant(array) for array in inputs]
    tensors = tensors if len(tensors) > 1 else tensors[0]
    traced = tf.function(lambda x: model(x, training=False), jit_compile=kind == "xla")
    calls = {
        "predict": lambda: model.predict(given, batch_size=int(batch), verbose=0),
        "call": lambda: model(tensors, training=False).numpy(),
        "function": lambda: traced(tensors).numpy(),
        "xla": lambda: traced(tensors).numpy(),
    }
    return f"keras {keras.__version__}, tensorflow {tf.__version__}", calls[kind]


def jax():
    import jax
    import keras

    model = keras.models.load_model(path)
    trainable, others = [v.value for v in model.trainable_variables], [v.value for v in model.non_trainable_variables]
    jitted = jax.jit(lambda a, b, x: model.stateless_call(a, b, x, training=False)[0])
    given = inputs if len(inputs) > 1 else inputs[0]
    return f"keras {keras.__version__}, jax {jax.__version__}", lambda: np.asarray(jitted(trainable, others, given))


def memory():
    """PSS of this process, in MB."""
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) * 1024 / 1e6 for line in file if line.startswith("Pss:"))


version, predict = {"onnx": onnx, "jax": jax}.get(kind, tensorflow)()
answer = np.asarray(predict())
wanted = stored[f"out/{batch}"]
error = float(np.abs(answer - wanted).max() / np.abs(wanted).max())
print(json.dumps({"version": version, "error": error, "cpuMs": time.process_time() * 1e3, "megabytes": memory()}), flush=True)
for line in sys.stdin:
    end, wall, cpu = time.monotonic() + float(line), [], []
    while time.monotonic() < end or not wall:
        from_wall, from_cpu = time.perf_counter(), time.process_time()
        predict()
        cpu.append((time.process_time() - from_cpu) * 1e3)
        wall.append((time.perf_counter() - from_wall) * 1e3)
    print(json.dumps({"wall": wall, "cpu": cpu}), flush=True)
