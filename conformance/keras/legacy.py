"""Makes the conformance vectors of earlier Keras: files that Keras 2, TF-Keras and Keras 3.0 to 3.12 saved, and what each predicts after loading its own again.

    python conformance/keras/legacy.py                       makes what is not there yet, with the environments of `tools/oracle/old`
    python conformance/keras/legacy.py --only tf-keras       only cases of that family, or whose name contains the word
    python conformance/keras/legacy.py --again               makes all of them again

One process for each writer. HORNGATE_OLD is the folder of `tools/oracle/old` (default .venv/old). The reference is what the writer's own Keras predicts.
"""

import argparse
import hashlib
import importlib
import os
import pathlib
import subprocess
import sys

import manifest
from manifest import BATCHES, CASES, ENOUGH

HERE = pathlib.Path(__file__).resolve().parent
OLD = pathlib.Path(os.environ.get("HORNGATE_OLD", HERE.parents[1] / ".venv/old"))
FAMILIES = ("legacy-h5", "tf-keras", "versions", "stages-legacy")
# Writers: an interpreter, and what goes on its path.
WRITERS = {
    "keras-3.15.1": (sys.executable, ()),
    "tf-keras-2.21.0": (sys.executable, ("tf-keras-2.21.0",)),
    "keras-2.15": (OLD / "tensorflow-2.15.1/bin/python", ()),
    "keras-2.12": (OLD / "tensorflow-2.12.1/bin/python", ()),
    **{f"keras-{v}": (sys.executable, (f"keras-{v}", "extra")) for v in ("3.0.0", "3.3.3", "3.6.0", "3.9.2", "3.12.0")},
}
TRIED = 4  # data sets of which the first that moves the output far, else the one that moves it most, becomes the twin
FAR = 30.0


def environment(writer):
    python, paths = WRITERS[writer]
    own = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "CUDA_VISIBLE_DEVICES": "", "HORNGATE_WRITER": writer}
    legacy = {"TF_USE_LEGACY_KERAS": "1"} if writer.startswith("tf-keras") else {}
    return str(python), {**os.environ, **own, **legacy, "PYTHONPATH": os.pathsep.join(str(OLD / path) for path in paths)}


def drive(only, again):
    """Starts one process for each writer; each makes its own cases."""
    failed = 0
    for writer in WRITERS:
        python, env = environment(writer)
        failed += subprocess.run([python, __file__, "--only", only, *(["--again"] if again else [])], env=env, check=False).returncode != 0
    return 1 if failed else 0


# What follows runs in the writer's process.


def name_of(dtype):
    return getattr(dtype, "name", str(dtype))


def randomise(model, seed):
    import numpy as np

    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if name_of(getattr(weight, "dtype", None)) == "float32" and None not in tuple(weight.shape):
            weight.assign(manifest.random_numbers(getattr(weight, "path", weight.name), tuple(weight.shape), rng).astype("float32"))
    for layer in layers_of(model):
        if type(layer).__name__ == "Normalization" and layer.built:
            layer.finalize_state()


def layers_of(model):
    return [layer for layer in model._flatten_layers() if layer is not model]


def inputs_of(model):
    """Name, type and shape of each input, in the order of the model."""
    import tensorflow as tf

    for tensor in tf.nest.flatten(model.inputs):
        history = tensor._keras_history
        name = getattr(history, "layer", None) or history.operation
        yield name.name, name_of(tensor.dtype), [None if d is None else int(d) for d in tuple(tensor.shape)]


def make_inputs(case, model):
    import numpy as np

    rng, inputs = np.random.default_rng(case.seed + 1), {}
    for batch in BATCHES:
        inputs[batch] = {}
        for name, dtype, shape in inputs_of(model):
            dims = [batch, *manifest.sizes(batch, shape[1:])]
            inputs[batch][name] = case.numbers(name, dtype)(rng, dims, dtype)
    return inputs


def fed(inputs):
    """As TensorFlow takes them: texts are tensors of bytes."""
    import tensorflow as tf

    texts = any(a.dtype.kind == "U" for a in inputs.values())
    return [tf.constant(a) if texts else a for a in inputs.values()]


def predict(model, inputs):
    import numpy as np
    import tensorflow as tf

    data = fed(inputs)
    return [np.asarray(a) for a in tf.nest.flatten(model.predict(data if len(data) > 1 else data[0], verbose=0))]


def quick(model, inputs):
    """The same without compiling it, to look for a twin: the numbers that are kept come from `predict`."""
    import numpy as np
    import tensorflow as tf

    data = fed(inputs)
    return [np.asarray(a) for a in tf.nest.flatten(model(data if len(data) > 1 else data[0], training=False))]


def output_names(model):
    names = getattr(model, "output_names", None)
    return list(names) if names else [model.layers[-1].name]


def datasets(data, at, top):
    import io

    import h5py
    import numpy as np

    found = []

    def visit(path, node):
        if isinstance(node, h5py.Dataset) and node.dtype == "float32" and node.size and node.id.get_offset() is not None and np.any(node[()]):
            found.append({"kind": "weight", "path": f"/{top}/{path}", "factor": 1.01, "offset": at + node.id.get_offset(), "length": node.size * 4})

    with h5py.File(io.BytesIO(data)) as file:
        if top in file:
            file[top].visititems(visit)
    return found


def recipes(data, twin):
    """A recipe for each float32 data set of the weights, the largest first."""
    if data[:4] != b"PK\x03\x04":
        return sorted(datasets(data, 0, "model_weights"), key=lambda recipe: -recipe["length"])
    member = twin.members(data)["model.weights.h5"]
    inner = data[member["offset"] : member["offset"] + member["length"]]
    found = datasets(inner, member["offset"], "layers") + datasets(inner, member["offset"], "_layer_checkpoint_dependencies")
    return sorted(({**recipe, "member": member} for recipe in found), key=lambda recipe: -recipe["length"])


def apply(recipe, data):
    import twin

    if "member" in recipe:
        return twin.apply(recipe, data)
    import numpy as np

    out, at, end = bytearray(data), recipe["offset"], recipe["offset"] + recipe["length"]
    out[at:end] = (np.frombuffer(bytes(out[at:end]), "<f4") * twin.FACTOR).astype("<f4").tobytes()
    return bytes(out)


def load(keras, data, extension):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.{extension}"
        pathlib.Path(path).write_bytes(data)
        return keras.models.load_model(path, compile=False)


def judged(case, keras, path):
    """A model that this machine can run, with the weights of the file as the writer converts them to it."""
    model = case.judge(keras)
    model.load_weights(path)
    return model


def find_twin(case, keras, data, inputs, references):
    import twin

    best, moved = None, 0.0
    for recipe in recipes(data, twin)[:TRIED]:
        keras.backend.clear_session()
        effect = twin.distance(references, quick(load(keras, apply(recipe, data), case.extension), inputs), case.deep)
        if effect != float("inf") and effect > moved:
            best, moved = recipe, effect
        if moved > FAR:
            break
    if moved <= ENOUGH:
        best, moved = {"kind": "input"}, twin.distance(references, quick(load(keras, data, case.extension), twin.apply_to_inputs(inputs)), case.deep)
    return best, moved


def other_input(case, model, inputs, references):
    import twin

    return {"kind": "input"}, twin.distance(references, quick(model, twin.apply_to_inputs(inputs)), case.deep)


def save(case, model, path):
    """The file as the writer saves it, but for what changes from run to run; then as `edit` respells it."""
    from stable import stable

    model.save(path, **({"save_format": "keras_v3"} if case.writer == "keras-2.12" and case.extension == "keras" else {}))
    if case.extension == "keras":
        path.write_bytes(stable(path.read_bytes(), case.edit))
    elif case.edit_file is not None:
        case.edit_file(path)
    return path.read_bytes()


def make(case, keras):
    import numpy as np
    import tensorflow as tf
    import twin

    keras.backend.clear_session()
    keras.utils.set_random_seed(case.seed)
    model = case.build(keras)
    classes = sorted({type(layer).__name__ for layer in layers_of(model)})
    randomise(model, case.seed)
    path = CASES / case.family / f"{case.name}.{case.extension}"
    data = save(case, model, path)
    inputs = make_inputs(case, model)
    before = quick(model, inputs[3]) if case.judge is None else None
    keras.backend.clear_session()
    loaded = load(keras, data, case.extension) if case.judge is None else judged(case, keras, path)
    outputs = {b: predict(loaded, inputs[b]) for b in BATCHES}
    if before is not None and twin.distance(outputs[3], before, False) > 1 and not case.changes:
        raise ValueError("Keras itself does not load what it saved")
    for a in outputs[3]:
        if not np.all(np.isfinite(a)) or np.ptp(a.astype("float64")) <= 1e-3 * max(np.abs(a).max(), 1e-6):
            raise ValueError("an output is constant or not finite")
    recipe, moved = find_twin(case, keras, data, inputs[3], outputs[3]) if case.judge is None else other_input(case, loaded, inputs[3], outputs[3])
    if moved <= ENOUGH:
        raise ValueError(f"the twin moves the output by {moved:.2f} tolerances only")
    np.savez(path.with_suffix(".npz"), **manifest.arrays(inputs, outputs))
    return {
        "name": case.name,
        "file": path.name,
        "tags": sorted({case.family, *case.tags}),
        "layers": classes,
        "weighted": sum(bool(layer.weights) for layer in layers_of(loaded)),
        "tolerance": "deep" if case.deep else "plain",
        "seed": case.seed,
        "artifact": hashlib.sha256(data).hexdigest(),
        "asked": hashlib.sha256(manifest.asked(inputs)).hexdigest(),
        "bytes": len(data),
        "inputs": [{"name": n, "dtype": d, "shape": s} for n, d, s in inputs_of(loaded)],
        "dictionary": False,
        "outputs": output_names(loaded),
        "twin": {**recipe, "moved": float(f"{moved:.3g}")},
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "writer": case.writer},
    }


def write(writer, only, again):
    """Makes the cases of one writer."""
    sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tools/oracle")]
    import legacy_suite

    keras = importlib.import_module("tf_keras" if writer.startswith("tf-keras") else "keras")
    failed = 0
    for family in FAMILIES:
        cases = {name: case for name, case in legacy_suite.CASES.items() if case.family == family}
        entries = {n: e for n, e in manifest.read(family).items() if n in cases}
        for name, case in cases.items():
            if case.writer != writer or not (only == family or only in name) or (name in entries and not again):
                continue
            (CASES / family).mkdir(parents=True, exist_ok=True)
            try:
                entries[name] = make(case, keras)
                print(f"{name}: {entries[name]['bytes']} bytes, twin moved {entries[name]['twin']['moved']}", flush=True)
            except Exception as error:  # noqa: BLE001 - any failure of an old Keras is a case that is not made
                failed += 1
                print(f"{name}: {type(error).__name__} {str(error).splitlines()[0][:300]}", flush=True)
                for path in (CASES / family).glob(f"{name}.*"):
                    path.unlink()
                entries.pop(name, None)
            manifest.write(family, entries)
    return 1 if failed else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", default="")
    arguments.add_argument("--again", action="store_true")
    chosen = arguments.parse_args()
    writer = os.environ.get("HORNGATE_WRITER")
    sys.exit(write(writer, chosen.only, chosen.again) if writer else drive(chosen.only, chosen.again))
