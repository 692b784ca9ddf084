"""Makes the models of the comparison with inputs for batches 1 and 32, and Keras' own ONNX export of each where it succeeds.

    python bench/models.py FOLDER

Weights are random; inputs are seeded. FOLDER/<name>.keras, FOLDER/<name>.npz (in/<input>/<batch>, out/<batch>), FOLDER/<name>.keras.onnx,
FOLDER/<name>.tfjs.json, FOLDER/models.json.
"""

import json
import os
import pathlib
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

BATCHES = (1, 32)


def mlp():
    x = keras.Input((784,), name="x")
    return keras.Model(x, layers.Dense(10)(layers.Dense(512, activation="relu")(x)))


def mobilenetv2():
    return keras.applications.MobileNetV2(weights=None, classifier_activation=None)


def resnet50():
    return keras.applications.ResNet50(weights=None, classifier_activation=None)


def bilstm():
    x = keras.Input((128, 32), name="x")
    y = layers.Bidirectional(layers.LSTM(64, return_sequences=True))(x)
    return keras.Model(x, layers.Dense(10)(layers.LSTM(64)(y)))


def block(x, width, heads, feed):
    y = layers.LayerNormalization(epsilon=1e-6)(x)
    x = layers.Add()([x, layers.MultiHeadAttention(heads, width // heads)(y, y)])
    y = layers.LayerNormalization(epsilon=1e-6)(x)
    y = layers.Dense(width)(layers.Dense(feed, activation="gelu")(y))
    return layers.Add()([x, y])


def transformer():
    x = keras.Input((128, 256), name="x")
    y = x
    for _ in range(4):
        y = block(y, 256, 8, 1024)
    return keras.Model(x, layers.Dense(10)(layers.GlobalAveragePooling1D()(layers.LayerNormalization()(y))))


def bert():
    """An encoder of BERT's small shape: 4 layers of width 512, tokens, positions and types, a mask, and a pooled answer."""
    tokens = keras.Input((128,), dtype="int32", name="tokens")
    segments = keras.Input((128,), dtype="int32", name="segments")
    mask = keras.Input((128,), dtype="bool", name="mask")
    positions = layers.Embedding(128, 512)(keras.ops.broadcast_to(keras.ops.arange(128), (1, 128)))
    x = layers.LayerNormalization(epsilon=1e-12)(layers.Embedding(8000, 512)(tokens) + layers.Embedding(2, 512)(segments) + positions)
    for _ in range(4):
        y = layers.MultiHeadAttention(8, 64)(x, x, attention_mask=keras.ops.expand_dims(mask, 1))
        x = layers.LayerNormalization(epsilon=1e-12)(layers.Add()([x, y]))
        y = layers.Dense(512)(layers.Dense(2048, activation="gelu")(x))
        x = layers.LayerNormalization(epsilon=1e-12)(layers.Add()([x, y]))
    return keras.Model([tokens, segments, mask], layers.Dense(2)(layers.Dense(512, activation="tanh")(x[:, 0])))


MODELS = {f.__name__: f for f in (mlp, mobilenetv2, resnet50, bilstm, transformer, bert)}


def for_tfjs():
    """The models that TensorFlow.js has layers for, as Keras 2 describes them: it knows no other Keras. Its weights are its own."""
    import tf_keras as old

    x = old.Input((784,))
    yield "mlp", old.Model(x, old.layers.Dense(10)(old.layers.Dense(512, activation="relu")(x)))
    yield "mobilenetv2", old.applications.MobileNetV2(weights=None, classifier_activation=None)
    yield "resnet50", old.applications.ResNet50(weights=None, classifier_activation=None)
    x = old.Input((128, 32))
    y = old.layers.Bidirectional(old.layers.LSTM(64, return_sequences=True))(x)
    yield "bilstm", old.Model(x, old.layers.Dense(10)(old.layers.LSTM(64)(y)))


def array(tensor, batch, rng):
    shape = (batch, *tensor.shape[1:])
    if tensor.dtype == "bool":
        return np.arange(shape[1])[None] < rng.integers(shape[1] // 2, shape[1] + 1, (batch, 1))
    if "int" in tensor.dtype:
        return rng.integers(0, 2 if tensor.name == "segments" else 1000, shape).astype(tensor.dtype)
    return rng.standard_normal(shape).astype(tensor.dtype)


def randomise(model, rng):
    for weight in model.weights:
        value = weight.numpy()
        wide = rng.uniform(0.5, 1.5, value.shape) if "variance" in weight.path or "gamma" in weight.path else None
        scale = 0.1 if value.ndim < 2 else np.std(value) or 0.05
        weight.assign((rng.standard_normal(value.shape) * scale if wide is None else wide).astype(value.dtype))


def export(model, inputs, path):
    """Keras' own export; what it cannot write, or ONNX Runtime cannot read, is said and left out."""
    try:
        model(inputs if len(inputs) > 1 else inputs[0])  # a loaded model must have been called
        model.export(path, format="onnx", verbose=False)
        import onnxruntime

        onnxruntime.InferenceSession(path)
        return None
    except Exception as error:  # noqa: BLE001
        pathlib.Path(path).unlink(missing_ok=True)
        return str(error).splitlines()[0][:200]


def make(name, build, folder):
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(7)
    model = build()
    randomise(model, rng)
    model.save(folder / f"{name}.keras")
    model = keras.models.load_model(folder / f"{name}.keras")
    arrays = {}
    for batch in BATCHES:
        inputs = [array(t, batch, rng) for t in model.inputs]
        arrays |= {f"in/{t.name}/{batch}": a for t, a in zip(model.inputs, inputs)}
        arrays[f"out/{batch}"] = np.asarray(model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0))
    np.savez(folder / f"{name}.npz", **arrays)
    first = [arrays[f"in/{t.name}/1"] for t in model.inputs]
    return {"name": name, "inputs": [t.name for t in model.inputs], "parameters": model.count_params(), "export": export(model, first, str(folder / f"{name}.keras.onnx"))}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, build in MODELS.items():
        keras.utils.clear_session()
        rows.append(make(name, build, folder))
        print(json.dumps(rows[-1]), flush=True)
    for name, model in for_tfjs():
        (folder / f"{name}.tfjs.json").write_text(model.to_json())
    (folder / "models.json").write_text(json.dumps({"keras": keras.__version__, "models": rows}, indent=1) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: models.py FOLDER")
    main(pathlib.Path(sys.argv[1]))
