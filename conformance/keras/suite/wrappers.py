"""Layers around other layers, and around whole models: TimeDistributed, SpectralNormalization."""

import keras
import numpy as np
from keras import layers

from . import case, integers, one_layer, padded

T = layers.TimeDistributed


def one(name, shape, layer, tags=(), **inputs):
    case(name, lambda: one_layer(shape, layer()), ["wrapper", *tags], **inputs)


def functional(shape, *after, dtype="float32"):
    """A small Functional model for the inside of a wrapper."""
    x = keras.Input(shape, dtype=dtype)
    y = x
    for layer in after:
        y = layer(y)
    return keras.Model(x, y)


def branched():
    x = keras.Input((4,))
    a, b = layers.Dense(3)(x), layers.Dense(3, activation="tanh")(x)
    return keras.Model(x, layers.Concatenate()([layers.Add()([a, b]), x]))


one("time-distributed-dense", (5, 3), lambda: T(layers.Dense(4, activation="tanh")))
one("time-distributed-dense-dynamic", (None, 3), lambda: T(layers.Dense(4, use_bias=False)), ["dynamic"])
one("time-distributed-conv2d", (3, 6, 5, 2), lambda: T(layers.Conv2D(3, (3, 2), strides=2, padding="same")))
one("time-distributed-conv2d-dynamic", (None, 6, 5, 2), lambda: T(layers.Conv2D(3, 3)), ["dynamic"])
one("time-distributed-conv2d-all-dynamic", (None, None, None, 2), lambda: T(layers.Conv2D(3, 2, padding="same")), ["dynamic"])
one("time-distributed-flatten", (3, 4, 2), lambda: T(layers.Flatten()))
one("time-distributed-pooling", (4, 6, 6, 2), lambda: T(layers.MaxPooling2D()))
one("time-distributed-global", (None, 5, 4, 3), lambda: T(layers.GlobalAveragePooling2D()), ["dynamic"])
one("time-distributed-normalization", (4, 5), lambda: T(layers.BatchNormalization()))
one("time-distributed-lstm", (3, 5, 2), lambda: T(layers.LSTM(4)))
one("time-distributed-lstm-sequences", (None, 5, 2), lambda: T(layers.LSTM(4, return_sequences=True)), ["dynamic"])
one("time-distributed-bidirectional", (2, 4, 3), lambda: T(layers.Bidirectional(layers.GRU(2, return_sequences=True))))
one("time-distributed-sequential", (4, 3), lambda: T(keras.Sequential([layers.Dense(5, activation="relu"), layers.Dense(2)])))
one("time-distributed-functional", (None, 4), lambda: T(branched()), ["dynamic"])
one("time-distributed-nested", (3, 2, 4), lambda: T(T(layers.Dense(2, activation="gelu"))))
one("time-distributed-nested-dynamic", (None, None, 4), lambda: T(T(functional((4,), layers.Dense(3), layers.LayerNormalization()))), ["dynamic"])
one("time-distributed-reshape", (3, 6), lambda: T(layers.Reshape((2, 3))))
one("time-distributed-repeat", (3, 4), lambda: T(layers.RepeatVector(2)))
one("time-distributed-video", (4, 8, 8, 3), lambda: T(functional((8, 8, 3), layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(3))))
one("time-distributed-attention-pool", (2, 5, 4), lambda: T(functional((5, 4), layers.Dense(3, activation="softmax"), layers.GlobalMaxPooling1D())))
case(
    "time-distributed-embedding",
    lambda: one_layer((4, 3), T(layers.Embedding(9, 5)), "int32"),
    ["wrapper"],
    x=integers(0, 9),
)


def masked_rows(inner, after, steps=3, inside=4):
    """A mask of [batch, time, steps], of which each step sees its row."""
    x = keras.Input((steps, inside), dtype="int32", name="x")
    y = layers.Embedding(10, 3, mask_zero=True)(x)
    y = T(inner)(y)
    return keras.Model(x, after(y) if after else y)


def holes(rng, shape, dtype):
    return (rng.integers(1, 10, shape) * (rng.uniform(size=shape) > 0.4)).astype(dtype)


case("time-distributed-mask-lstm", lambda: masked_rows(layers.LSTM(4), None), ["wrapper", "mask"], x=holes)
case("time-distributed-mask-average", lambda: masked_rows(layers.GlobalAveragePooling1D(), None), ["wrapper", "mask"], x=lambda r, s, d: np.maximum(holes(r, s, d), np.eye(1, s[-1], dtype=d)))
case("time-distributed-mask-model", lambda: masked_rows(functional((4, 3), layers.Dense(3), layers.GRU(2, return_sequences=True)), None), ["wrapper", "mask"], x=holes)


def masked_steps(*after):
    x = keras.Input((5, 3), name="x")
    y = layers.Masking()(x)
    for layer in after:
        y = layer(y)
    return keras.Model(x, y)


def zero_steps(rng, shape, dtype):
    return (rng.standard_normal(shape) * (rng.uniform(size=[*shape[:2], 1]) > 0.4)).astype(dtype)


case("time-distributed-mask-passes", lambda: masked_steps(T(layers.Dense(4)), layers.LSTM(3)), ["wrapper", "mask"], x=zero_steps)
case("time-distributed-mask-passes-average", lambda: masked_steps(T(layers.Dense(4)), layers.GlobalAveragePooling1D()), ["wrapper", "mask"], x=padded())

S = layers.SpectralNormalization
one("spectral-normalization-dense", (4,), lambda: S(layers.Dense(3, activation="relu")))
one("spectral-normalization-dense-sequence", (None, 4), lambda: S(layers.Dense(3), power_iterations=3), ["dynamic"])
one("spectral-normalization-conv1d", (7, 3), lambda: S(layers.Conv1D(4, 3, padding="causal")))
one("spectral-normalization-conv2d", (6, 6, 2), lambda: S(layers.Conv2D(4, 3, strides=2, use_bias=False)))
one("spectral-normalization-conv3d", (4, 5, 4, 2), lambda: S(layers.Conv3D(2, 2)))
one("spectral-normalization-depthwise", (6, 6, 3), lambda: S(layers.DepthwiseConv2D(3, depth_multiplier=2)))
one("spectral-normalization-in-time", (3, 6, 5, 2), lambda: T(S(layers.Conv2D(3, 2))))
case("spectral-normalization-embedding", lambda: one_layer((4,), S(layers.Embedding(12, 5)), "int32"), ["wrapper"], x=integers(0, 9))
case("spectral-normalization-mask", lambda: masked_steps(S(layers.Dense(4)), layers.GRU(3)), ["wrapper", "mask"], x=zero_steps)
