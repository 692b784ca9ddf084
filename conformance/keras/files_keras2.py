"""Makes the conformance vectors of architectures of Keras 2 with weights beside them, in its newer layout and in the legacy one, by TF-Keras.

    PYTHONPATH=<HORNGATE_OLD>/tf-keras-2.21.0 TF_USE_LEGACY_KERAS=1 python conformance/keras/files_keras2.py

HORNGATE_OLD is the folder of `tools/oracle/old`. The reference is what TF-Keras predicts after loading these files again; see files.py for the form of a case.
"""

import hashlib
import os
import pathlib
import shutil
import sys
import zlib

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent)]

import h5py  # noqa: E402
import legacy  # noqa: E402
import manifest  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras as keras  # noqa: E402
import twin  # noqa: E402

FAMILY = "json-weights-keras2"
layers = keras.layers


def nested():
    inner = keras.Sequential([layers.Input((8,)), layers.Dense(5, activation="tanh"), layers.Dense(8)], name="inner")
    x = keras.Input((6,), name="features")
    y = layers.BatchNormalization()(layers.Dense(8, activation="hard_sigmoid")(x))
    return keras.Model(x, layers.Dense(3)(layers.Add()([y, inner(y)])))


def recurrent():
    x = keras.Input((5, 4), name="steps")
    return keras.Model(x, layers.Dense(3)(layers.LSTM(6, recurrent_activation="hard_sigmoid")(layers.GRU(5, return_sequences=True)(x))))


def cnn():
    return keras.Sequential([layers.Input((8, 9, 2), name="image"), layers.Conv2D(5, 3, padding="same"), layers.LeakyReLU(), layers.SeparableConv2D(6, 3), layers.GlobalMaxPooling2D(), layers.Dense(3)])


class Case:
    def __init__(self, build, legacy_layout):
        self.name = f"json-keras2-{build.__name__}-{'legacy' if legacy_layout else 'newer'}-layout"
        self.seed, self.build, self.legacy_layout = zlib.crc32(self.name.encode()), build, legacy_layout

    def numbers(self, name, dtype):
        return lambda rng, shape, dtype: rng.standard_normal(shape).astype(dtype)


def save(case, model, folder):
    (folder / "model.json").write_text(model.to_json())
    # The name decides the layout: `.weights.h5` is the newer one, any other `.h5` the legacy one
    path = folder / ("other.h5" if case.legacy_layout else "model.weights.h5")
    model.save_weights(path)
    path.replace(folder / "model.weights.h5")


def load(case, folder):
    model = keras.models.model_from_json((folder / "model.json").read_text())
    path = folder / ("other.h5" if case.legacy_layout else "model.weights.h5")
    if case.legacy_layout:
        shutil.copy(folder / "model.weights.h5", path)
    model.load_weights(path)
    if case.legacy_layout:
        path.unlink()
    return model


def find_twin(case, folder, inputs, references):
    path, found = folder / "model.weights.h5", []
    data = path.read_bytes()

    def visit(name, node):
        if isinstance(node, h5py.Dataset) and node.dtype == "float32" and node.size > 1 and node.id.get_offset() is not None:
            found.append({"kind": "weight", "part": path.name, "path": name, "factor": 1.01, "offset": node.id.get_offset(), "length": node.size * 4})

    with h5py.File(path) as file:
        file.visititems(visit)
    best, moved = None, 0.0
    for recipe in sorted(found, key=lambda one: -one["length"])[:4]:
        at, end = recipe["offset"], recipe["offset"] + recipe["length"]
        path.write_bytes(data[:at] + (np.frombuffer(data[at:end], "<f4") * np.float32(1.01)).astype("<f4").tobytes() + data[end:])
        effect = twin.distance(references, legacy.quick(load(case, folder), inputs), "plain")
        best, moved = (recipe, effect) if np.isfinite(effect) and effect > moved else (best, moved)
    path.write_bytes(data)
    return best, moved


def make(case):
    keras.backend.clear_session()
    keras.utils.set_random_seed(case.seed)
    model = case.build()
    legacy.randomise(model, case.seed)
    folder = manifest.CASES / FAMILY / case.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    save(case, model, folder)
    inputs = legacy.make_inputs(case, model)
    before = legacy.quick(model, inputs[3])
    keras.backend.clear_session()
    again = load(case, folder)
    outputs = {b: legacy.predict(again, inputs[b]) for b in manifest.BATCHES}
    if twin.distance(outputs[3], before, "plain") > 1:
        raise ValueError("TF-Keras itself does not load what it saved")
    recipe, moved = find_twin(case, folder, inputs[3], outputs[3])
    if moved <= manifest.ENOUGH:
        raise ValueError(f"the twin moves the output by {moved:.2f} tolerances only")
    np.savez(folder.with_suffix(".npz"), **manifest.arrays(inputs, outputs))
    names = ["model.json", "model.weights.h5"]
    data = b"".join((folder / name).read_bytes() for name in names)
    return {
        "name": case.name,
        "file": case.name,
        "files": names,
        "tags": [FAMILY],
        "layers": sorted({type(layer).__name__ for layer in legacy.layers_of(again)}),
        "weighted": sum(bool(layer.weights) for layer in legacy.layers_of(again)),
        "tolerance": "plain",
        "seed": case.seed,
        "artifact": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "inputs": [{"name": n, "dtype": d, "shape": s} for n, d, s in legacy.inputs_of(again)],
        "outputs": legacy.output_names(again),
        "twin": {**recipe, "moved": float(f"{moved:.3g}")},
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "writer": f"tf-keras-{keras.__version__}"},
    }


if __name__ == "__main__":
    made = [make(Case(build, layout)) for build in (nested, recurrent, cnn) for layout in (False, True)]
    manifest.write(FAMILY, {entry["name"]: entry for entry in made})
