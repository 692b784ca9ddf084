"""Texts that a model moves before it looks them up, and after: slices, shapes, concatenations, models in models."""

import keras
from keras import layers

from suite import case, integers, one_layer, tokens

FRUIT = ["apple", "pear", "fig", "plum", "cherry"]
KNOWN = tokens(*FRUIT)


def moved(name, shape, layer):
    case(f"texts-{name}", lambda: one_layer(shape, layer, "string"), x=KNOWN)


def looked_up(name, build):
    case(f"texts-{name}-looked-up", build, x=KNOWN)


moved("reshape", (6,), lambda x: layers.Reshape((2, 3))(x))
moved("reshape-back", (2, 3), lambda x: layers.Reshape((-1,))(x))
moved("flatten", (2, 3), lambda x: layers.Flatten()(x))
moved("permute", (2, 3), lambda x: layers.Permute((2, 1))(x))
moved("repeat", (3,), lambda x: layers.RepeatVector(2)(x))
moved("identity", (3,), lambda x: layers.Identity()(x))
moved("slice", (5,), lambda x: x[:, 1:4])
moved("slice-backwards", (5,), lambda x: x[:, ::-2])
moved("column", (5,), lambda x: x[:, 3])
moved("concatenate", (3,), lambda x: layers.Concatenate()([x, x[:, :2]]))
moved("expand-squeeze", (3, 1), lambda x: keras.ops.expand_dims(keras.ops.squeeze(x, axis=-1), axis=1))


@lambda build: looked_up("columns", build)
def _():
    """A table of texts: each column has a vocabulary of its own."""
    x = keras.Input((3,), dtype="string", name="x")
    columns = [layers.StringLookup(vocabulary=FRUIT[i:], output_mode="one_hot")(x[:, i : i + 1]) for i in range(3)]
    return keras.Model(x, layers.Dense(3)(layers.Concatenate()(columns)))


@lambda build: looked_up("inverted", build)
def _():
    """Indices, back to texts, in another order, and to indices again."""
    x = keras.Input((4,), dtype="string", name="x")
    index = layers.StringLookup(vocabulary=FRUIT)(x)
    back = layers.StringLookup(vocabulary=FRUIT, invert=True)(index)
    return keras.Model(x, [layers.StringLookup(vocabulary=FRUIT[::-1])(layers.Reshape((2, 2))(x)), back])


@lambda build: looked_up("nested", build)
def _():
    inner_x = keras.Input((2,), dtype="string")
    inner = keras.Model(inner_x, layers.Embedding(7, 3)(layers.StringLookup(vocabulary=FRUIT)(inner_x)), name="inner")
    x = keras.Input((4,), dtype="string", name="x")
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(layers.Concatenate()([inner(x[:, :2]), inner(x[:, 2:])]))))
