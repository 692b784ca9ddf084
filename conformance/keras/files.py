"""Makes the conformance vectors of models that are several files: an architecture as JSON with weights, whole or in shards, and unzipped `.keras` folders.

    python conformance/keras/files.py                    makes what is not there yet
    python conformance/keras/files.py --only sharded     only cases of that family, or whose name contains the word
    python conformance/keras/files.py --again            makes all of them again

A case is a folder `cases/<family>/<name>`; its manifest lists the files in the order in which they are given. The reference is what Keras predicts after
loading these files again. Weights that are written anew by h5py (`libver`, compression, order of creation) hold the numbers that Keras wrote.
"""

import argparse
import hashlib
import pathlib
import shutil
import sys
import tempfile
import zipfile

import generate
import h5py
import keras
import manifest
import numpy as np
import suite
import tensorflow as tf
import twin
from keras import layers

FAMILIES = ("json-weights", "sharded-weights", "unzipped")
CASES = {}


def case(family, name, build, write, **inputs):
    CASES[name] = (suite.Case(family, name, build, [family], inputs), write)


def mlp():
    x = keras.Input((6,), name="features")
    y = layers.BatchNormalization()(layers.Dense(16, activation="relu")(x))
    return keras.Model(x, layers.Dense(3)(layers.Dense(12, activation="tanh")(y)))


def nested():
    inner = keras.Sequential([layers.Input((8,)), layers.Dense(5, activation="silu"), layers.Dense(8)], name="inner")
    x = keras.Input((6,), name="x")
    y = layers.Dense(8)(x)
    return keras.Model(x, [layers.Dense(2, name="first")(inner(layers.Add()([y, inner(y)]))), layers.Dense(4, name="second")(y)])


def cnn():
    return keras.Sequential(
        [layers.Input((10, 9, 3), name="image"), layers.Rescaling(0.5), layers.Conv2D(6, 3, strides=2, padding="same", activation="relu"), layers.BatchNormalization(), layers.DepthwiseConv2D(3), layers.GlobalAveragePooling2D(), layers.Dense(4)]
    )


def recurrent():
    x = keras.Input((None, 4), name="steps")
    y = layers.Bidirectional(layers.LSTM(5, return_sequences=True))(x)
    return keras.Model(x, layers.Dense(3)(layers.GRU(6)(y)))


def attention():
    q, v = keras.Input((5, 8), name="query"), keras.Input((7, 8), name="value")
    y = layers.LayerNormalization()(layers.MultiHeadAttention(2, 4)(q, v))
    return keras.Model([q, v], layers.Dense(3)(layers.Flatten()(y)))


def text():
    table = layers.TextVectorization(output_sequence_length=6)
    table.adapt(suite.WORDS)
    x = keras.Input((), dtype="string", name="text")
    return keras.Model(x, layers.Dense(3)(layers.LSTM(5)(layers.Embedding(30, 6, mask_zero=True)(table(x)))))


def lookup():
    table = layers.StringLookup(vocabulary=suite.WORDS, num_oov_indices=2)
    x = keras.Input((4,), dtype="string", name="words")
    return keras.Model(x, layers.Dense(3)(layers.Flatten()(layers.Embedding(40, 5)(table(x)))))


# How a model becomes files: a function of (model, folder), and what loads them again.


def with_weights(stem="model", weights="model", **h5):
    def write(model, folder):
        (folder / f"{stem}.json").write_text(model.to_json())
        path = folder / f"{weights}.weights.h5"
        model.save_weights(path)
        if h5:
            rewrite(path, **h5)
        return [f"{stem}.json", path.name], lambda: loaded(folder / f"{stem}.json", path)

    return write


def in_shards(stem, most):
    def write(model, folder):
        (folder / f"{stem}.json").write_text(model.to_json())
        index = folder / f"{stem}.weights.json"
        model.save_weights(index, max_shard_size=most / 1024**3)
        shards = sorted(path.name for path in folder.glob(f"{stem}_*.weights.h5"))
        assert len(shards) > 1, "one shard is none"
        return [f"{stem}.json", index.name, *shards], lambda: loaded(folder / f"{stem}.json", index)

    return write


def unzipped(model, folder):
    with tempfile.NamedTemporaryFile(suffix=".keras") as file:
        model.save(file.name)
        zipfile.ZipFile(file.name).extractall(folder)
    assets = sorted(str(path.relative_to(folder)) for path in folder.glob("assets/**/*") if path.is_file())
    return ["config.json", "metadata.json", "model.weights.h5", *assets], lambda: keras.models.load_model(folder)


def loaded(architecture, weights):
    model = keras.models.model_from_json(architecture.read_text())
    model.load_weights(weights)
    return model


def rewrite(path, libver="earliest", track_order=False, **options):
    """The same groups, attributes and numbers, as another writer would lay them out."""
    other = path.with_suffix(".other")
    with h5py.File(path) as old, h5py.File(other, "w", libver=libver, track_order=track_order) as new:

        def copy(name, item):
            if isinstance(item, h5py.Group):
                made = new.require_group(name)
            else:
                made = new.create_dataset(name, data=item[()], **({} if item.shape == () else options))
            for key in item.attrs:
                made.attrs[key] = item.attrs[key]

        old.visititems(copy)
        for key in old.attrs:
            new.attrs[key] = old.attrs[key]
    other.replace(path)


case("json-weights", "json-mlp", mlp, with_weights())
case("json-weights", "json-nested-called-otherwise", nested, with_weights("architecture"))
case("json-weights", "json-cnn", cnn, with_weights("net", "net"))
case("json-weights", "json-recurrent-newest-hdf5", recurrent, with_weights(libver="latest"))
case("json-weights", "json-attention-in-order-of-creation", attention, with_weights(libver="latest", track_order=True))
case("json-weights", "json-cnn-compressed", cnn, with_weights(libver="latest", chunks=True, compression="gzip", shuffle=True, fletcher32=True))
case("json-weights", "json-mlp-in-chunks", mlp, with_weights(chunks=True, compression="gzip", fletcher32=True))
case("json-weights", "json-nested-of-1-8", nested, with_weights("m", "m", libver=("v108", "v108")))
case("sharded-weights", "sharded-mlp", mlp, in_shards("model", 800))
case("sharded-weights", "sharded-nested", nested, in_shards("nested", 200))
case("sharded-weights", "sharded-cnn", cnn, in_shards("cnn", 700))
case("sharded-weights", "sharded-attention", attention, in_shards("att", 600))
case("unzipped", "unzipped-cnn", cnn, unzipped)
case("unzipped", "unzipped-nested", nested, unzipped)
case("unzipped", "unzipped-recurrent", recurrent, unzipped)
case("unzipped", "unzipped-text", text, unzipped)
case("unzipped", "unzipped-lookup", lookup, unzipped, words=lambda rng, shape, dtype: rng.choice([*suite.WORDS, "other", "words"], shape))


def weight_twins(folder, names):
    """A recipe for each float32 data set that lies in one piece, the largest first."""
    found = []
    for part in names:
        if not part.endswith(".h5"):
            continue

        def visit(path, node, part=part):
            if isinstance(node, h5py.Dataset) and node.dtype == "float32" and node.size > 1 and node.id.get_offset() is not None:
                found.append({"kind": "weight", "part": part, "path": path, "factor": 1.01, "offset": node.id.get_offset(), "length": node.size * 4})

        with h5py.File(folder / part) as file:
            file.visititems(visit)
    return sorted(found, key=lambda recipe: -recipe["length"])


def find_twin(folder, names, load, inputs, references, kind):
    """The first weight whose 1 % moves the output far, judged by Keras from changed files; else the input."""
    best, moved = {"kind": "input", "factor": 1.01}, 0.0
    for recipe in weight_twins(folder, names)[:4]:
        path = folder / recipe["part"]
        data = path.read_bytes()
        at, end = recipe["offset"], recipe["offset"] + recipe["length"]
        changed = (np.frombuffer(data[at:end], "<f4") * np.float32(1.01)).astype("<f4").tobytes()
        path.write_bytes(data[:at] + changed + data[end:])
        effect = twin.distance(references, generate.predict(load(), inputs), kind)
        path.write_bytes(data)
        if np.isfinite(effect) and effect > moved:
            best, moved = recipe, effect
        if moved > 30:
            return best, moved
    if moved > manifest.ENOUGH:
        return best, moved
    return {"kind": "input", "factor": 1.01}, twin.distance(references, generate.predict(load(), twin.apply_to_inputs(inputs)), kind)


def make(one, write):
    keras.utils.clear_session()
    keras.utils.set_random_seed(one.seed)
    model = one.build()
    generate.randomise(model, one.seed)
    folder = manifest.CASES / one.family / one.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names, load = write(model, folder)
    inputs = generate.make_inputs(one, model)
    before = generate.predict(model, inputs[3])
    keras.utils.clear_session()
    again = load()
    facts = generate.describe(again)
    kind = generate.tolerance_of(again, facts["weighted"])
    outputs = {b: generate.predict(again, inputs[b]) for b in manifest.BATCHES}
    if twin.distance(outputs[3], before, kind) > 0.1:
        raise ValueError("Keras itself does not load what it saved")
    if generate.is_dead(outputs[3], kind):
        raise ValueError("an output is constant, or not finite, or the same for every row")
    recipe, moved = find_twin(folder, names, load, inputs[3], outputs[3], kind)
    if moved <= manifest.ENOUGH:
        raise ValueError(f"the twin moves the output by {moved:.2f} tolerances only")
    np.savez(folder.with_suffix(".npz"), **manifest.arrays(inputs, outputs))
    data = b"".join((folder / name).read_bytes() for name in names)
    return {
        "name": one.name,
        "tags": one.tags,
        **facts,
        "tolerance": kind,
        "seed": one.seed,
        "file": one.name,
        "files": names,
        "artifact": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "inputs": [{"name": generate.input_name(t), "dtype": t.dtype, "shape": list(t.shape)} for t in keras.tree.flatten(again.inputs)],
        "outputs": generate.output_names(again),
        "twin": {**recipe, "moved": float(f"{min(moved, 1e6):.3g}")},
        "processor": generate.processor(),
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    }


def main(only, again):
    failed = 0
    for family in FAMILIES:
        (manifest.CASES / family).mkdir(exist_ok=True)
        entries = {n: e for n, e in manifest.read(family).items() if n in CASES}
        for name, (one, write) in CASES.items():
            if one.family != family or not (only == family or only in name) or (name in entries and not again):
                continue
            try:
                entries[name] = make(one, write)
            except (ValueError, AssertionError) as error:
                failed += 1
                print(f"{name}: {error}", flush=True)
        manifest.write(family, entries)
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--again", action="store_true")
    chosen = parser.parse_args()
    sys.exit(main(chosen.only, chosen.again))
