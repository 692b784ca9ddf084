"""Layers of float16: mixed with float32 variables, and float16 throughout."""

import keras
import numpy as np
from keras import layers as L
from suite import case
from suite._typed import register

PURE = "dense conv2d batch-normalization layer-normalization attention lstm embedding operations two-kinds typed-input nested residual transformer softmax rescaling normalization"

register("half-mixed", "mixed_float16")
register("half-pure", "float16", PURE.split())


def mapped(default, **paths):
    """One map of policies for every layer, looked up by name."""
    policy = keras.dtype_policies.DTypePolicyMap(default)
    for path, name in paths.items():
        policy[path] = name
    return policy


def policy_map():
    def at():
        return mapped("float32", first="mixed_float16", third="float16")

    x = keras.Input((5,), name="x")
    h = L.Dense(4, name="first", dtype=at())(x)
    k = L.Dense(4, name="second", dtype=at())(h)
    return keras.Model(x, [h, k, L.Dense(3, name="third", dtype=at())(k)])


def policy_map_inside():
    x = keras.Input((5,), name="x")
    seq = keras.Sequential([keras.Input((5,)), L.Dense(4, name="inside", dtype=mapped("mixed_float16", other="float32"))], name="seq")
    return keras.Model(x, L.Dense(3, name="outside", dtype=mapped("float32", outside="mixed_float16"))(seq(x)))


def no_autocast():
    x = keras.Input((5,), name="x")
    return keras.Model(x, L.Dense(3, activation="tanh", dtype="float32", autocast=False)(x))


case("half-policy-map", policy_map, ["mixed_float16"])
case("half-policy-map-inside", policy_map_inside, ["mixed_float16"])
case("half-no-autocast", no_autocast)


def losses():
    """Keras finds the logits behind the probabilities, though a layer of halves has rounded them."""
    x, y = keras.Input((5,), name="x"), keras.Input((5,), name="y")
    h = L.Dense(5, dtype="mixed_float16")(x)
    o = keras.ops
    p, q = L.Softmax(dtype="mixed_float16")(h), o.softmax(y)
    return keras.Model([x, y], [o.categorical_crossentropy(q, p), o.layer_normalization(h, gamma=np.arange(5.0, dtype="float32") + 1), o.rms_normalization(h, scale=np.ones(5, "float32") * 2)])


case("half-losses", losses, ["mixed_float16"])
