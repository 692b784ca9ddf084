"""Makes two models of real size with their vectors, in a folder outside the repository: MobileNetV2 at 224 and a transformer of four blocks.

    python conformance/keras/large.py FOLDER

The layout is that of one family in cases/: FOLDER/<name>.keras, FOLDER/<name>.npz and FOLDER/manifest.json. Weights are random, as in the small cases.
"""

import pathlib
import sys

import generate
import keras
import manifest
import numpy as np
import suite
import twin
from keras import layers
from stable import save
from suite.whole import transformer_block


def mobilenet_v2():
    return keras.applications.MobileNetV2(input_shape=(224, 224, 3), weights=None, classes=1000, classifier_activation=None)


def transformer():
    """Tokens with a mask, four blocks of width 256 and 8 heads, three classes."""
    x = keras.Input((64,), dtype="int32", name="tokens")
    y = layers.Embedding(2000, 256, mask_zero=True)(x)
    for _ in range(4):
        y = transformer_block(y, 256, 8)
    return keras.Model(x, layers.Dense(3)(layers.GlobalAveragePooling1D()(y)))


CASES = [
    suite.Case("large", "large-mobilenet-v2", mobilenet_v2, ["large"]),
    suite.Case("large", "large-transformer", transformer, ["large", "mask"], {"tokens": suite.padded(2000, shortest=5)}),
]


def make(case, folder):
    keras.utils.clear_session()
    model = case.build()
    generate.randomise(model, case.seed)
    data = save(model, folder / f"{case.name}.keras")
    inputs, loaded = generate.make_inputs(case, model), keras.models.load_model(folder / f"{case.name}.keras")
    outputs = {b: generate.predict(loaded, inputs[b]) for b in manifest.BATCHES}
    facts = generate.describe(loaded)
    deep = facts["weighted"] > generate.DEEP
    assert not generate.is_dead(outputs[3], deep), "an output is constant, or not finite, or does not depend on the input"
    recipe, moved = generate.best_weight(loaded, data, inputs[3], outputs[3], deep, "/dense")
    assert moved > manifest.ENOUGH, "the twin does not move the output"
    arrays = {f"in/{n}/{b}": a for b in manifest.BATCHES for n, a in inputs[b].items()}
    np.savez(folder / f"{case.name}.npz", **arrays, **{f"out/{i}/{b}": a for b in manifest.BATCHES for i, a in enumerate(outputs[b])})
    names = {"inputs": [{"name": generate.input_name(t), "dtype": t.dtype, "shape": list(t.shape)} for t in loaded.inputs], "outputs": generate.output_names(loaded)}
    tolerance = "deep" if deep else "plain"
    entry = {"name": case.name, "tags": case.tags, **facts, "tolerance": tolerance, "seed": case.seed, "artifact": generate.sha256(data), "bytes": len(data), "dictionary": False}
    return {**entry, **names, "twin": {**recipe, "moved": float(f"{moved:.3g}")}}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join("    " + manifest.line(make(case, folder)) for case in CASES)
    (folder / "manifest.json").write_text(f'{{\n  "version": 1,\n  "cases": [\n{rows}\n  ]\n}}\n')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: large.py FOLDER")
    main(pathlib.Path(sys.argv[1]))
