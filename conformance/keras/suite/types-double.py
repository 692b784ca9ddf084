"""Layers of float64, where ONNX Runtime has kernels for it: others are refused by name."""

import keras
from keras import layers as L
from suite import case, one_layer
from suite._typed import MODELS

D = "float64"
for key in """dense dense-rank3 batch-normalization layer-normalization layer-normalization-bare softmax add multiply average concatenate dot global-average global-max
 max-pooling embedding whole-numbers two-kinds nested reshape permute zero-padding dropout mixed-ends rescaling rescaling-bytes
 unit-normalization rms-normalization group-normalization""".split():
    case(f"double-{key}", lambda build=MODELS[key]: build(keras.dtype_policies.get(D)), [D])


def activations():
    x = keras.Input((6,), dtype=D, name="x")
    h = L.Dense(6, dtype=D)(x)
    names = "relu tanh sigmoid softmax exponential hard_tanh relu6 squareplus silu log_softmax linear".split()
    return keras.Model(x, [L.Activation(n, dtype=D)(h) for n in names])


def meets_single():
    x, y = keras.Input((4,), dtype=D, name="x"), keras.Input((4,), name="y")
    return keras.Model([x, y], [L.Add(dtype=D)([x, y]), L.Add(dtype="float32")([x, y]), L.Dense(3, dtype="float32")(x), L.Dense(3, dtype=D)(y)])


case("double-activations", activations, [D])
case("double-meets-single", meets_single, [D])


def by_hand():
    """What ONNX Runtime makes operators of its own of, for which it has no kernels of float64."""
    x = keras.Input((6,), dtype=D, name="x")
    h = L.Dense(6, dtype=D)(x)
    o = keras.ops
    half = 0.5 * h * (1 + o.tanh(0.7978845608028654 * (h + 0.044715 * h * h * h)))
    return keras.Model(x, [h * o.sigmoid(1.702 * h), half, (h - o.mean(h, axis=-1, keepdims=True)) / o.sqrt(o.mean(o.square(h), axis=-1, keepdims=True) + 1e-3)])


case("double-silu", lambda: one_layer((6,), L.Dense(5, activation="silu", dtype=D), D), [D])
case("double-by-hand", by_hand, [D])
