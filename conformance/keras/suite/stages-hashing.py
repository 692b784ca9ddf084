"""Hashing and HashedCrossing of texts and numbers."""

import keras
from keras import layers

from suite import case, integers, one_layer, texts, tokens, uniform

H = layers.Hashing
WORDS = texts(3)
WIDE = integers(-(2**40), 2**40)


def hashed(name, shape, layer, dtype="string", x=WORDS):
    case(f"hashing-{name}", lambda: one_layer(shape, layer(), dtype), x=x)


hashed("text", (4,), lambda: H(1000))
hashed("text-scalar", (), lambda: H(97))
hashed("text-one-bin-short", (4,), lambda: H(3))
hashed("text-mask", (5,), lambda: H(50, mask_value="fig"), x=tokens("fig", "plum"))
hashed("text-salt", (5,), lambda: H(1000, salt=[133, 137]))
hashed("text-salt-alone", (5,), lambda: H(1000, salt=7))
hashed("text-salt-wide", (5,), lambda: H(2**31 - 1, salt=[2**63 - 1, -(2**63)]))
hashed("text-salt-mask", (5,), lambda: H(30, salt=1, mask_value="plum"), x=tokens("fig", "plum"))
hashed("text-int32", (5,), lambda: H(100, dtype="int32"))
hashed("text-rank-3", (2, 3), lambda: H(1000))
hashed("int64", (5,), lambda: H(1000), "int64", WIDE)
hashed("int32-mask", (5,), lambda: H(100, mask_value=3), "int32", integers(0, 6))
hashed("uint8-salt", (5,), lambda: H(100, salt=[1, 2]), "uint8", integers(0, 250))
hashed("int16", (5,), lambda: H(64), "int16", integers(-900, 900))
hashed("real", (5,), lambda: H(100), "float32", uniform(-40, 40))
hashed("real-mask", (6,), lambda: H(100, mask_value=2), "float32", lambda rng, shape, dtype: rng.choice([1, 1.5, 2, 2.5, 7], shape).astype(dtype))
hashed("one-hot", (4,), lambda: H(7, output_mode="one_hot"))
hashed("one-hot-column", (1,), lambda: H(7, output_mode="one_hot"))
hashed("multi-hot", (6,), lambda: H(9, output_mode="multi_hot"))
hashed("multi-hot-rank-3", (2, 5), lambda: H(9, output_mode="multi_hot", mask_value="fig"), x=tokens("fig", "plum", "pear"))
hashed("count", (8,), lambda: H(6, output_mode="count"))
hashed("count-int", (8,), lambda: H(6, output_mode="count", salt=3), "int64", WIDE)

hashed("one-hot-half", (4,), lambda: H(7, output_mode="one_hot", dtype="float16"))
hashed("count-double", (8,), lambda: H(6, output_mode="count", dtype="float64"))

C = layers.HashedCrossing


def crossed(name, layer, *columns, shape=(1,)):
    def build():
        inputs = [keras.Input(shape, dtype=dtype, name=f"c{i}") for i, (dtype, _) in enumerate(columns)]
        return keras.Model(inputs, layer()(tuple(inputs)))

    case(f"hashed-crossing-{name}", build, **{f"c{i}": make for i, (_, make) in enumerate(columns)})


TEXT, NUMBER = ("string", WORDS), ("int64", WIDE)
crossed("texts", lambda: C(1000), TEXT, TEXT)
crossed("text-number", lambda: C(97), TEXT, NUMBER)
crossed("numbers", lambda: C(500), NUMBER, NUMBER)
crossed("int32-text", lambda: C(500), ("int32", integers(-9, 9)), TEXT)
crossed("many-bins", lambda: C(2**31 - 1), TEXT, ("uint8", integers(0, 200)))
crossed("scalar-per-sample", lambda: C(300), TEXT, TEXT, shape=())
crossed("one-hot", lambda: C(11, output_mode="one_hot"), TEXT, NUMBER)
crossed("one-hot-scalar", lambda: C(11, output_mode="one_hot"), TEXT, NUMBER, shape=())
crossed("int32", lambda: C(50, dtype="int32"), TEXT, NUMBER)
crossed("one-hot-half", lambda: C(11, output_mode="one_hot", dtype="float16"), TEXT, NUMBER)
crossed("small", lambda: C(2), ("int16", integers(-99, 99)), ("int8", integers(-99, 99)))


@lambda build: case("hashed-crossing-then-embedding", build, city=tokens("Roma", "Zürich", strange=0.5))
def _():
    """Wide and deep: a crossing and a hash beside numbers, all in one graph behind the stages."""
    city, age, x = keras.Input((1,), dtype="string", name="city"), keras.Input((1,), dtype="int64", name="age"), keras.Input((4,), name="x")
    wide = layers.HashedCrossing(20, output_mode="one_hot")((city, age))
    deep = layers.Flatten()(layers.Embedding(30, 4)(layers.Hashing(30)(city)))
    return keras.Model([city, age, x], layers.Dense(3)(layers.Concatenate()([wide, deep, layers.Dense(4, activation="relu")(x)])))
