"""Makes the conformance vectors: artifacts that real Keras saved, and what real Keras predicts after loading them again.

    python conformance/keras/generate.py                 makes what is new or has changed
    python conformance/keras/generate.py --only mask     only cases of that family, or whose name contains the word
    python conformance/keras/generate.py --again         makes all outputs again, on this processor
    python conformance/keras/generate.py --verify        loads each case and its twin from disk and compares

An artifact is equal to the byte when it is made again. Outputs are made once and kept while the artifact and the inputs are the same.
"""

import argparse
import gzip
import hashlib
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tools/oracle")]

import keras  # noqa: E402
import manifest  # noqa: E402
import numpy as np  # noqa: E402
import suite  # noqa: E402
import tensorflow as tf  # noqa: E402
import twin  # noqa: E402
from manifest import BATCHES, CASES, ENOUGH  # noqa: E402
from stable import save  # noqa: E402

ROWS = {"half": 5, "bfloat16": 2, "quantised": 5}  # how many tolerances the rows of an output must lie apart
DEEP = 20  # more weighted layers than this have the wider tolerance


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def processor():
    for row in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if row.startswith("model name"):
            return row.split(":", 1)[1].strip()
    return "unknown"


def refresh(model):
    """Normalization turns its weights into constants; it must look at them again, and the traced function with it."""
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization) and layer.built:
            layer.finalize_state()
            model.predict_function = None


def randomise(model, seed):
    rng = np.random.default_rng(seed)
    quantized = {id(w) for layer in model._flatten_layers() if layer.quantization_mode for w in layer.weights}  # the builder has seen to these
    for weight in model.weights:
        if weight.dtype in ("float16", "bfloat16", "float32", "float64") and id(weight) not in quantized:
            weight.assign(keras.ops.cast(manifest.random_numbers(weight.path, tuple(weight.shape), rng).astype("float32"), weight.dtype))
    refresh(model)


def input_name(tensor):
    """The name of the InputLayer: that of the tensor is another one in a Sequential that was not loaded."""
    return tensor._keras_history.operation.name


def make_inputs(case, model):
    """Inputs by name for each batch size; what each is made of says the case."""
    rng, inputs = np.random.default_rng(case.seed + 1), {}
    for batch in BATCHES:
        inputs[batch] = {}
        for tensor in keras.tree.flatten(model.inputs):
            dims = [tensor.shape[0] or batch, *manifest.sizes(batch, tensor.shape[1:])]
            plain = suite.scaled(1.0) if "float" in tensor.dtype else suite.integers(0, 2 if tensor.dtype == "bool" else 10)
            plain = suite.texts() if tensor.dtype == "string" else plain
            name = input_name(tensor)
            inputs[batch][name] = case.inputs.get(name, plain)(rng, dims, tensor.dtype)
    return inputs


def stateful(model):
    return [layer for layer in model._flatten_layers() if getattr(layer, "stateful", False) and hasattr(layer, "reset_state")]


def predict(model, inputs):
    """Outputs as a flat list, as `predict` of the model gives them; never a bare call, which may train.

    A stateful model begins anew; where it has a first call, that runs before, so that the answer is the one after it.
    """
    first = model._first_call() if hasattr(model, "_first_call") else None
    for layer in stateful(model):
        layer.reset_state()
    if first is not None and inputs is not first:
        answer(model, first)
    return answer(model, inputs)


def answer(model, inputs):
    shapes = [a.shape for a in inputs.values()]
    if getattr(model, "_shapes_of_vectors", None) != shapes:
        # A function that was traced for one shape and then relaxed for another is not what a fresh process would trace: TimeDistributed
        # counts the batch as its steps there.
        model._shapes_of_vectors, model.predict_function = shapes, None
    struct = getattr(model, "_inputs_struct", None)
    fed = {n: tf.constant(a) if a.dtype.kind == "U" else a for n, a in inputs.items()}
    data = fed if isinstance(struct, dict) else list(fed.values())
    answers = [np.asarray(a) for a in keras.tree.flatten(model.predict(data if len(inputs) > 1 or data is fed else data[0], verbose=0))]
    model._types_of_answers = [a.dtype.name for a in answers]
    return [widened(a) for a in answers]


def widened(array):
    """NumPy cannot keep a bfloat16 in a file: as float32 it loses nothing. Texts come as bytes, which are UTF-8."""
    if array.dtype.kind == "O":
        return np.array([text.decode() for text in array.ravel()]).reshape(array.shape)
    return array.astype("float32") if array.dtype.name == "bfloat16" else array


def tolerance_of(model, weighted):
    """By the types in which its layers compute; else by how many of them have weights."""
    layers = [layer for layer in model._flatten_layers() if not isinstance(layer, keras.Model)]
    types = {layer.compute_dtype for layer in layers}
    if "bfloat16" in types:
        return "bfloat16"
    if "float16" in types:
        return "half"
    if any(layer.quantization_mode for layer in layers):
        return "quantised"
    return "deep" if weighted > DEEP else "plain"


def output_names(model):
    """Names of the flat outputs: keys of a dictionary, sorted, else the layers that give them."""
    if isinstance(model, keras.Sequential):
        return [model.layers[-1].name]
    struct = model._outputs_struct
    return sorted(struct) if isinstance(struct, dict) else list(model.output_names)


def own_weights(layer):
    return bool(layer._trainable_variables or layer._non_trainable_variables)


def is_dead(outputs, deep):
    """Constants are no evidence: an output must spread, and depend on the input far beyond the tolerance."""
    spread = [twin.spreads(a) for a in outputs]
    rows = [twin.distance([a], [np.broadcast_to(a[:1], a.shape)], deep) > ROWS.get(deep, 30) for a in outputs]
    return not (all(spread) and all(rows) and all(twin.finite(a) for a in outputs))


def best_weight(model, data, inputs, references, deep, part=""):
    """The weight whose 1 % moves the output most, with how far; of those whose path holds `part`."""
    best, moved = None, 0.0
    factor = twin.FACTORS.get(deep, twin.FACTOR)
    for recipe, variable in twin.weight_recipes(data, model.weights, factor):
        if part not in recipe["path"] or variable.name == "g_idx":  # groups of weights, which are places
            continue
        value = variable.numpy()
        variable.assign(value * factor)
        refresh(model)
        effect = twin.distance(references, predict(model, inputs), deep)
        variable.assign(value)
        refresh(model)
        if np.isfinite(effect) and effect > moved:
            best, moved = recipe, effect
    return best, moved


def load_bytes(data):
    with tempfile.NamedTemporaryFile(suffix=".keras") as file:
        file.write(data)
        file.flush()
        return keras.models.load_model(file.name)


def best_config(data, inputs, references, deep):
    """The first change of one value that Keras still loads and that moves the output without changing its shape."""
    for recipe in list(twin.config_recipes(data))[:8]:
        try:
            effect = twin.distance(references, predict(load_bytes(twin.apply(recipe, data)), inputs), deep)
        except (ValueError, TypeError, IndexError, tf.errors.OpError):
            continue
        if np.isfinite(effect) and effect > ENOUGH:
            return recipe, effect
    return None, 0.0


def far_from(references, model, inputs, deep):
    """How far a model answers from the references; what it refuses to take is as far as can be."""
    try:
        return twin.distance(references, predict(model, inputs), deep)
    except tf.errors.OpError:
        return 1e6


def find_twin(model, data, inputs, references, deep):
    """A weight, else one value of the configuration, else the input; judged on the larger batch."""
    recipe, moved = best_weight(model, data, inputs, references, deep)
    if moved <= ENOUGH:
        recipe, moved = best_config(data, inputs, references, deep)
    if moved <= ENOUGH:
        recipe, moved = input_twin(model, data, inputs, references, deep)
    return recipe, moved


def input_twin(model, data, inputs, references, deep):
    factor = twin.FACTORS.get(deep, twin.FACTOR)
    return {"kind": "input", "factor": float(f"{factor:.3g}")}, far_from(references, model, twin.apply_to_inputs(inputs, factor), deep)


def describe(model):
    layers = [layer for layer in model._flatten_layers() if layer is not model]
    operations = {op.__class__.__name__ for m in [model, *layers] if isinstance(m, keras.Model) for op in getattr(m, "operations", [])}
    classes = {layer.__class__.__name__ for layer in layers} | operations
    public = {"GroupedQueryAttention": "GroupQueryAttention"}  # the one class with another name in Python
    return {"layers": sorted(public.get(name, name) for name in classes), "weighted": sum(own_weights(layer) for layer in layers)}


def make(case, old, again):
    """One case: builds, saves, and predicts with the reloaded artifact, unless it is as it was."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(case.seed)
    model = case.build()
    randomise(model, case.seed)
    case.settle(model)
    path = CASES / case.family / f"{case.name}.keras"
    data = save(model, path, case.edit, zipfile.ZIP_DEFLATED if case.packed else zipfile.ZIP_STORED)
    inputs = make_inputs(case, model)
    asked = sha256(manifest.asked(inputs))
    fresh = {"artifact": sha256(data), "asked": asked}
    if old and not again and {k: old[k] for k in fresh} == fresh and path.with_suffix(".npz").exists():
        return {**old, "tags": case.tags}
    if stateful(model):
        model._first_call = lambda: inputs[1]
    before = predict(model, inputs[3])
    keras.utils.clear_session()  # names that the file does not hold are those of a fresh process
    loaded = keras.models.load_model(path)
    facts = describe(loaded)
    deep = tolerance_of(loaded, facts["weighted"])
    if stateful(loaded):
        loaded._first_call = lambda: inputs[1]
    outputs = {b: predict(loaded, inputs[b]) for b in BATCHES}
    if twin.distance(outputs[3], before, False) > 0.1:
        raise ValueError("Keras itself does not load what it saved")
    if len(outputs[3]) != len(output_names(loaded)):
        raise ValueError(f"{len(outputs[3])} outputs have the names {output_names(loaded)}")
    if is_dead(outputs[3], deep):
        raise ValueError("an output is constant, or not finite, or the same for every row")
    recipe, moved = (input_twin if case.packed else find_twin)(loaded, data, inputs[3], outputs[3], deep)
    if moved <= ENOUGH:
        raise ValueError(f"the twin moves the output by {moved:.2f} tolerances only")
    (np.savez_compressed if case.packed else np.savez)(path.with_suffix(".npz"), **manifest.arrays(inputs, outputs, widened))
    return {
        "name": case.name,
        "tags": case.tags,
        **facts,
        "tolerance": deep,
        "seed": case.seed,
        **fresh,
        "bytes": len(data),
        "inputs": [{"name": input_name(t), "dtype": t.dtype, "shape": list(t.shape)} for t in keras.tree.flatten(loaded.inputs)],
        "dictionary": isinstance(getattr(loaded, "_inputs_struct", None), dict),
        "outputs": output_names(loaded),
        **({"types": loaded._types_of_answers} if "bfloat16" in loaded._types_of_answers else {}),
        "twin": {**recipe, "moved": float(f"{min(moved, 1e6):.3g}")},
        "processor": processor(),
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    }


READ_BY_PATH = ("whole", "applications", "rnn-states", "stages-text")


def keep(family, name):
    """Small artifacts are kept gzipped: HDF5 pads them with zeros to ten times their size. Tests read some by path."""
    path = CASES / family / f"{name}.keras"
    if path.exists() and family not in READ_BY_PATH:
        path.with_suffix(".keras.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        path.unlink()


def read_artifact(path):
    packed = path.with_suffix(".keras.gz")
    return gzip.decompress(packed.read_bytes()) if packed.exists() else path.with_suffix(".keras").read_bytes()


def chosen_of(family, cases, only):
    return {name: case for name, case in cases.items() if only == family or only in name}


def generate_family(family, cases, only, again):
    """Makes the chosen cases of one family, drops what is no case any more, and returns how many failed."""
    chosen = chosen_of(family, cases, only)
    if not chosen:
        return 0
    (CASES / family).mkdir(parents=True, exist_ok=True)
    entries, failed = {n: e for n, e in manifest.read(family).items() if n in cases}, 0
    for name, case in chosen.items():
        try:
            entries[name] = make(case, entries.get(name), again)
        except (ValueError, TypeError, AttributeError, NotImplementedError, tf.errors.OpError) as error:
            failed += 1
            print(f"{name}: {str(error).splitlines()[0][:200]}", flush=True)
            for suffix in ("keras", "keras.gz", "npz"):
                (CASES / family / f"{name}.{suffix}").unlink(missing_ok=True)
            entries.pop(name, None)
        keep(family, name)
        manifest.write(family, entries)
    return failed


def generate(only, again):
    families = suite.load()
    failed = sum(generate_family(family, cases, only, again) for family, cases in families.items())
    made = sum(len(manifest.read(family)) for family in families)
    print(f"{made} cases, {failed} failed, {sum(f.stat().st_size for f in CASES.glob('*/*')) / 1e6:.1f} MB")
    return 1 if failed else 0


def is_right(family, name, entry):
    """Whether the artifact from disk predicts what is stored, and its twin does not."""
    keras.utils.clear_session()
    path = CASES / family / name
    data, vectors = read_artifact(path), np.load(path.with_suffix(".npz"))
    inputs = {i["name"]: vectors[f"in/{i['name']}/3"] for i in entry["inputs"]}
    inputs = {i["name"]: a if i["dtype"] == "string" else a.astype(np.dtype(i["dtype"])) for i, a in zip(entry["inputs"], inputs.values())}
    before = {i["name"]: vectors[f"in/{i['name']}/1"] for i in entry["inputs"]}

    def opened(file):
        model = load_bytes(file)
        if stateful(model):
            model._first_call = lambda: before
        return model

    references = [vectors[f"out/{i}/3"] for i in range(len(entry["outputs"]))]
    deep = entry["tolerance"]
    if entry["twin"]["kind"] == "input":
        changed = twin.apply_to_inputs(inputs, np.float32(entry["twin"].get("factor", 1.01)))
        far = far_from(references, opened(data), changed, deep)
    else:
        far = twin.distance(references, predict(opened(twin.apply(entry["twin"], data)), inputs), deep)
    right = twin.distance(references, predict(opened(data), inputs), deep)
    if right > 1 or far <= ENOUGH / 2:
        print(f"{name}: right {right:.3g}, twin {far:.3g} tolerances away", flush=True)
        return False
    return True


def verify(only):
    """Every artifact from disk predicts what is stored, and every twin does not."""
    families = suite.load()
    wrong = sum(
        not is_right(family, name, entry)
        for family, cases in families.items()
        for name, entry in chosen_of(family, manifest.read(family), only).items()
    )
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", default="")
    arguments.add_argument("--again", action="store_true")
    arguments.add_argument("--verify", action="store_true")
    chosen = arguments.parse_args()
    sys.exit(verify(chosen.only) if chosen.verify else generate(chosen.only, chosen.again))
