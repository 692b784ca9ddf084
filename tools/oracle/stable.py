"""Makes a `.keras` file that is made again equal to the byte: fixed dates and zip times, object ids in order of appearance."""

import io
import json
import zipfile

DATE = "2026-01-01@00:00:00"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def renumber(value, seen):
    """Replaces `shared_object_id`, a Python id(), by 1, 2, 3 ... in order of appearance; equal ids stay equal."""
    if isinstance(value, list):
        return [renumber(v, seen) for v in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, inner in value.items():
        out[key] = seen.setdefault(inner, len(seen) + 1) if key == "shared_object_id" else renumber(inner, seen)
    return out


def member(name, data, edit):
    if name == "metadata.json":
        return json.dumps({**json.loads(data), "date_saved": DATE}).encode()
    if name == "config.json":
        return json.dumps(edit(renumber(json.loads(data), {}))).encode()
    return data


def stable(data: bytes, edit=lambda config: config, method=zipfile.ZIP_STORED) -> bytes:
    """The same artifact with everything taken out that changes from run to run. Members keep their order and stay stored, unless a method says otherwise.

    `edit` changes the configuration, to spell it as another version of Keras does.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", method) as target:
        for info in source.infolist():
            target.writestr(zipfile.ZipInfo(info.filename, ZIP_TIME), member(info.filename, source.read(info), edit), method)
    return out.getvalue()


def save(model, path, edit=lambda config: config, method=zipfile.ZIP_STORED):
    """Saves a model as real Keras does, then makes the file stable."""
    model.save(path)
    with open(path, "rb") as file:
        data = stable(file.read(), edit, method)
    with open(path, "wb") as file:
        file.write(data)
    return data
