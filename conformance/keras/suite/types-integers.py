"""Whole numbers and booleans at the input: autocast leaves them alone, layers with weights make floats of them, others keep or promote them."""

import keras
from keras import layers as L
from suite import case, integers, one_layer, scaled, uniform

bits = lambda rng, shape, dtype: (rng.random(shape) < 0.5).astype(dtype)  # noqa: E731
TYPES = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32")

for t in TYPES:
    case(f"integers-dense-{t}", lambda t=t: one_layer((5,), L.Dense(3), t), [t], x=integers(0, 100))
    case(f"integers-embedding-{t}", lambda t=t: one_layer((4,), L.Embedding(20, 3), t), [t], x=integers(0, 20))
case("integers-dense-bool", lambda: one_layer((5,), L.Dense(3), "bool"), ["bool"], x=bits)
case("integers-dense-negative", lambda: one_layer((5,), L.Dense(3), "int64"), ["int64"], x=integers(-(2**20), 2**20))


def image(t):
    x = keras.Input((6, 6, 3), dtype=t, name="x")
    return keras.Model(x, L.GlobalAveragePooling2D()(L.Conv2D(4, 3)(L.Rescaling(1 / 127.5, -1)(x))))


for t in ("uint8", "int32", "uint16"):
    case(f"integers-image-{t}", lambda t=t: image(t), [t], x=integers(0, 256))


def kept(t):
    """Layers that move numbers keep their type."""
    x = keras.Input((4, 6), dtype=t, name="x")
    return keras.Model(x, [L.Reshape((8, 3))(x), L.Permute((2, 1))(x), L.Flatten()(x), L.Dropout(0.5)(x), L.RepeatVector(2)(L.Flatten()(x)), L.Cropping1D(1)(x)])


for t in TYPES:
    case(f"integers-kept-{t}", lambda t=t: kept(t), [t], x=integers(0, 50))


def merged(t):
    x, y = keras.Input((4, 3), dtype=t, name="x"), keras.Input((4, 3), dtype=t, name="y")
    return keras.Model([x, y], [L.Add()([x, y]), L.Multiply()([x, y]), L.Subtract()([x, y]), L.Maximum()([x, y]), L.Minimum()([x, y]), L.Concatenate(axis=1)([x, y])])


for t in ("int32", "int64", "int8", "uint8"):
    case(f"integers-merged-{t}", lambda t=t: merged(t), [t], x=integers(0, 9), y=integers(0, 9))


def beside_floats(t):
    x, y = keras.Input((4,), dtype=t, name="x"), keras.Input((4,), name="y")
    return keras.Model([x, y], [L.Add()([x, y]), L.Multiply()([y, x]), L.Concatenate()([x, y]), L.Average()([x, y])])


for t in ("int32", "uint8", "int64"):
    case(f"integers-beside-floats-{t}", lambda t=t: beside_floats(t), [t], x=integers(0, 50))


def two_integers(a, b):
    x, y = keras.Input((4,), dtype=a, name="x"), keras.Input((4,), dtype=b, name="y")
    return keras.Model([x, y], [L.Add()([x, y]), L.Concatenate()([x, y])])


for a, b in (("int32", "int64"), ("uint8", "int32"), ("int8", "uint8"), ("int16", "int32"), ("bool", "int32")):
    case(f"integers-{a}-and-{b}", lambda a=a, b=b: two_integers(a, b), [a, b], x=bits if a == "bool" else integers(0, 50), y=integers(0, 50))


def padded(t):
    x = keras.Input((4, 5, 2), dtype=t, name="x")
    return keras.Model(x, [L.ZeroPadding2D(1)(x), L.UpSampling2D(2)(x), L.Cropping2D(1)(x)])


for t in ("uint8", "int32"):
    case(f"integers-padded-{t}", lambda t=t: padded(t), [t], x=integers(0, 200))


def pooled(t):
    x = keras.Input((5, 4), dtype=t, name="x")
    return keras.Model(x, [L.GlobalMaxPooling1D()(x), L.GlobalAveragePooling1D()(x)])


for t in ("int32", "int64"):
    case(f"integers-pooled-{t}", lambda t=t: pooled(t), [t], x=integers(-50, 50))
case("integers-normalization", lambda: one_layer((3,), L.Normalization(mean=[1.0, 2, 3], variance=[4.0, 5, 6]), "int32"), ["int32"], x=integers(-5, 30))
case("integers-batch-normalization", lambda: one_layer((4,), L.BatchNormalization(), "int32"), ["int32"], x=integers(0, 30))
case("integers-lstm", lambda: one_layer((5, 3), L.LSTM(4), "int32"), ["int32"], x=integers(-2, 3))
case("integers-masking", lambda: one_layer((5, 3), L.Masking(0), "int32"), ["int32"], x=integers(0, 2))
case("integers-float-ids", lambda: one_layer((5,), L.Embedding(12, 4)), ["float32"], x=uniform(0, 11.9))
case("integers-half-ids", lambda: one_layer((5,), L.Embedding(12, 4), "float16"), ["float16"], x=uniform(0, 11.9))
case("integers-softmax-after", lambda: one_layer((5,), L.Dense(4, activation="softmax"), "uint8"), ["uint8"], x=integers(0, 5))
case("integers-scaled", lambda: one_layer((5,), L.Rescaling([1.0, 2, 3, 4, 5], 0.5), "int64"), ["int64"], x=integers(-9, 9))
