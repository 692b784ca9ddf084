"""StringLookup and IntegerLookup in all their modes, alone and between graphs, from lists and from assets, forwards and inverted."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from suite import after_dense, case, integers, one_layer, texts, tokens  # noqa: F401

FRUIT = ["apple", "pear", "fig", "plum", "cherry", "Überfrucht", "two words"]
KNOWN = tokens(*FRUIT)
ONLY = tokens(*FRUIT, strange=0)
IDS = [12, 36, 1138, 42, -7, 2**40]


def ids(*known, low=-50, high=50, strange=0.4):
    def make(rng, shape, dtype):
        flat = [rng.integers(low, high) if rng.random() < strange else rng.choice(known) for _ in range(int(np.prod(shape)))]
        return np.array(flat).reshape(shape).astype(dtype)

    return make


def strings(name, shape, layer, x=KNOWN):
    case(f"string-lookup-{name}", lambda: one_layer(shape, layer(), "string"), x=x)


def numbers(name, shape, layer, x=ids(*IDS), dtype="int64"):
    case(f"integer-lookup-{name}", lambda: one_layer(shape, layer(), dtype), x=x)


def adapted(layer, data):
    layer.adapt(tf.constant(data) if isinstance(data[0], str) else np.array(data))
    return layer


S, I = layers.StringLookup, layers.IntegerLookup
strings("int", (4,), lambda: S(vocabulary=FRUIT))
strings("scalar-per-sample", (), lambda: S(vocabulary=FRUIT))
strings("mask", (4,), lambda: S(vocabulary=FRUIT, mask_token="strange 7"), tokens(*FRUIT, "strange 7"))
strings("special-tokens-listed", (4,), lambda: S(vocabulary=["", "[UNK]", *FRUIT], mask_token=""), tokens(*FRUIT, ""))
strings("no-oov", (3,), lambda: S(vocabulary=FRUIT, num_oov_indices=0), ONLY)
strings("three-oov", (6,), lambda: S(vocabulary=FRUIT, num_oov_indices=3, oov_method="farmhash"))
strings("salted-oov", (6,), lambda: S(vocabulary=FRUIT, num_oov_indices=5, salt=[133, 137], mask_token="fog"))
strings("salted-by-one", (6,), lambda: S(vocabulary=FRUIT, num_oov_indices=4, salt=-12345678901))
strings("assets", (4,), lambda: adapted(S(), ["b", "a", "é", "b", "two words"]), tokens("a", "b", "é", "two words"))
strings("assets-mask-oov", (4,), lambda: adapted(S(mask_token="m", num_oov_indices=2, oov_token="?"), ["b", "a", "m", "b"]), tokens("a", "b", "m"))
strings("assets-max-tokens", (4,), lambda: adapted(S(max_tokens=4), ["a", "a", "b", "b", "b", "c", "d", "d", "d", "d"]), tokens(*"abcd"))
strings("one-hot-elements", (4,), lambda: S(vocabulary=FRUIT, output_mode="one_hot"))
strings("one-hot-column", (1,), lambda: S(vocabulary=FRUIT, output_mode="one_hot", num_oov_indices=2))
strings("one-hot-rank-3", (2, 3), lambda: S(vocabulary=FRUIT, output_mode="one_hot", mask_token="pears"))
strings("multi-hot", (5,), lambda: S(vocabulary=FRUIT, output_mode="multi_hot"))
strings("multi-hot-mask", (5,), lambda: S(vocabulary=FRUIT, output_mode="multi_hot", mask_token="m", pad_to_max_tokens=True, max_tokens=12), tokens(*FRUIT, "m"))
strings("multi-hot-rank-3", (3, 4), lambda: S(vocabulary=FRUIT, output_mode="multi_hot"))
strings("count", (9,), lambda: S(vocabulary=FRUIT, output_mode="count", num_oov_indices=2))
strings("count-rank-3", (3, 4), lambda: S(vocabulary=FRUIT, output_mode="count"))
strings("tf-idf", (7,), lambda: S(vocabulary=FRUIT, output_mode="tf_idf", idf_weights=[0.1, 0.2, 0.35, 1.0, 2.0, 0.7, 0.3]))
strings("tf-idf-padded", (7,), lambda: S(vocabulary=FRUIT, output_mode="tf_idf", idf_weights=[0.1, 0.2, 0.35, 1.0, 2.0, 0.7, 0.3], max_tokens=11, pad_to_max_tokens=True))
strings("tf-idf-oov-weight", (7,), lambda: S(vocabulary=["[UNK]", *FRUIT], output_mode="tf_idf", idf_weights=[3.0, 0.1, 0.2, 0.35, 1.0, 2.0, 0.7, 0.3]))
strings("tf-idf-assets", (5,), lambda: adapted(S(output_mode="tf_idf"), ["a", "a", "b", "c"]), tokens(*"abc"))
strings("unknown-axis", (None,), lambda: S(vocabulary=FRUIT, mask_token="fog"))
strings("odd-tokens", (5,), lambda: S(vocabulary=["a\nb", " ", "\t", "é", "e\u0301", "👍", "A", "a"]), tokens("a\nb", " ", "\t", "é", "e\u0301", "👍", "A", "a"))

case("string-lookup-invert", lambda: one_layer((4,), S(vocabulary=FRUIT, invert=True), "int64"), x=integers(-2, 10))
case("string-lookup-invert-mask", lambda: one_layer((4,), S(vocabulary=FRUIT, invert=True, mask_token="~", oov_token="none", num_oov_indices=2), "int32"), x=integers(0, 12))
case("string-lookup-invert-real", lambda: one_layer((4,), S(vocabulary=FRUIT, invert=True), "float32"), x=lambda rng, shape, dtype: (rng.integers(-1, 9, shape) + 0.993).astype(dtype))
case("string-lookup-invert-assets", lambda: one_layer((4,), adapted(S(invert=True), ["a", "a", "b", "ü"]), "int64"), x=integers(0, 6))

numbers("int", (4,), lambda: I(vocabulary=IDS))
numbers("mask", (4,), lambda: I(vocabulary=IDS, mask_token=0), ids(*IDS, 0))
numbers("special-tokens-listed", (4,), lambda: I(vocabulary=[0, -1, *IDS], mask_token=0), ids(*IDS, 0))
numbers("no-oov", (3,), lambda: I(vocabulary=IDS, num_oov_indices=0), ids(*IDS, strange=0))
numbers("three-oov-floormod", (6,), lambda: I(vocabulary=IDS, num_oov_indices=3))
numbers("three-oov-farmhash", (6,), lambda: I(vocabulary=IDS, num_oov_indices=3, oov_method="farmhash"))
numbers("salted-oov", (6,), lambda: I(vocabulary=IDS, num_oov_indices=7, oov_method="farmhash", salt=[3, -4], mask_token=-7 + 1), ids(*IDS, -6))
numbers("assets", (4,), lambda: adapted(I(num_oov_indices=2, mask_token=5), [3, 3, -9, 5, 2**33]), ids(3, -9, 5, 2**33))
numbers("int32-input", (4,), lambda: I(vocabulary=[1, 2, 3, 9]), ids(1, 2, 3, 9), "int32")
numbers("uint8-input", (4,), lambda: I(vocabulary=[1, 2, 3, 9]), ids(1, 2, 3, 9, low=0), "uint8")
numbers("real-input", (4,), lambda: I(vocabulary=[1, 2, 3, -4]), lambda rng, shape, dtype: rng.uniform(-5, 5, shape).astype(dtype), "float32")
numbers("one-hot", (2, 1), lambda: I(vocabulary=IDS, output_mode="one_hot"), ids(*IDS, strange=0.1))
numbers("multi-hot", (5,), lambda: I(vocabulary=IDS, output_mode="multi_hot", mask_token=77), ids(*IDS, 77))
numbers("count", (8,), lambda: I(vocabulary=IDS, output_mode="count", max_tokens=9, pad_to_max_tokens=True))
numbers("tf-idf", (6,), lambda: I(vocabulary=IDS, output_mode="tf_idf", idf_weights=[0.5, 1.5, 0.25, 2.0, 0.125, 1.0]))
numbers("invert", (4,), lambda: I(vocabulary=IDS, invert=True), integers(-1, 9))
numbers("invert-mask", (4,), lambda: I(vocabulary=IDS, invert=True, mask_token=99, oov_token=-5), integers(0, 9))


@lambda build: case("integer-lookup-between-graphs", build)
def _():
    """Numbers to an index, through a table, and on: three graphs and two tables in a row."""
    x = keras.Input((6,), name="x")
    classes = keras.ops.argmax(layers.Dense(5)(x), axis=-1)
    bucket = layers.IntegerLookup(vocabulary=[4, 2, 0, 3], mask_token=1)(keras.ops.cast(classes, "int64"))
    more = layers.IntegerLookup(vocabulary=[1, 5, 3], num_oov_indices=2)(bucket)
    table = layers.Embedding(6, 3)(more)
    return keras.Model(x, layers.Dense(2)(layers.Concatenate()([table, x])))


@lambda build: case("string-lookup-round-trip", build, x=KNOWN)
def _():
    """Texts to indices and back again: two tables without a graph."""
    x = keras.Input((4,), dtype="string", name="x")
    index = layers.StringLookup(vocabulary=FRUIT)(x)
    return keras.Model(x, [layers.StringLookup(vocabulary=FRUIT[::-1], invert=True, oov_token="?")(index), index])


@lambda build: case("string-lookup-classes-named", build)
def _():
    """A classifier that answers with its scores and the name of the best class."""
    x = keras.Input((6,), name="x")
    scores = layers.Dense(5)(layers.Dense(7, activation="tanh")(x))
    best = keras.ops.argmax(scores, axis=-1)
    return keras.Model(x, {"scores": scores, "label": layers.StringLookup(vocabulary=FRUIT[:5], num_oov_indices=0, invert=True)(best)})


@lambda build: case("string-lookup-text-handed-through", build, who=KNOWN)
def _():
    """An input that is an output too, beside a number that meets what was looked up."""
    who, x = keras.Input((1,), dtype="string", name="who"), keras.Input((3,), name="x")
    row = layers.Flatten()(layers.Embedding(9, 3)(layers.StringLookup(vocabulary=FRUIT)(who)))
    return keras.Model([who, x], [who, layers.Dense(2)(layers.Add()([row, x]))])
