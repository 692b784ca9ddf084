"""Operation nodes: Python operators and keras.ops on symbolic tensors, with constants on either side."""

import keras
import numpy as np
from keras import layers, ops

from . import case, integers

TABLE = np.linspace(-1, 1, 12, dtype="float32").reshape(4, 3)


def on(shape, use, width=4, dtype="float32"):
    """`use` on the output of a Dense (or on the input itself, for width None)."""
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, use(layers.Dense(width)(x) if width else x))


def two(use, a=(3, 4), b=(3, 4)):
    p, q = keras.Input(a, name="a"), keras.Input(b, name="b")
    return keras.Model([p, q], use(layers.Dense(a[-1])(p), layers.Dense(b[-1])(q)))


case("op-add-constant", lambda: on((5,), lambda y: y + 1.5))
case("op-add-constant-left", lambda: on((5,), lambda y: 2.5 + y))
case("op-add-tensors", lambda: two(lambda a, b: a + b))
case("op-add-broadcast", lambda: two(lambda a, b: a + b, (3, 4), (1, 4)))
case("op-add-array", lambda: on((5,), lambda y: ops.add(y, np.array([1, 2, 3, 4], "float32"))))
case("op-multiply-constant", lambda: on((5,), lambda y: y * 0.5))
case("op-multiply-constant-left", lambda: on((5,), lambda y: -3.0 * y))
case("op-multiply-tensors", lambda: two(lambda a, b: a * b))
case("op-multiply-int", lambda: on((5,), lambda y: y * 2))
case("op-subtract-constant", lambda: on((5,), lambda y: y - 0.25))
case("op-subtract-constant-left", lambda: on((5,), lambda y: 1.0 - y))
case("op-subtract-tensors", lambda: two(lambda a, b: a - b))
case("op-divide-constant", lambda: on((5,), lambda y: y / 3.0))
case("op-divide-constant-left", lambda: on((5,), lambda y: 2.0 / (y * y + 1.0)))
case("op-divide-tensors", lambda: two(lambda a, b: a / (b * b + 1.0)))
case("op-divide-integers", lambda: on((4,), lambda y: y / 4, None, "int32"), x=integers(-20, 20))
case("op-add-integers", lambda: on((4,), lambda y: y + 3, None, "int32"), x=integers(-20, 20))
case("op-multiply-integers-float", lambda: on((4,), lambda y: y * 0.5, None, "int32"), x=integers(-20, 20))
case("op-matmul", lambda: two(lambda a, b: ops.matmul(a, b), (3, 4), (4, 2)))
case("op-matmul-rank4", lambda: two(lambda a, b: ops.matmul(a, b), (2, 3, 4), (2, 4, 5)))
case("op-matmul-constant", lambda: on((2, 5), lambda y: ops.matmul(y, TABLE)))
case("op-reshape", lambda: on((3, 5), lambda y: ops.reshape(y, (-1, 2, 6))))
case("op-reshape-flat", lambda: on((3, 5), lambda y: ops.reshape(y, (-1, 12))))
case("op-transpose", lambda: on((3, 5), lambda y: ops.transpose(y, (0, 2, 1))))
case("op-transpose-rank4", lambda: on((2, 3, 5), lambda y: ops.transpose(y, (0, 3, 1, 2))))
case("op-get-first", lambda: on((3, 5), lambda y: y[:, 0]))
case("op-get-last", lambda: on((3, 5), lambda y: y[:, -1]))
case("op-get-range", lambda: on((5, 5), lambda y: y[:, 1:4]))
case("op-get-step", lambda: on((6, 5), lambda y: y[:, ::2]))
case("op-get-ellipsis", lambda: on((2, 3, 5), lambda y: y[..., 1]))
case("op-get-new-axis", lambda: on((3, 5), lambda y: y[:, None, :, 1:]))
case("op-get-negative-range", lambda: on((5, 5), lambda y: y[:, -3:-1, 2]))
case("op-get-dynamic", lambda: on((None, 5), lambda y: y[:, -1, :]), ["dynamic"])


def attention_by_hand():
    x = keras.Input((4, 6), name="x")
    q, k, v = (layers.Dense(6)(x) for _ in range(3))
    scores = layers.Softmax()(ops.matmul(q, ops.transpose(k, (0, 2, 1))) / 2.449489742783178)
    return keras.Model(x, layers.Dense(3)(ops.matmul(scores, v)[:, 0]))


def split_heads():
    x = keras.Input((4, 6), name="x")
    y = ops.transpose(ops.reshape(layers.Dense(6)(x), (-1, 4, 2, 3)), (0, 2, 1, 3))
    return keras.Model(x, ops.reshape(ops.transpose(y * 0.5 + 1.0, (0, 2, 1, 3)), (-1, 4, 6)))


case("op-attention", attention_by_hand)
case("op-split-heads", split_heads)
