"""What `model.summary(expand_nested=True, show_trainable=True)` says of every conformance artifact, for `inspect.test.ts`.

    python conformance/keras/summaries.py                 all families: writes summaries.json.gz
    python conformance/keras/summaries.py --only whole    cases whose family or name contains the word; the others stay as they are
    python conformance/keras/summaries.py --missing       cases that have no summary yet

Real Keras loads each artifact and says it. What Keras 2 or TF-Keras wrote is said by its own writer, in the environments of `tools/oracle/old` (HORNGATE_OLD).
A row is [level of nesting, name, class, output shape, parameters, connected to, trainable], each as the table has it, with null for a column that it lacks.
"""

import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / "cases"
TARGET = HERE / "summaries.json.gz"
TOTALS = re.compile(r"^\s*(Total|Trainable|Non-trainable|Optimizer) params: ([\d,]+)(?: \((.*)\))?")


def stored():
    return json.loads(gzip.decompress(TARGET.read_bytes()))["models"] if TARGET.exists() else {}


def listed(only, without=()):
    for manifest in sorted(CASES.glob("*/manifest.json")):
        for case in json.loads(manifest.read_text())["cases"]:
            if (only in manifest.parent.name or only in case["name"]) and f"{manifest.parent.name}/{case['name']}" not in without:
                yield manifest.parent, case


def writer_of(case):
    """Keras 2 tells of its own files, which Keras 3 reads in another way or not at all."""
    writer = case["versions"].get("writer", "tf-keras-2.21.0" if "tf_keras" in case["versions"] else "keras-3.15.1")
    return writer if re.match(r"tf-keras|keras-2", writer) else "keras-3.15.1"


def main(only, missing):
    known = stored()
    import legacy

    for writer in sorted({writer_of(case) for _, case in listed(only, known if missing else ())}):
        python, env = legacy.environment(writer)
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            subprocess.run([python, __file__, "--only", only, *(["--missing"] if missing else []), "--tell", file.name], env=env, check=True)
            known.update(json.loads(pathlib.Path(file.name).read_text()))
    present = {f"{folder.name}/{case['name']}" for folder, case in listed("")}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(known[name], ensure_ascii=False)}" for name in sorted(known) if name in present)
    TARGET.write_bytes(gzip.compress(f'{{"version": 1, "models": {{\n{lines}\n}}}}\n'.encode(), 9, mtime=0))


# What follows runs in the writer's process.


def tell(only, missing, target):
    writer = os.environ["HORNGATE_WRITER"]
    if writer.startswith("tf-keras"):
        import tf_keras as keras
    else:
        import keras
    told = {}
    for folder, case in listed(only, stored() if missing else ()):
        if writer_of(case) != writer:
            continue
        keras.backend.clear_session()
        try:
            rows, totals = (recorded if keras.__version__.startswith("3.") else printed)(load(keras, folder, case))
            told[f"{folder.name}/{case['name']}"] = {"by": f"{keras.__name__} {keras.__version__}", "rows": rows, "totals": totals}
        except Exception as error:  # noqa: BLE001 (whatever a load may raise)
            print(f"{case['name']}: {type(error).__name__}: {str(error)[:300]}", flush=True)
    pathlib.Path(target).write_text(json.dumps(told))


def load(keras, folder, case):
    if "files" in case:
        return load_files(keras, folder / case["file"], case["files"])
    name = case.get("file", f"{case['name']}.keras")
    with tempfile.TemporaryDirectory() as place:
        path = pathlib.Path(place) / name
        packed = folder / f"{name}.gz"
        path.write_bytes(gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes())
        return keras.models.load_model(str(path), compile=keras.__version__.startswith("3."))


def load_files(keras, folder, files):
    if "config.json" in files:
        return keras.models.load_model(folder)
    architecture, weights = files[0], folder / files[1]
    model = keras.models.model_from_json((folder / architecture).read_text())
    if not keras.__version__.startswith("3."):
        import h5py

        with h5py.File(weights) as file:
            early = "layer_names" in file.attrs
        if early:  # the name decides how TF-Keras reads it
            with tempfile.TemporaryDirectory() as place:
                other = pathlib.Path(place) / "other.h5"
                other.write_bytes(weights.read_bytes())
                model.load_weights(str(other))
                return model
    model.load_weights(str(weights))
    return model


def recorded(model):
    """Keras 3: the cells as they go into its table, before it breaks lines."""
    import rich.markup
    import rich.table

    cells, lines, add = [], [], rich.table.Table.add_row
    rich.table.Table.add_row = lambda self, *fields: (cells.append([rich.markup.render(field).plain for field in fields]), add(self, *fields))[1]
    try:
        model.summary(line_length=400, expand_nested=True, show_trainable=True, print_fn=lambda text: lines.extend(text.splitlines()))
    finally:
        rich.table.Table.add_row = add
    return [row_of(fields) for fields in cells], totals_of(lines)


def row_of(fields, level=None):
    name, shape, params, *connected, trainable = fields
    level = (len(name) - len(name.lstrip(" "))) // 3 if level is None else level
    found = re.match(r"^ *(?:└ )?(.*) \(([^()]*)\)$", name)
    return [level, found[1], found[2], shape, params.replace(",", ""), connected[0] if connected else None, trainable]


def printed(model):
    """Keras 2: the lines as it prints them, broken by its own rule."""
    lines, rows, positions = [], [], [600, 1800, 1900, 3000]
    model.summary(line_length=3000, positions=positions, expand_nested=True, show_trainable=True, print_fn=lambda line, **_: lines.append(line))
    columns = next(index for index, line in enumerate(lines) if line.startswith(" Layer (type)") or line.startswith("Layer (type)"))
    connected = "Connected to" in lines[columns]
    if not connected:
        lines.clear()
        model.summary(line_length=3000, positions=[600, 1800, 3000], expand_nested=True, show_trainable=True, print_fn=lambda line, **_: lines.append(line))
    edges = [0, 600, 1800, 1900, 3000] if connected else [0, 600, 1800, 3000]
    for line in lines[columns + 1 :]:
        level = len(line) - len(line.lstrip("|"))
        text = line.strip("|")
        if not text.strip() or set(text.strip()) <= set("_=¯") or TOTALS.match(line):
            continue
        line = " " * level + line[level:].rstrip("|")
        shift = level if line[edges[1] - level :][:1] != " " else 0  # Keras 2.12 moves what stands behind a bar
        cells = [line[max(a - shift, 0) : b and b - shift].strip() for a, b in zip(edges, [*edges[1:], None])]
        if cells[0]:
            rows.append((level, cells))
        elif rows:
            rows[-1] = (rows[-1][0], [before + (" " if before and cell else "") + cell for before, cell in zip(rows[-1][1], cells)])
    return [row_of(cells, level) for level, cells in rows], totals_of(lines)


def totals_of(lines):
    """Counts and sizes by name: Total, Trainable, Non-trainable, and Optimizer where there is one. Keras 2.12 tells no sizes."""
    found = [TOTALS.match(line) for line in lines]
    return {match[1]: [int(match[2].replace(",", "")), match[3]] for match in found if match}


if __name__ == "__main__":
    sys.path[:0] = [str(HERE)]
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--tell", default="")
    chosen = parser.parse_args()
    tell(chosen.only, chosen.missing, chosen.tell) if chosen.tell else main(chosen.only, chosen.missing)
