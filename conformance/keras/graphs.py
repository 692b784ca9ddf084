"""Draws random Functional graphs, and asks real Keras what they answer.

    python conformance/keras/graphs.py FOLDER --count 500 --seed 1
    node --conditions=source --import tsx conformance/keras/graphs.ts FOLDER

Each graph has 3 to 12 layers or operations of the kinds below, with odd arguments. Every node is an output of the model, so that the first one that differs while
what it reads does not is the culprit: that is the shrinking. FOLDER/<seed>-<index>.keras and .npz (in/<input>, out/<index>); graphs.json names the nodes.
A drawing that Keras itself refuses, or cannot load again, is drawn anew.
"""

import argparse
import json
import os
import pathlib
import random

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import manifest  # noqa: E402
from keras import layers, ops  # noqa: E402

ACTIVATIONS = ["relu", "tanh", "gelu", "elu", "sigmoid", "silu", "softplus", "hard_sigmoid", "mish", "linear", "selu", "softsign", "leaky_relu", "relu6", "log_softmax"]


class Draw:
    """One random choice after the other, for one graph."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def of(self, *choices):
        return self.random.choice(choices)

    def activation(self):
        return self.of(*ACTIVATIONS)

    def flag(self):
        return self.random.random() < 0.5


def conv(kind):
    def make(d, x):
        stride = d.of(1, 1, 2, 3)
        more = {"dilation_rate": d.of(1, 2)} if stride == 1 else {"strides": stride}
        common = {"padding": d.of("same", "valid"), "use_bias": d.flag(), "activation": d.activation(), **more}
        size = d.of(1, 2, 3) if kind.endswith("1D") else d.of(1, 3, (2, 3), (1, 2))
        if kind.startswith("Depthwise"):
            return getattr(layers, kind)(size, depth_multiplier=d.of(1, 2), **common)(x)
        return getattr(layers, kind)(d.of(2, 4, 6), size, **common)(x)

    return make


def transposed(d, x):
    return layers.Conv2DTranspose(d.of(2, 3), d.of(1, 2, 3), strides=d.of(1, 2), padding=d.of("same", "valid"), activation=d.activation())(x)


def pool(kind):
    return lambda d, x: getattr(layers, kind)(d.of(2, 3), strides=d.of(None, 1, 2), padding=d.of("same", "valid"))(x)


def recurrent(d, x):
    cls = d.of(layers.LSTM, layers.GRU, layers.SimpleRNN)
    layer = cls(d.of(2, 3, 5), activation=d.of("tanh", "relu", "softsign", "gelu"), return_sequences=d.flag(), go_backwards=d.flag())
    return (layers.Bidirectional(layer, merge_mode=d.of("concat", "sum", "mul", "ave")) if d.flag() else layer)(x)


def attend(d, x):
    return layers.MultiHeadAttention(d.of(1, 2, 3), d.of(2, 4), value_dim=d.of(None, 3))(x, x, use_causal_mask=d.flag())


def look(d, x):
    """The other attention layers, on a sequence and itself or a projection of it."""
    y = layers.Dense(x.shape[-1])(x)
    scores = d.flag()
    return d.of(
        lambda: layers.Attention(use_scale=d.flag(), score_mode=d.of("dot", "concat"))([x, y], use_causal_mask=d.flag()),
        lambda: layers.AdditiveAttention(use_scale=d.flag())([x, y]),
        lambda: layers.Attention()([x, y, x], return_attention_scores=scores)[0 if scores else slice(None)],
        lambda: layers.GroupQueryAttention(d.of(2, 3), 4, d.of(1, 2, 4), use_gate=d.flag(), dropout=d.of(0.0, 0.2))(x, y, use_causal_mask=d.flag()),
        lambda: layers.Dot(axes=d.of(1, 2), normalize=d.flag())([x, y]),
    )()


def adapt(kind):
    return lambda d, x: getattr(layers, kind)(d.of(1, 2, 3, 5, 9))(x)


def augment(d, x):
    return d.of(layers.RandomFlip(), layers.RandomRotation(0.2), layers.RandomContrast(0.3), layers.Solarization(), layers.Pipeline([layers.RandomZoom(0.1), layers.Rescaling(0.5)]))(x)


def normalise(d, x):
    last = len(x.shape) - 1
    cls = d.of("batch", "layer", "rms", "unit", "group")
    if cls == "batch":
        return layers.BatchNormalization(axis=d.of(-1, last, 1), scale=d.flag(), center=d.flag())(x)
    if cls == "layer":
        return layers.LayerNormalization(axis=d.of(-1, [last]), center=d.flag(), scale=d.flag())(x)
    if cls == "group":
        return layers.GroupNormalization(groups=d.of(1, -1), axis=-1)(x)
    return layers.RMSNormalization()(x) if cls == "rms" else layers.UnitNormalization(axis=-1)(x)


def elementwise(d, x):
    number = d.of(0.5, -1.25, 2.0, 3)
    return d.of(
        lambda: x * number + 1,
        lambda: number - x,
        lambda: ops.tanh(x) / (ops.abs(x) + 1.5),
        lambda: ops.maximum(x, number),
        lambda: ops.where(x > 0.1, x, ops.square(x)),
        lambda: ops.clip(x, -0.7, 0.9),
        lambda: ops.exp(-ops.square(x)),
        lambda: ops.sign(x) * ops.sqrt(ops.abs(x) + 0.25),
        lambda: ops.log1p(ops.abs(x)),
        lambda: ops.arctan2(x, ops.abs(x) + 1.0),
    )()


def reduce(d, x):
    axis = d.of(-1, 1)
    op = d.of(ops.mean, ops.sum, ops.max, ops.min, ops.logsumexp, ops.var)
    y = op(x, axis=axis, keepdims=True)
    return x - y if d.flag() else y


def arrange(d, x):
    rank = len(x.shape)
    axes = list(range(1, rank))
    d.random.shuffle(axes)
    return d.of(
        lambda: ops.transpose(x, [0, *axes]),
        lambda: layers.Permute(tuple(axes))(x),
        lambda: ops.flip(x, axis=-1),
        lambda: ops.roll(x, 1, axis=1),
        lambda: x[:, ::2],
        lambda: ops.concatenate([x, x], axis=-1),
        lambda: ops.pad(x, [[0, 0], *[[1, 0]] * (rank - 1)]),
        lambda: ops.repeat(x, 2, axis=-1),
        lambda: layers.Flatten()(x),
        lambda: ops.cumsum(x, axis=1),
        lambda: ops.expand_dims(ops.take(x, [0, 0], axis=1), -1)[..., 0],
    )()


ANY = [elementwise, reduce, arrange, normalise, lambda d, x: layers.Dense(d.of(2, 3, 7), activation=d.activation(), use_bias=d.flag())(x), lambda d, x: layers.Activation(d.activation())(x)]
BY_RANK = {
    2: [lambda d, x: layers.RepeatVector(d.of(2, 3))(x), lambda d, x: layers.Reshape((-1, 1))(x)],
    3: [
        conv("Conv1D"), conv("DepthwiseConv1D"), pool("MaxPooling1D"), pool("AveragePooling1D"), recurrent, recurrent, attend, attend, look, look,
        adapt("AdaptiveAveragePooling1D"), adapt("AdaptiveMaxPooling1D"), lambda d, x: layers.Conv1DTranspose(d.of(2, 3), d.of(1, 2, 4), strides=d.of(1, 3), padding=d.of("same", "valid"))(x),
        lambda d, x: layers.GlobalAveragePooling1D()(x), lambda d, x: layers.GlobalMaxPooling1D(keepdims=d.flag())(x),
        lambda d, x: layers.TimeDistributed(layers.Dense(3, activation=d.activation()))(x), lambda d, x: layers.ZeroPadding1D(d.of(1, (0, 2)))(x), lambda d, x: layers.UpSampling1D(2)(x),
    ],
    4: [
        conv("Conv2D"), conv("Conv2D"), conv("DepthwiseConv2D"), conv("SeparableConv2D"), transposed, adapt("AdaptiveAveragePooling2D"), adapt("AdaptiveMaxPooling2D"), augment, attend, pool("MaxPooling2D"), pool("AveragePooling2D"),
        lambda d, x: layers.GlobalAveragePooling2D(keepdims=d.flag())(x), lambda d, x: layers.ZeroPadding2D(d.of(1, ((1, 0), (0, 2))))(x),
        lambda d, x: layers.Cropping2D(((1, 0), (0, 1)))(x), lambda d, x: layers.UpSampling2D(2, interpolation=d.of("nearest", "bilinear"))(x),
        lambda d, x: layers.Resizing(5, 6, interpolation=d.of("nearest", "bilinear"))(x), lambda d, x: layers.Reshape((-1, x.shape[-1]))(x),
    ],
}  # fmt: skip


def source(d):
    kind = d.of("features", "sequence", "image", "tokens", "masked")
    if kind == "features":
        return keras.Input((d.of(3, 5),), name="x")
    if kind == "image":
        return keras.Input((d.of(6, 7), d.of(5, 8), d.of(1, 3)), name="x")
    if kind == "tokens":
        return keras.Input((d.of(5, None),), dtype="int32", name="x")
    return keras.Input((d.of(6, None), 3), name="x")


def merge(d, values):
    """Two earlier values of one shape, by a merging layer or an operation."""
    pairs = [(a, b) for i, a in enumerate(values) for b in values[i:] if a.shape == b.shape and a is not b]
    if not pairs:
        return None
    a, b = d.of(*pairs)
    return d.of(
        lambda: layers.Add()([a, b]), lambda: layers.Multiply()([a, b]), lambda: layers.Subtract()([a, b]), lambda: layers.Average()([a, b]),
        lambda: layers.Maximum()([a, b]), lambda: layers.Concatenate(axis=-1)([a, b]), lambda: a / (ops.abs(b) + 1), lambda: ops.stack([a, b], axis=1)[:, 0],
    )()  # fmt: skip


def grow(seed):
    d = Draw(seed)
    x = source(d)
    first = layers.Embedding(10, 4, mask_zero=d.flag())(x) if x.dtype == "int32" else layers.Masking(0.0)(x) if len(x.shape) == 3 and d.flag() else x
    values = [first]
    for _ in range(d.random.randint(3, 12)):
        value = d.of(*values[-3:])
        grown = merge(d, values) if d.random.random() < 0.2 else None
        if grown is None:
            grown = d.of(*ANY, *BY_RANK.get(len(value.shape), []), *BY_RANK.get(len(value.shape), []))(d, value)
        if all(n is None or 0 < n < 600 for n in grown.shape) and len(grown.shape) > 1:
            values.append(grown)
    made = [value for value in values if value is not x]
    return keras.Model(x, made)


def fill(d, tensor, batch):
    shape = (batch, *(d.of(4, 7) if n is None else n for n in tensor.shape[1:]))
    rng = np.random.default_rng(d.random.randrange(2**32))
    if tensor.dtype == "int32":
        values = rng.integers(1, 10, shape)
        values[:, shape[1] - 1 :] *= rng.integers(0, 2, (batch, 1))
        return values.astype("int32")
    values = rng.standard_normal(shape)
    if len(shape) == 3:
        values[:, -1:] *= rng.integers(0, 2, (batch, 1, 1))
    return values.astype("float32")


def make(folder, name, seed):
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed % 2**31)
    model = grow(seed)
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if weight.dtype == "float32":
            weight.assign(manifest.random_numbers(weight.path, tuple(weight.shape), rng).astype("float32"))
    path = folder / f"{name}.keras"
    model.save(path)
    loaded = keras.models.load_model(path)
    d = Draw(seed + 1)
    x = fill(d, loaded.inputs[0], d.of(1, 2, 3))
    answers = loaded.predict(x, verbose=0)
    answers = [np.asarray(a) for a in (answers if isinstance(answers, list) else [answers])]
    if not all(np.all(np.isfinite(a)) for a in answers):
        raise ValueError("an answer is not finite")
    np.savez(folder / f"{name}.npz", **{"in/x": x}, **{f"out/{i}": a for i, a in enumerate(answers)})
    reads = {t.name: [s.name for s in keras.tree.flatten(t._keras_history.operation._inbound_nodes[t._keras_history.node_index].input_tensors)] for t in model.outputs}
    kinds = [type(t._keras_history.operation).__name__ for t in model.outputs]
    return {"name": name, "outputs": [t.name for t in model.outputs], "kinds": kinds, "reads": reads}


def main(folder, count, seed):
    folder.mkdir(parents=True, exist_ok=True)
    rows, drawn = [], 0
    while len(rows) < count:
        drawn += 1
        name = f"{seed}-{len(rows)}"
        try:
            rows.append(make(folder, name, seed * 1_000_003 + drawn))
        except Exception as error:  # noqa: BLE001
            if drawn > 20 * count:
                raise
            print(f"drawn anew: {str(error).splitlines()[0][:120]}", flush=True)
            for suffix in ("keras", "npz"):
                (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    (folder / f"graphs-{seed}.json").write_text(json.dumps({"keras": keras.__version__, "drawn": drawn, "graphs": rows}, indent=1) + "\n")
    print(f"{len(rows)} graphs of {drawn} drawings")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--count", type=int, default=500)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    main(chosen.folder, chosen.count, chosen.seed)
