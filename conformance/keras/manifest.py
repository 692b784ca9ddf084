"""What every writer of conformance vectors shares: where they lie, the sizes of their inputs, their random weights, and the manifest of a family.

Old Keras runs on old Python and old NumPy: nothing here may need more than Python 3.9, NumPy and the standard library.
"""

import json
import pathlib

import numpy as np

CASES = pathlib.Path(__file__).resolve().parent / "cases"
BATCHES = (1, 3)
DYNAMIC = {1: (7, 9), 3: (6, 5)}  # what stands for None, by axis in turn
ENOUGH = 3.0  # a twin must differ by so many tolerances


def sizes(batch, shape):
    """The shape of an input behind its batch, with a number for each None."""
    return [DYNAMIC[batch][axis % 2] if size is None else size for axis, size in enumerate(shape)]


def random_numbers(name, shape, rng):
    """Random numbers of a size that keeps signals alive: no bias is zero, no statistic the identity. `name` is the path of the weight."""
    end = name.split(":")[0].rsplit("/", 1)[-1]
    if "variance" in end or "stddev" in end:
        return rng.uniform(0.5, 2.0, shape)
    if end in ("gamma", "scale"):
        return rng.uniform(0.5, 1.5, shape)
    if "kernel" in end:
        fan_in = max(1, int(np.prod(shape[:-2] if "depthwise" in name else shape[:-1])))
        return rng.standard_normal(shape) * (1.2 / np.sqrt(fan_in))
    return rng.standard_normal(shape) * 0.5


def asked(inputs):
    """The bytes of all inputs."""
    return b"".join(array.tobytes() for batch in BATCHES for array in inputs[batch].values())


def arrays(inputs, outputs, keep=lambda array: array):
    """The members of a case's `.npz`."""
    given = {f"in/{name}/{batch}": keep(array) for batch in BATCHES for name, array in inputs[batch].items()}
    return {**given, **{f"out/{index}/{batch}": array for batch in BATCHES for index, array in enumerate(outputs[batch])}}


def read(family):
    path = CASES / family / "manifest.json"
    return {entry["name"]: entry for entry in json.loads(path.read_text())["cases"]} if path.exists() else {}


def line(entry):
    return json.dumps(entry, separators=(", ", ": "))


def write(family, entries):
    rows = ",\n".join("    " + line(entries[name]) for name in sorted(entries))
    (CASES / family / "manifest.json").write_text(f'{{\n  "version": 1,\n  "cases": [\n{rows}\n  ]\n}}\n')
