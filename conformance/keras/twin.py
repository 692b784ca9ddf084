"""Wrong twins: for each case one small change that a right engine must notice, as a recipe of bytes that needs no Python to apply."""

import binascii
import io
import re
import struct
import zipfile

import h5py
import numpy as np

FACTOR = np.float32(1.01)
# What a right answer may differ by, absolutely and relative to the number, or to the largest one where that is all that counts; and the twin's factor,
# which the tolerance must not hide. 16-bit floats are rounded after every step in Keras; a quantized row flips where x lies between two whole numbers.
TOLERANCES = {"plain": (1e-5, 1e-4), "deep": (1e-4, 1e-3), "half": 2e-2, "bfloat16": 1e-1, "quantised": 2e-2}
FACTORS = {"half": np.float32(1.5), "bfloat16": np.float32(2.0), "quantised": np.float32(1.5)}
# Numbers of a configuration that change what a layer computes, not the shape of it.
KEYS = "max_value negative_slope threshold alpha scale offset mean variance epsilon axis interpolation size strides merge_mode padding activation".split()
STRINGS = {"relu": "elu", "gelu": "silu", "tanh": "relu", "hard_sigmoid": "sigmoid", "bilinear": "nearest"}


def members(data):
    """Where each stored member lies in the archive, and where its checksum stands: in the local header and in the central directory."""
    places = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.start_dir
        for info in archive.infolist():
            name, extra = struct.unpack("<HH", data[info.header_offset + 26 : info.header_offset + 30])
            start = info.header_offset + 30 + name + extra
            places[info.filename] = {"offset": start, "length": info.file_size, "crc": [info.header_offset + 14, at + 16]}
            at += 46 + sum(struct.unpack("<HHH", data[at + 28 : at + 34]))
    return places


def datasets(weights):
    """Path, offset and values of every float32 data set that lies in one piece in the HDF5 file."""
    found = []

    def visit(path, node):
        if isinstance(node, h5py.Dataset) and node.dtype == "float32" and node.size and node.id.get_offset() is not None:
            found.append((path, node.id.get_offset(), node[()]))

    with h5py.File(io.BytesIO(weights)) as file:
        if "layers" in file:
            file["layers"].visititems(visit)
    return [("/layers/" + path, offset, value) for path, offset, value in found]


def weight_recipes(data, variables, factor=FACTOR):
    """A recipe per weight, with the variable of the loaded model that holds the same numbers."""
    place = members(data)["model.weights.h5"]
    weights = data[place["offset"] : place["offset"] + place["length"]]
    for path, offset, value in datasets(weights):
        same = [v for v in variables if v.shape == value.shape and np.array_equal(v.numpy(), value)]
        if same and np.any(value):
            where = {"offset": place["offset"] + offset, "length": value.nbytes}
            yield {"kind": "weight", "path": path, "factor": float(f"{factor:.3g}"), **where, "member": place}, same[0]


def changed(token):
    """The same kind of JSON value, other, no longer in bytes; None where there is none."""
    if token.startswith('"'):
        other = STRINGS.get(token.strip('"'))
        return None if other is None else f'"{other}"'.ljust(len(token))
    digit = re.search(r"\d", token)
    if digit is None or "e" in token:
        return None
    at = digit.start()
    return token[:at] + str((int(token[at]) + 1) % 10) + token[at + 1 :]


def config_recipes(data):
    """Recipes that change one value of the configuration, length kept, so that the archive stays as it is but for a checksum."""
    place = members(data)["config.json"]
    text = data[place["offset"] : place["offset"] + place["length"]].decode("ascii")
    for key in KEYS:
        for match in re.finditer(rf'"{key}": \[?("\w+"|-?[\d.]+(?:e-?\d+)?)', text):
            other = changed(match.group(1))
            if other is not None:
                where = {"offset": place["offset"] + match.start(1), "length": len(other)}
                yield {"kind": "config", "key": key, "from": match.group(1), "to": other, **where, "member": place}


def apply(recipe, data):
    """The twin of an artifact: changes the bytes and repairs the checksums."""
    out, at, end = bytearray(data), recipe["offset"], recipe["offset"] + recipe["length"]
    if recipe["kind"] == "weight":
        out[at:end] = (np.frombuffer(out[at:end], "<f4") * np.float32(recipe["factor"])).astype("<f4").tobytes()
    else:
        out[at:end] = recipe["to"].encode("ascii")
    member = recipe["member"]
    crc = binascii.crc32(out[member["offset"] : member["offset"] + member["length"]])
    for place in member["crc"]:
        out[place : place + 4] = struct.pack("<I", crc)
    return bytes(out)


def is_real(dtype):
    return np.dtype(dtype).kind == "f" or np.dtype(dtype).name == "bfloat16"


def apply_to_inputs(inputs, factor=FACTOR):
    """The twin of inputs: real numbers times a factor; where there are none, integers plus 1, and texts with more letters."""
    real = [n for n, a in inputs.items() if is_real(a.dtype)]
    if real:
        return {n: (a.astype("float32") * factor).astype(a.dtype) if n in real else a for n, a in inputs.items()}
    return {n: other(a) for n, a in inputs.items()}


def other(array):
    if array.dtype.kind == "U":
        return np.array(["q" + text.replace(" ", "q ") + "q" for text in array.ravel()]).reshape(array.shape)
    return array + 1 if array.dtype.kind in "iu" else array


def spreads(array):
    """Whether it is no constant."""
    if array.dtype.kind == "U":
        return len(set(array.ravel())) > 1
    return np.ptp(array.astype("float64")) > 1e-3 * max(np.abs(array).max(), 1e-6)


def finite(array):
    return array.dtype.kind == "U" or bool(np.all(np.isfinite(array)))


def tolerance(reference, deep):
    """What a right answer may differ by, per number; whole numbers must be equal."""
    if reference.dtype.kind != "f":
        return np.zeros(reference.shape)
    allowed = TOLERANCES[{True: "deep", False: "plain"}.get(deep, deep)]
    size = np.abs(reference.astype("float64"))
    if isinstance(allowed, float):
        return np.full(reference.shape, allowed * size.max(initial=0.0))
    absolute, relative = allowed
    return absolute + relative * np.maximum(size, 0.1 * size.max(initial=0.0))


def distance(references, answers, deep):
    """The largest difference, counted in tolerances; infinite when shapes differ."""
    worst = 0.0
    for reference, answer in zip(references, answers):
        if reference.shape != answer.shape or not finite(answer):
            return float("inf")
        if reference.dtype.kind == "U":
            worst = max(worst, 0.0 if np.array_equal(reference, answer) else 1e6)
            continue
        difference, allowed = np.abs(reference.astype("float64") - answer), tolerance(reference, deep)
        ratio = np.divide(difference, allowed, out=np.where(difference > 0, 1e6, 0.0), where=allowed > 0)
        worst = max(worst, float(ratio.max(initial=0.0)))
    return worst
