"""Operations of `keras.ops.linalg` as nodes, on small matrices."""

import keras
import numpy as np
from keras import layers, ops

from . import case, scaled


def on(name, shape, use, tags=()):
    def build():
        y = keras.Input(shape, name="x")
        return keras.Model(y, use(y))

    case(name, build, tags)


def spread(y, by=3.0):
    """A matrix that is far from having no inverse."""
    return y + by * np.eye(y.shape[-1], dtype="float32")


def definite(y):
    return ops.matmul(y, ops.transpose(y, (*range(len(y.shape) - 2), len(y.shape) - 1, len(y.shape) - 2))) + 0.5 * np.eye(y.shape[-2], dtype="float32")


for order in (None, 1, 3, 0, float("inf"), float("-inf"), -1, 0.5):
    on(f"norm-node-vector-{order}", (3, 5), lambda y, o=order: ops.norm(y, ord=o, axis=1) * ops.sum(y, axis=1))
for order in (None, "fro", 1, -1, float("inf"), float("-inf")):
    on(f"norm-node-matrix-{order}", (3, 5), lambda y, o=order: ops.norm(y, ord=o, axis=[-1, 1], keepdims=True))
on("norm-node-rows", (3, 5), lambda y: ops.norm(y, ord=float("inf"), axis=[1, 2]))
on("norm-node-all", (5,), lambda y: y * ops.norm(y))
on("det-node", (3, 3), lambda y: ops.det(y))
on("det-node-rank4", (2, 4, 4), lambda y: ops.det(y))
on("inv-node", (3, 3), lambda y: ops.inv(spread(y)))
on("inv-node-one", (1, 1), lambda y: ops.inv(spread(y)))
on("inv-node-pivots", (4, 4), lambda y: ops.inv(y * 0.3 + np.eye(4, dtype="float32")[[2, 0, 3, 1]]))
on("inv-node-rank4", (2, 5, 5), lambda y: ops.inv(spread(y, 5.0)))
on("inv-node-dynamic", (None, 2, 2), lambda y: ops.inv(spread(y, 4.0)), ["dynamic"])
on("solve-node", (4, 6), lambda y: ops.solve(spread(y[:, :, :4], 4.0), y[:, :, 4:]))
on("solve-node-vector", (4, 5), lambda y: ops.solve(spread(y[:, :, :4], 4.0), y[:, :, 4]))
on("solve-triangular-node", (3, 5), lambda y: ops.solve_triangular(spread(y[:, :, :3]), y[:, :, 3:]))
on("solve-triangular-node-lower", (4, 5), lambda y: ops.solve_triangular(spread(y[:, :, :4]), y[:, :, 4], lower=True))
on("cholesky-node", (3, 5), lambda y: ops.cholesky(definite(y)))
on("cholesky-node-upper", (2, 4, 6), lambda y: ops.cholesky(definite(y), upper=True))
on("cholesky-inverse-node", (3, 3), lambda y: ops.cholesky_inverse(spread(y)))
on("cholesky-inverse-node-upper", (4, 4), lambda y: ops.cholesky_inverse(spread(y), upper=True))
on("logdet-node", (4, 6), lambda y: ops.logdet(definite(y)))
on("logdet-node-rank4", (2, 3, 5), lambda y: ops.logdet(definite(y)))
on("lu-factor-node", (4, 4), lambda y: y * ops.lu_factor(ops.mean(y, axis=0))[0])
on("lu-factor-node-pivots", (5, 5), lambda y: y[:, :, 0] * ops.cast(ops.lu_factor(ops.mean(y, axis=0))[1] + 1, "float32"))
on("qr-node", (4, 3), lambda y: list(ops.qr(y)))
on("qr-node-wide", (3, 5), lambda y: list(ops.qr(y)))
on("qr-node-square", (2, 3, 3), lambda y: list(ops.qr(y)))
on("qr-node-complete", (5, 2), lambda y: list(ops.qr(y, mode="complete")))
