"""Operations of `keras.ops.core` as nodes: slices, scatters, casts; and `rearrange`."""

import keras
import numpy as np
from keras import layers, ops

from . import case, integers, scaled


def on(shape, use, width=4, dtype="float32"):
    """`use` on the output of a Dense, or on the input itself for width None."""
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, use(layers.Dense(width)(x) if width else x))


def op(name, shape, use, *args, tags=(), **inputs):
    case(name, lambda: on(shape, use, *args), tags, **inputs)


def static(y):
    """The batch as one row, whose size is known."""
    return ops.mean(y, axis=0, keepdims=True)


def row(y, value):
    """What was made of one row, beside what still differs by row."""
    return ops.concatenate([ops.reshape(y, (-1, int(np.prod(y.shape[1:])))), ops.reshape(y, (-1, int(np.prod(y.shape[1:])))) * ops.mean(value)], axis=1)


def table(*shape, low=-1.0, high=1.0):
    """A constant; NumPy's seed is that of the case."""
    return np.random.uniform(low, high, shape).astype("float32")


op("slice-node", (5, 3), lambda y: ops.slice(y, [0, 1, 2], [-1, 3, 2]))
op("slice-node-rest", (5, 3), lambda y: ops.slice(y, np.array([0, 2, 1]), (-1, -1, 2)))
op("slice-node-dynamic", (None, 3), lambda y: ops.slice(y, [0, 1, 1], [-1, -1, 2]), tags=["dynamic"])
case(
    "slice-node-tensor",
    lambda: keras.Model(
        inputs := [keras.Input((5, 3), name="a"), keras.Input((), name="b", dtype="int32")],
        ops.slice(inputs[0], ops.stack([inputs[1][0] * 0, inputs[1][0], inputs[1][0] * 0 + 1]), [-1, 2, 2]),
    ),
    b=integers(0, 4),
)
op("slice-update-node", (5, 3), lambda y: ops.slice_update(y, [0, 1, 2], ops.ones_like(y[:, 1:3, 2:4]) * 7.0))
op("slice-update-node-clamped", (5, 3), lambda y: ops.slice_update(y, [0, 4, 9], y[:, :3, :2] * 2.0))
op("scatter-node", (3, 4), lambda y: ops.scatter(np.array([[0], [2], [0]]), ops.transpose(ops.mean(y, axis=0), (0, 1)), (5, 4)) * ops.mean(y, axis=1, keepdims=True))
op("scatter-node-elements", (3, 4), lambda y: y[:, :1] * ops.scatter(np.array([[0, 1], [2, 0], [0, 1]]), table(3), (3, 4)))
for reduction in (None, "add", "max", "min"):
    op(
        f"scatter-update-node-{reduction or 'none'}",
        (3, 4),
        lambda y, r=reduction: ops.scatter_update(ops.transpose(y, (1, 0, 2)), np.array([[0], [2]]), ops.transpose(y[:, 1:], (1, 0, 2)) * 2.0 - 0.25, reduction=r),
    )
op("scatter-update-node-add-twice", (3, 4), lambda y: ops.scatter_update(ops.transpose(y, (1, 0, 2)), np.array([[0], [0]]), ops.transpose(y[:, 1:], (1, 0, 2)), reduction="add"))
op("scatter-update-node-elements", (3, 4), lambda y: ops.transpose(ops.scatter_update(ops.transpose(y, (1, 2, 0)), np.array([[0, 1], [2, 3]]), ops.transpose(y[:, :2, 0] * 3.0)), (2, 0, 1)))
op("saturate-cast-node", (6,), lambda y: ops.saturate_cast(y, "uint8"), None, x=scaled(200))
op("saturate-cast-node-int16", (6,), lambda y: ops.cast(ops.saturate_cast(y, "int16"), "int32"), None, x=scaled(4e4))
op("saturate-cast-node-integers", (6,), lambda y: ops.cast(ops.saturate_cast(y, "int8"), "int32"), None, "int32", x=integers(-300, 300))
case(
    "scatter-update-node-mul",
    lambda: keras.Model(
        inputs := [keras.Input((3, 4), name="a"), keras.Input((1,), name="b", dtype="int32")],
        ops.transpose(ops.scatter_update(ops.transpose(inputs[0], (1, 0, 2)), inputs[1][:1, :] * ops.cast(np.array([[1], [0], [1]]), "int32"), ops.transpose(inputs[0], (1, 0, 2)), reduction="mul"), (1, 0, 2)),
    ),
    b=integers(0, 3),
)
op("stop-gradient-node", (3, 4), lambda y: ops.stop_gradient(y) * 2.0)
op("stop-gradient-node-loss", (3, 4), lambda y: ops.categorical_crossentropy(ops.sigmoid(y), ops.stop_gradient(ops.softmax(y * 40.0))))
op("unstack-node", (3, 4), lambda y: ops.unstack(y, axis=1))
op("unstack-node-last", (3, 4), lambda y: ops.unstack(y, num=4, axis=-1))
op("convert-to-tensor-node", (3, 4), lambda y: ops.convert_to_tensor(y * 3.0, dtype="int32"), 3)
op("convert-to-tensor-node-plain", (3, 4), lambda y: ops.convert_to_tensor(y))
op("convert-to-tensor-node-dense", (3, 4), lambda y: ops.convert_to_tensor(y, "bool", sparse=False, ragged=False), None, "int32", x=integers(0, 2))
op("cast-node-bool", (3, 4), lambda y: ops.cast(y, "bool"), None, "int32", x=integers(0, 2))
op("cast-node-uint8", (3, 4), lambda y: ops.cast(y, "uint8"), None, "int32", x=integers(0, 700))
op("rearrange-node", (4, 6), lambda y: row(y, ops.rearrange(static(y), "b h w -> w (b h)") * table(4, 4)))
op("rearrange-node-split", (4, 6), lambda y: row(y, ops.rearrange(static(y), "b (h k) w -> b h (k w)", k=2) * table(1, 2, 8)))
