"""Loads rebuilt models in real Keras and compares what they predict.

    <python with keras 3.15.1> conformance/scanner/disarm.py FOLDER

FOLDER/list.json is what `disarm.ts` wrote: `[{"family", "name", "rebuilt", "original": path or null, "vectors": path or null, "tolerance", "inputs",
"outputs", "dictionary", "must"}]`. A model must load with safe mode on, and predict the outputs of its vectors: real Keras on the original, at the time when they were made.
Where the original can still be loaded, its own prediction of today must be equal to the bit.
"""

import gzip
import json
import os
import shutil
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402

# Absolute, relative to each number, relative to the largest: as in ../keras/twin.py
TOLERANCES = {"plain": (1e-5, 1e-4, 0), "deep": (1e-4, 1e-3, 0), "half": (0, 0, 2e-2), "bfloat16": (0, 0, 1e-1), "quantised": (0, 0, 2e-2)}


def distance(found, expected, kind):
    found, expected = np.asarray(found), np.asarray(expected)
    if found.shape != expected.shape:
        return float("inf")
    if expected.dtype.kind not in "fV":
        return 0.0 if np.array_equal(found, expected) else float("inf")
    a, b = found.astype("float64"), expected.astype("float64")
    if b.size == 0:
        return 0.0
    absolute, relative, of_largest = TOLERANCES[kind]
    largest = np.max(np.abs(b))
    room = absolute + relative * np.maximum(np.abs(b), 0.1 * largest) + of_largest * largest
    with np.errstate(all="ignore"):
        far = np.where(a == b, 0, np.abs(a - b) / room)
    return float("inf") if np.isnan(far).any() else float(np.max(far))


def feed(row, vectors, batch):
    arrays = [vectors["in/%s/%d" % (one["name"], batch)] for one in row["inputs"]]
    if all(one["dtype"] != "string" for one in row["inputs"]):
        return arrays
    return [keras.ops.convert_to_tensor(value, dtype=one["dtype"]) for one, value in zip(row["inputs"], arrays)]


def predict(model, row, vectors, batch, at_once=True):
    """By a bare call, which is made at once; `predict` traces for seconds, and is asked where the call does not agree."""
    arrays = feed(row, vectors, batch)
    if row["dictionary"]:
        given = {one["name"]: value for one, value in zip(row["inputs"], arrays)}
    else:
        given = arrays[0] if len(arrays) == 1 else arrays
    strings = any(one["dtype"] == "string" for one in row["inputs"])
    answer = model(given, training=False) if strings or at_once else model.predict(given, verbose=0)
    return [value.numpy() if hasattr(value, "numpy") else np.asarray(value) for value in keras.tree.flatten(answer)]


def original(row, folder):
    """The original by real Keras of today, or why it does not load it."""
    file = row["original"]
    if file is None:
        return None
    path = os.path.join(folder, "original" + (".h5" if file.removesuffix(".gz").endswith(".h5") else ".keras"))
    opener = gzip.open if file.endswith(".gz") else open
    with opener(file, "rb") as source, open(path, "wb") as out:
        shutil.copyfileobj(source, out)
    return keras.saving.load_model(path, compile=False)


def loads(row, folder):
    """Whether real Keras of today loads the original."""
    try:
        return original(row, folder) is not None
    except Exception:  # noqa: BLE001
        return False


def beside_original(row):
    """Real Keras on both, on numbers of our own: equal to the bit."""
    model, first = (keras.saving.load_model(path, compile=False) for path in (row["rebuilt"], row["original"]))
    draw = np.random.default_rng(5)
    for batch in (1, 3):
        given = [draw.standard_normal((batch, *tensor.shape[1:])).astype(tensor.dtype) for tensor in first.inputs]
        for a, b in zip(keras.tree.flatten(model.predict(given, verbose=0)), keras.tree.flatten(first.predict(given, verbose=0))):
            if not np.array_equal(a, b):
                return "differs from the original", 1.0
    keras.saving.load_model(row["rebuilt"])
    return None, 0.0


def farthest(model, row, vectors, at_once):
    """Largest distance from the vectors; an exception of a bare call counts as far."""
    worst = 0.0
    try:
        for batch in (1, 3):
            found = predict(model, row, vectors, batch, at_once)
            if len(found) != len(row["outputs"]):
                return float("inf")
            for index, value in enumerate(found):
                worst = max(worst, distance(value, vectors["out/%d/%d" % (index, batch)], row["tolerance"]))
    except Exception:
        if not at_once:
            raise
        return float("inf")
    return worst


def check(row, folder):
    if row["vectors"] is None:
        return beside_original(row)
    with np.load(row["vectors"], allow_pickle=False) as archive:
        vectors = dict(archive)
    model = keras.saving.load_model(row["rebuilt"])
    worst = farthest(model, row, vectors, True)
    if worst > 1:
        # Anew, as a stateful model has moved on.
        worst = farthest(keras.saving.load_model(row["rebuilt"]), row, vectors, False)
    if worst <= 1:
        return None, worst
    # The vectors may be older than this machine, or by another Keras: what today's makes of the original counts.
    try:
        first = original(row, folder)
    except Exception as error:  # noqa: BLE001
        return "differs from its vectors by %.3g, and Keras does not load the original: %s" % (worst, str(error)[:80]), worst
    if first is None:
        return "differs from its vectors by %.3g" % worst, worst
    model = keras.saving.load_model(row["rebuilt"])
    for batch in (1, 3):
        for a, b in zip(predict(model, row, vectors, batch, False), predict(first, row, vectors, batch, False)):
            if not np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
                return "differs from the original", worst
    return None, 0.0


def main(folder, parts):
    with open(os.path.join(folder, "list.json")) as file:
        rows = json.load(file)
    if parts:
        rows = [row for row in rows if any(part in row["name"] or part == row["family"] for part in parts)]
    counts = {"same": 0, "neither": 0, "wrong": 0}
    with tempfile.TemporaryDirectory() as work:
        for n, row in enumerate(rows):
            try:
                why, _ = check(row, work)
            except Exception as error:  # noqa: BLE001
                why = "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])
                if not row["must"] and not loads(row, work):
                    counts["neither"] += 1
                    print("neither ", row["family"], row["name"], why, flush=True)
                    continue
            counts["same" if why is None else "wrong"] += 1
            if why is not None:
                print("wrong   ", row["family"], row["name"], why, flush=True)
            if n % 50 == 49:
                keras.backend.clear_session()
                print("%d of %d" % (n + 1, len(rows)), file=sys.stderr, flush=True)
    print(json.dumps(counts))
    return 0 if counts["wrong"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
