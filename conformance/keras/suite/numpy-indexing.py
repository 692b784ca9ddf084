"""Operations of keras.ops that pick elements: by place, by diagonal, by triangle; several in one model."""

import numpy as np
from keras import ops

from . import case, integers
from .numpy_models import many, named, seen

I = "int32"
PLACES = np.array([[0, 2], [-1, 1]], "int32")
case("ops-take", lambda: many([(3, 4)], lambda x: ops.take(x, PLACES, axis=1), lambda x: ops.take(x, np.array([3, 0, -2]), axis=-1), lambda x: ops.take(x, 2, axis=1), lambda x: ops.take(x, [1, 1], axis=2), lambda x: ops.take(x, np.array(0), axis=1)))
case("ops-take-all", lambda: many([(3,)], lambda x: x + ops.take(x, np.array([0, 2, -1])), lambda x: x * ops.take(x, 1)))
case("ops-take-tensor", lambda: many([(4, 2), ((5,), I)], lambda x, y: ops.take(x, y, axis=1), lambda x, y: ops.take(x, y[0], axis=1)), y=integers(0, 4))
case("ops-take-integers", lambda: many([((4,), "int8"), ((4,), "bool"), ((4,), I)], lambda x, y, z: ops.take(x, [3, 0], axis=1), lambda x, y, z: ops.take(y, [3, 0], axis=1), lambda x, y, z: ops.take(z, PLACES, axis=1)))
case("ops-take-along-axis", lambda: many([(4, 5), ((2, 5), I)], lambda x, y: ops.take_along_axis(x, y, axis=1), lambda x, y: ops.take_along_axis(x, y[:, :1, :], axis=1), lambda x, y: ops.take_along_axis(x, y[:, :1, :3], axis=-1)), y=integers(-4, 4))
case("ops-take-along-axis-stretched", lambda: many([(1, 5), ((3, 2), "int64")], lambda x, y: ops.take_along_axis(x, y, axis=2), lambda x, y: ops.take_along_axis(x, ops.argsort(x, axis=-1), axis=-1)), y=integers(-5, 5))
case("ops-take-along-axis-all", lambda: many([(3,)], lambda x: x + ops.take_along_axis(x, np.array([0, -1, 2]))))
case("ops-unravel-index", lambda: many([()], *(lambda x, i=i: ops.unravel_index(ops.cast(x, "int32"), (3, 4, 5))[i] for i in range(3)), seen), x=lambda r, s, d: r.permutation(60)[: s[0]].astype(d))
case("ops-unravel-index-deep", lambda: many([((4,), I)], *(lambda x, i=i: ops.unravel_index(x, (3, 4, 5))[i] for i in range(3)), lambda x: x), x=integers(0, 60))
case("ops-triangles", lambda: many([(4, 5)], *(lambda x, n=n, k=k: getattr(ops, n)(x, k=k) for n in ("tril", "triu") for k in (0, 2, -1))))
case("ops-triangles-types", lambda: many([((4, 4), I), ((3, 5), "int8")], lambda x, y: ops.tril(x), lambda x, y: ops.triu(y, 1), lambda x, y: ops.tril(x > 4, -1), lambda x, y: ops.tril(y, -2)))
case("ops-triangles-dynamic", lambda: many([(None, 5)], *named("tril", "triu"), *named("tril", "triu", k=1)), ["dynamic"])
case("ops-diagonal", lambda: many([(4, 5)], *(lambda x, k=k: ops.diagonal(x, offset=k, axis1=1, axis2=2) for k in (0, 2, -3)), lambda x: ops.diagonal(x, axis1=-1, axis2=1), lambda x: ops.diagonal(x, axis1=-2, axis2=-1)))
case("ops-diagonal-integers", lambda: many([((4, 3, 3), I)], lambda x: ops.diagonal(x, 1, 1, 3), lambda x: ops.diagonal(x, -1, 3, 2)))
case("ops-diag", lambda: many([(3, 3)], lambda x: x + ops.diag(x[0, 0]), lambda x: x[:, :1, :2] + ops.diag(x[0], k=1), lambda x: x[:, :1, :1] + ops.diag(x[0, 1], k=-2), lambda x: x[:, :1, :1] * ops.diagflat(x[0], k=2), lambda x: x[:, :1, :] * ops.diag(x[0])))
case("ops-diag-integers", lambda: many([((3, 3), I)], lambda x: x + ops.diag(x[0, 0]), lambda x: x[:, :1, :1] + ops.diagflat(x[0, 1], k=-1), lambda x: x[:, :1, :1] + ops.cast(ops.diag(ops.cast(x[0, 1], "int16"), k=1), "int32")))
case("ops-trace", lambda: many([(4, 5)], *(lambda x, k=k: ops.trace(x, offset=k, axis1=1, axis2=2) for k in (0, 2, -3)), lambda x: ops.trace(x, axis1=-1, axis2=-2)))
case("ops-trace-types", lambda: many([((4, 4), I), ((3, 4), "uint8")], lambda x, y: ops.trace(x, axis1=1, axis2=2), lambda x, y: ops.trace(y, axis1=2, axis2=1), lambda x, y: ops.trace(x > 4, axis1=1, axis2=2)))
case("ops-trace-dynamic", lambda: many([(None, 5)], lambda x: ops.trace(x, axis1=1, axis2=2), lambda x: ops.trace(x, offset=-1, axis1=2, axis2=1)), ["dynamic"])
case("ops-get-item-steps", lambda: many([(7, 5)], lambda x: x[:, ::-1], lambda x: x[:, 5:1:-2], lambda x: x[..., -1, None], lambda x: x[:, 1:-1, ::3], lambda x: x[:, None, -3, ..., 1:], lambda x: x[:, -9:99]))
case("ops-get-item-dynamic", lambda: many([(None, 5)], lambda x: x[:, 4:1:-1], lambda x: x[:, ::-2], lambda x: x[:, :-2], lambda x: x[:, -3:], lambda x: x[:, 3::-1], lambda x: x[:, -1:1:-1]), ["dynamic"])
case("ops-get-item-integers", lambda: many([((7, 5), "uint8")], lambda x: x[:, ::-1], lambda x: x[:, 2, ::2], lambda x: x[:, 2:4] > 4))
