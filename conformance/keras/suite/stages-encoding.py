"""CategoryEncoding and Discretization, which are ONNX operators."""

import keras
import numpy as np
from keras import layers

from suite import case, integers, one_layer, scaled, uniform

E, D = layers.CategoryEncoding, layers.Discretization


def encoded(name, shape, layer, dtype="int32", x=integers(0, 5)):
    case(f"category-encoding-{name}", lambda: one_layer(shape, layer(), dtype), x=x)


encoded("multi-hot", (4,), lambda: E(6))
encoded("multi-hot-past-the-end", (4,), lambda: E(4, output_mode="multi_hot"), x=integers(0, 9))
encoded("multi-hot-rank-3", (3, 2), lambda: E(5))
encoded("multi-hot-unknown", (None,), lambda: E(12), x=integers(0, 14))
encoded("one-hot", (4,), lambda: E(5, output_mode="one_hot"))
encoded("one-hot-column", (1,), lambda: E(5, output_mode="one_hot"), "int64")
encoded("one-hot-scalar", (), lambda: E(5, output_mode="one_hot"))
encoded("one-hot-negative", (4,), lambda: E(5, output_mode="one_hot"), x=integers(-3, 8))
encoded("one-hot-rank-4", (2, 3, 1), lambda: E(5, output_mode="one_hot"))
encoded("count", (9,), lambda: E(5, output_mode="count"))
encoded("count-int64", (9,), lambda: E(4, output_mode="count"), "int64", integers(0, 7))
encoded("count-uint8", (9,), lambda: E(5, output_mode="count"), "uint8")
encoded("count-real", (9,), lambda: E(5, output_mode="count"), "float32", lambda rng, shape, dtype: (rng.integers(0, 6, shape) + 0.993).astype(dtype))
encoded("count-rank-3", (3, 4), lambda: E(5, output_mode="count"), x=integers(-2, 7))
encoded("binary", (5,), lambda: E(6, output_mode="binary"))


def weighted(name, shape):
    def build():
        x, w = keras.Input(shape, dtype="int32", name="x"), keras.Input(shape, name="w")
        return keras.Model([x, w], E(5, output_mode="count")(x, count_weights=w))

    case(f"category-encoding-{name}", build, x=integers(0, 7))


weighted("weighted", (6,))
weighted("weighted-rank-3", (3, 2))

EDGES = [-1.5, -0.25, 0.0, 0.0, 0.75, 2.0]


def near(*edges):
    """Half of the numbers so near below an edge (or above a negative one) that one percent leads over it."""

    def make(rng, shape, dtype):
        chosen = np.array(edges)[rng.integers(0, len(edges), shape)]
        return np.where(rng.random(shape) < 0.5, chosen * 0.993, rng.standard_normal(shape) * 1.5).astype(dtype)

    return make


def binned(name, shape, layer, dtype="float32", x=near(*EDGES)):
    case(f"discretization-{name}", lambda: one_layer(shape, layer(), dtype), x=x)


def adapted(bins):
    layer = D(num_bins=bins)
    layer.adapt(np.random.default_rng(5).standard_normal(500).astype("float32"))
    return layer


binned("int", (6,), lambda: D(bin_boundaries=EDGES))
binned("scalar-per-sample", (), lambda: D(bin_boundaries=EDGES), x=near(0.75, 2.0, -1.5))
binned("on-the-edges", (6,), lambda: D(bin_boundaries=EDGES), x=lambda rng, shape, dtype: rng.choice([*EDGES, 0.1], shape).astype(dtype))
binned("adapted", (6,), lambda: adapted(5), x=near(*adapted(5).bin_boundaries))
binned("rank-4", (2, 3, 2), lambda: D(bin_boundaries=[0.5]), x=near(0.5))
binned("int32", (6,), lambda: D(bin_boundaries=[-3, 0, 2.5]), "int32", integers(-9, 9))
binned("int64-large", (6,), lambda: D(bin_boundaries=[2.0**24, 2.0**24 + 2]), "int64", lambda rng, shape, dtype: (2**24 + rng.choice([-1, 0, 1, 2, 3, 7], shape)).astype(dtype))
binned("uint8", (6,), lambda: D(bin_boundaries=[10, 100, 200]), "uint8", lambda rng, shape, dtype: rng.choice([9, 99, 199, 200, 3, 250], shape).astype(dtype))
binned("decimal-edges", (6,), lambda: D(bin_boundaries=[0.1, 0.2, 0.3]), x=lambda rng, shape, dtype: rng.choice([0.1, 0.2, 0.3, 0.15, 0.199], shape).astype(dtype))
binned("one-hot", (4,), lambda: D(bin_boundaries=EDGES, output_mode="one_hot"))
binned("one-hot-column", (3, 1), lambda: D(bin_boundaries=EDGES, output_mode="one_hot"))
binned("multi-hot", (7,), lambda: D(bin_boundaries=EDGES, output_mode="multi_hot"))
binned("multi-hot-rank-3", (2, 4), lambda: D(bin_boundaries=EDGES, output_mode="multi_hot"))
binned("count", (7,), lambda: D(bin_boundaries=EDGES, output_mode="count"))
binned("count-rank-3", (2, 4), lambda: D(bin_boundaries=EDGES, output_mode="count"))
binned("int-half", (7,), lambda: D(bin_boundaries=[-1.5, -0.25, 0.75, 2.0], dtype="float16"))
binned("one-hot-double", (3,), lambda: D(bin_boundaries=[0.1, 0.2, 0.3], output_mode="one_hot", dtype="float64"), "float64", near(0.1, 0.2, 0.3))
binned("unknown-axis", (None, 2), lambda: D(bin_boundaries=EDGES))


@lambda build: case("discretization-then-embedding", build)
def _():
    x = keras.Input((5,), name="x")
    rows = layers.Embedding(8, 3)(layers.Discretization(bin_boundaries=EDGES)(layers.Dense(4)(x)))
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(rows)))


@lambda build: case("category-encoding-of-bins", build)
def _():
    x = keras.Input((5,), name="x")
    bins = layers.Discretization(bin_boundaries=EDGES)(layers.Dense(4)(x))
    return keras.Model(x, layers.Dense(2)(layers.CategoryEncoding(7, output_mode="count")(bins)))
