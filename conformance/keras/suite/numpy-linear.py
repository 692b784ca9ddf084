"""Products of keras.ops: matrices, tensors, equations, vectors, of floats and of whole numbers; several in one model."""

import numpy as np
from keras import ops

from . import case, integers
from .numpy_models import many, pairs

I = "int32"
TABLE = np.linspace(-1, 1, 12, dtype="float32").reshape(4, 3)
case("ops-matmul-vectors", lambda: many([(3, 4), (4,)], lambda x, y: ops.matmul(x, y[0]), lambda x, y: ops.matmul(y, TABLE), lambda x, y: ops.matmul(y[0], TABLE) + x[..., :3], lambda x, y: ops.matmul(y[1 - 1], ops.transpose(x, (0, 2, 1)))))
case("ops-matmul-ranks", lambda: many([(2, 3, 4), (1, 4, 5)], *pairs("matmul"), lambda x, y: ops.matmul(x, TABLE)))
case("ops-matmul-integers", lambda: many([((3, 4), I), ((4, 2), I)], *pairs("matmul"), lambda x, y: ops.matmul(x, TABLE), lambda x, y: ops.matmul(x > 4, y), lambda x, y: ops.matmul(x > 8, y > 8)))
case("ops-matmul-int8", lambda: many([((3, 4), "int8"), ((4, 2), "int8")], *pairs("matmul"), lambda x, y: ops.matmul(x, ops.cast(y, "uint8")), lambda x, y: ops.matmul(x, y[0, :, 0])), x=integers(-99, 99), y=integers(0, 9))
case("ops-dot", lambda: many([(3, 4), (4,)], lambda x, y: ops.dot(x, TABLE), lambda x, y: ops.dot(x, y[0]), lambda x, y: ops.dot(x, x[0, 0, 0]), lambda x, y: ops.inner(x, y[0]), lambda x, y: ops.inner(y, np.transpose(TABLE))))
case("ops-dot-integers", lambda: many([((3, 4), I)], lambda x: ops.dot(x, np.arange(12).reshape(4, 3).astype("int32")), lambda x: ops.dot(x, TABLE), lambda x: ops.inner(x, np.arange(4).reshape(1, 4).astype("int32")), lambda x: ops.dot(x, 3)))
case("ops-vdot", lambda: many([(3,), (3,)], lambda x, y: x * ops.vdot(x, y), lambda x, y: x + ops.vdot(x[0], y[0])))
case("ops-vdot-integers", lambda: many([((3,), I), ((3,), I)], lambda x, y: x * ops.vdot(x, y)))
case("ops-outer", lambda: many([(3,), (2,)], lambda x, y: x[:, :1] + ops.outer(x[0], y[0])[1], lambda x, y: ops.reshape(ops.outer(x, np.array([1.0, 2.0], "float32")), (-1, 6))))
case("ops-outer-integers", lambda: many([((3,), I)], lambda x: ops.reshape(ops.outer(x, np.array([1, 2], "int8")), (-1, 6)), lambda x: ops.logical_xor(ops.reshape(ops.outer(x > 4, np.array([True, False])), (-1, 6)), ops.repeat(x > 3, 2, axis=1))))
W = np.linspace(-1, 1, 24, dtype="float32").reshape(2, 3, 4)
case("ops-tensordot", lambda: many([(2, 3)], lambda x: ops.tensordot(x, W, axes=2), lambda x: ops.tensordot(x, W, axes=[[1], [0]]), lambda x: ops.tensordot(x, W, axes=[[2, 1], [1, 0]]), lambda x: ops.tensordot(x, TABLE, axes=[[2], [1]])))
case("ops-tensordot-outer", lambda: many([(2,)], lambda x: ops.tensordot(x, TABLE, axes=0), lambda x: ops.tensordot(x, TABLE[:2], axes=1)))
case("ops-tensordot-integers", lambda: many([((2, 3), I), ((2, 3), "int8")], lambda x, y: ops.tensordot(x, (W * 9).astype("int32"), axes=2), lambda x, y: ops.tensordot(y, (W * 9).astype("int8"), axes=2), lambda x, y: ops.tensordot(x * 70000, (W * 90000).astype("int32"), axes=[[1], [0]])))
EQUATIONS = ("bij,bjk->bik", "bij,bjk->bki", "bij,bjk->b", "bij,bjk->bj", "bij,bjk->bijk", "bij,bjk", "...ij,...jk->...ik")
case("ops-einsum", lambda: many([(3, 4), (4, 2)], *(lambda x, y, e=e: ops.einsum(e, x, y) for e in EQUATIONS if e != "bij,bjk")))
case("ops-einsum-one", lambda: many([(3, 3)], *(lambda x, e=e: ops.einsum(e, x) for e in ("bij->bji", "bii->bi", "bii->b", "bij->b", "bij->bi", "b...->b..."))))
case("ops-einsum-implicit", lambda: many([(3, 4), (4, 2)], lambda x, y: ops.einsum("ba...", x), lambda x, y: ops.einsum("bij,jk", x, TABLE)))
case("ops-einsum-three", lambda: many([(3, 4), (4, 2), (2,)], lambda x, y, z: ops.einsum("bij,bjk,bk->bi", x, y, z), lambda x, y, z: ops.einsum("bij,jm,bjk->bmk", x, TABLE, y), lambda x, y, z: ops.einsum("bij,bjk,bl->bl", x, y, z)))
case("ops-einsum-ellipsis", lambda: many([(2, 3, 4), (1, 4, 5)], lambda x, y: ops.einsum("...ij,...jk->...ik", x, y), lambda x, y: ops.einsum("...j,jk->...k", x, TABLE), lambda x, y: ops.einsum("b...j->bj...", x), lambda x, y: ops.einsum("b...j,bjk->b...k", x, y[:, 0])))
case("ops-einsum-attention", lambda: many([(5, 2, 3), (5, 2, 3)], lambda x, y: ops.einsum("bqhd,bkhd->bhqk", x, y), lambda x, y: ops.einsum("aecd,abcd->acbe", x, y), lambda x, y: ops.einsum("abcd,aecd->aceb", x, y)))
case("ops-einsum-dynamic", lambda: many([(None, 4), (4, 2)], lambda x, y: ops.einsum("bij,bjk->bik", x, y), lambda x, y: ops.einsum("bij,jk->bki", x, TABLE)), ["dynamic"])
case("ops-einsum-integers", lambda: many([((3, 4), I), ((3, 4), "int8")], lambda x, y: ops.einsum("bij,bij->bi", x, y), lambda x, y: ops.einsum("bij,bkj->bik", y, y), lambda x, y: ops.einsum("bij,jk->bik", x, TABLE)))
case("ops-cross", lambda: many([(4, 3), (4, 3)], *pairs("cross"), lambda x, y: ops.cross(x[..., :2], y), lambda x, y: ops.cross(x[..., :2], y[..., 1:]), lambda x, y: ops.cross(x, y[:, :1])))
case("ops-cross-axes", lambda: many([(3, 4), (4, 3)], lambda x, y: ops.cross(x, y, axisa=1, axisb=2, axisc=1), lambda x, y: ops.cross(x, x + 1.0, axis=1), lambda x, y: ops.cross(x, y, axisa=-2, axisb=-1)))
case("ops-cross-integers", lambda: many([((4, 3), I), ((4, 2), "uint8")], lambda x, y: ops.cross(x, y), lambda x, y: ops.cross(y, y + 3)))
K = np.array([0.5, -1.0, 2.0, 0.25], "float32")
case("ops-correlate", lambda: many([(9,)], lambda x: x[:, :1] + ops.correlate(x[0], K), lambda x: x[:, :1] + ops.correlate(x[0], K, mode="full"), lambda x: x + ops.correlate(x[0], K, mode="same"), lambda x: x + ops.correlate(x[0], K[:3], mode="same")))
case("ops-correlate-integers", lambda: many([((9,), I)], lambda x: ops.cast(x[:, :1], "float32") + ops.correlate(x[0], np.array([1, 2, -3], "int32"), mode="full")))
