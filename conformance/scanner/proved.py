"""Loads the hostile artifacts that name a stock loader with that loader, and sees whether their canary appears: `python proved.py [FAMILY…]`.

Runs where the loaders are installed; one of a certain version is a virtual environment of that name in the folder HORNGATE_LOADERS. Each artifact is loaded in a process
of its own in bubblewrap, without a network and with nothing to write to but a new folder. What fired is written into the manifest as `proved`; the benign artifacts that the
same loaders take must fire nothing.
"""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent
SECONDS = 60

# What people write to load such a file; `path` is there. A loader that unpacks a folder's file gets the folder.
LOADERS = {
    "pickle": ("import pickle\nwith open(path, 'rb') as file:\n    while True:\n        pickle.load(file)", None),
    "joblib": ("import joblib\njoblib.load(path)", "joblib"),
    "numpy": ("import numpy\nx = numpy.load(path, allow_pickle=True)\n[x[name] for name in getattr(x, 'files', [])]", "numpy"),
    "torch": ("import torch\ntorch.load(path, weights_only=False)", "torch"),
    "dill": ("import dill\nwith open(path, 'rb') as file:\n    dill.load(file)", "dill"),
    "cloudpickle": ("import cloudpickle\nwith open(path, 'rb') as file:\n    cloudpickle.load(file)", "cloudpickle"),
    "pandas": ("import pandas\npandas.read_pickle(path)", "pandas"),
    "yaml": ("import yaml\nwith open(path) as file:\n    yaml.unsafe_load(file)", "PyYAML"),
    "skops": ("import skops.io\nskops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))", "skops"),
    "jinja2": ("import jinja2\njinja2.Environment().from_string(open(path).read()).render(messages=[])", "jinja2"),
    "tensorflow": ("import tensorflow as tf\nf = tf.saved_model.load(path)\n[s(*[tf.zeros([1] + [d or 1 for d in i.shape[1:]], i.dtype) for i in s.inputs if i.dtype != tf.resource]) for s in f.signatures.values()]", "tensorflow"),
    "keras": ("import keras\nkeras.models.load_model(path, safe_mode=False)", "keras"),
    "keras-3.8.0": ("import keras\nkeras.models.load_model(path)", "keras"),
    "tarfile": ("import tarfile\nos.mkdir('unpacked')\ntarfile.open(path).extractall('unpacked')", None),
    "shutil": ("import shutil\nos.mkdir('unpacked')\nshutil.unpack_archive(path, 'unpacked')", None),
}
# The old one without the whole of TensorFlow.
BACKENDS = {"keras-3.8.0": "numpy"}
CANARY = "horngate-canary"
# Where the guest sees its folder under a name that does not change, for artifacts that can only name a place.
FIXED = "/tmp/horngate"


@functools.cache
def python(loader):
    """The interpreter that has it."""
    own = pathlib.Path(os.environ.get("HORNGATE_LOADERS", "/nonexistent")) / loader / "bin/python"
    return str(own) if own.exists() else sys.executable


@functools.cache
def installed(loader):
    """The version of the loader's package, or of Python where it is Python's own; nothing where it is absent or another one than the loader's name wants."""
    package = LOADERS[loader][1]
    script = f"import importlib.metadata as m; print(m.version({package!r}))" if package else "import platform; print(platform.python_version())"
    version = subprocess.run([python(loader), "-c", script], capture_output=True, text=True).stdout.strip()
    wanted = loader.partition("-")[2]
    return version if wanted in ("", version) else ""


def said(loader):
    return f"{loader.partition('-')[0]} {installed(loader)}"


def available(loader):
    return bool(installed(loader))


def fires(path, loader):
    """Whether loading makes the canary appear."""
    with tempfile.TemporaryDirectory(prefix="horngate-proved-") as folder:
        canary = os.path.join(folder, CANARY)
        script = f"import os, sys\npath = sys.argv[1]\n{LOADERS[loader][0]}"
        environment = {"HORNGATE_CANARY": canary, "HOME": folder, "PATH": "/usr/bin:/bin", "KERAS_BACKEND": BACKENDS.get(loader, "tensorflow"), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
        walls = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", folder, folder, "--bind", folder, FIXED, "--unshare-all", "--die-with-parent", "--new-session", "--chdir", folder, "--clearenv"]
        sets = [part for name, value in environment.items() for part in ("--setenv", name, value)]
        with_file = ["--ro-bind", str(path), str(path)] if str(path).startswith("/tmp/") else []
        try:
            subprocess.run([*walls, *with_file, *sets, python(loader), "-c", script, str(path)], capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            pass
        return os.path.exists(canary)


def prove(manifest):
    data = json.loads(manifest.read_text())
    loaders = sorted({case.get("loader") for case in data["cases"] if case.get("loader")})
    fired, silent, wrong = 0, [], []
    for case in data["cases"]:
        path = manifest.parent / case["file"]
        loader = case.get("loader")
        if loader and available(loader):
            if fires(path, loader):
                case["proved"], fired = {"loader": said(loader)}, fired + 1
            else:
                case.pop("proved", None)
                silent.append(case["name"])
        elif not case["hostile"]:
            wrong += [f"{case['name']} ({one})" for one in loaders if available(one) and fires(path, one)]
    rows = ",\n".join("  " + json.dumps(case) for case in data["cases"])
    head = json.dumps({key: value for key, value in data.items() if key != "cases"})[:-1]
    manifest.write_text(f'{head}, "cases": [\n{rows}\n]}}\n')
    print(f"{data['family']}: {fired} fired", *(f"; did not fire: {', '.join(silent)}" for _ in [0] if silent), *(f"; BENIGN fired: {', '.join(wrong)}" for _ in [0] if wrong))
    return not wrong


if __name__ == "__main__":
    families = sys.argv[1:]
    results = [prove(manifest) for manifest in sorted(ROOT.glob("*/manifest.json")) if not families or manifest.parent.name in families]
    sys.exit(0 if all(results) else 1)
