"""Operations of keras.ops whose sizes the data decide, and a second look at those that stand in one other model alone."""

import numpy as np
from keras import ops
from keras.src.ops import numpy as classes

from . import case, integers, scaled, uniform
from .numpy_models import finite, many, named, seen, some_nan, special, whole

I = "int32"
case("nonzero", lambda: many([(4,)], lambda x: ops.take(x, ops.nonzero(x[0] > -9)[0], axis=1), lambda x: x * ops.cast(ops.size(ops.nonzero(x + 9.0)[1]), "float32")))
case("nonzero-places", lambda: many([(5, 3)], *(lambda x, i=i: ops.nonzero(x)[i] + ops.cast(x[0, 0, 0] * 100, "int32") for i in range(3))), x=whole(-1, 2))
case("unique", lambda: many([(5,)], lambda x: ops.unique(x), lambda x: ops.unique(x, sorted=False), lambda x: ops.unique(x, size=4), lambda x: ops.unique(x, size=40, fill_value=77)), x=whole(-9, 9))
case("unique-more", lambda: many([(5,)], *(lambda x, s=s, i=i: ops.unique(x, sorted=s, return_index=True, return_inverse=True, return_counts=True)[i] for s in (True, False) for i in range(4) if i != 3), seen), x=whole(-3, 4))
case("unique-counts", lambda: many([((7,), I)], lambda x: ops.unique(x, return_counts=True, size=9)[1], lambda x: ops.unique(x, return_inverse=True)[1], lambda x: x), x=integers(0, 4))
case("unique-small", lambda: many([((7,), "uint8"), ((7,), "int16")], lambda x, y: ops.unique(x), lambda x, y: ops.unique(y, size=5)), x=integers(0, 9), y=integers(-9, 9))
case("nan-quantiles", lambda: many([(5,)], lambda x: finite(x * ops.nanmedian(x)), lambda x: finite(x * ops.nanquantile(x, 0.3)), lambda x: finite(x * ops.nanpercentile(x, 61.0, method="higher")), lambda x: finite(x[:, :2] * ops.nanquantile(x, np.array([0.1, 0.8], "float32")))), x=lambda r, s, d: np.where(r.random(s) < 0.2, np.nan, r.standard_normal(s) + 3).astype(d))
case("nan-quantile-methods", lambda: many([(5, 2)], *(lambda x, m=m: finite(x * ops.nanpercentile(x, 37.0, method=m)) for m in ("linear", "lower", "higher", "midpoint", "nearest"))), x=some_nan)
case("bare-classes", lambda: many([(5,)], *(lambda x, n=n: getattr(classes, n)()(x) for n in ("Abs", "Conj", "Conjugate", "Reciprocal", "Cosh", "Sinh", "Sinc", "Imag")[:7])), x=uniform(0.2, 2.0))
case("bare-classes-integers", lambda: many([((9,), I)], *(lambda x, n=n: getattr(classes, n)()(x) for n in ("Abs", "Conj", "Conjugate", "Sinh", "BitwiseNot", "Isreal")[:5]), lambda x: ops.imag(x) + x, lambda x: ops.view(x) + x), x=integers(-4, 5))
case("arc-broad", lambda: many([(3, 2, 2), ((3,), I)], lambda x, y: ops.arccos(x), lambda x, y: ops.arcsin(x), lambda x, y: ops.arctanh(x), lambda x, y: ops.arccosh(y), lambda x, y: ops.sinc(x * 9)), x=uniform(-0.9, 0.9), y=integers(1, 40))
case("tests-broad", lambda: many([(2, 3, 4)], *(lambda x, n=n: ops.cast(getattr(ops, n)(x), "float32") + finite(x) for n in ("isfinite", "isinf", "isposinf", "isneginf", "isnan"))), x=special)
case("all-close-broad", lambda: many([(4,), (1,)], lambda x, y: x * ops.cast(ops.allclose(x * 0, y * 0 + 1e-9), "float32"), lambda x, y: x + ops.cast(ops.allclose(x, y, equal_nan=True), "float32"), lambda x, y: x - ops.cast(ops.allclose(ops.cast(x, "int32"), 0 * ops.cast(y, "int32")), "float32")))
case("splits-broad", lambda: many([(5, 4, 6)], lambda x: ops.array_split(x, 3, axis=2)[0], lambda x: ops.array_split(x, 2, axis=-3)[1], lambda x: ops.dsplit(x, 2)[1], lambda x: ops.dsplit(x, (1, 3))[1], lambda x: ops.vsplit(ops.transpose(x, (2, 0, 1, 3)), [1])[1][1], lambda x: ops.vsplit(ops.transpose(x, (3, 0, 1, 2)), 2)[1][2]))
case("fill-broad", lambda: many([((2,), I)], lambda x: x + ops.full((1, 2), 7, dtype="int32"), lambda x: ops.full((4, 1, 2), x[0, 1], dtype="int32")[0] + x, lambda x: ops.broadcast_to(x[0], (3, 1, 2))[0] + x, lambda x: x[:, None] * ops.broadcast_to(x[0, :1], (3, 2))))
case("flips-broad", lambda: many([((3, 2), I)], lambda x: ops.flipud(ops.transpose(x, (1, 0, 2)))[0], lambda x: ops.moveaxis(x, -1, 1), lambda x: ops.swapaxes(x, 2, 1), lambda x: ops.squeeze(x[:, :1], axis=1), lambda x: ops.ravel(ops.transpose(x, (1, 0, 2))), lambda x: ops.vstack([ops.transpose(x, (1, 0, 2)), ops.transpose(x, (2, 0, 1))[:, :, :2]])[1]))
case("ranges-broad", lambda: many([(3,), ((3,), I)], lambda x, y: ops.logspace(x, y, num=3, axis=1), lambda x, y: ops.logspace(0, x, num=6, axis=2, base=2), lambda x, y: ops.transpose(ops.geomspace(y + 1, ops.exp(x), num=2), (1, 0, 2)), lambda x, y: ops.transpose(ops.geomspace(y + 1, y + 2, num=6), (1, 2, 0))), y=integers(0, 3))
case("running-broad", lambda: many([(4, 3)], *(lambda x, n=n: ops.clip(getattr(ops, n)(x, axis=1), -99, 99) for n in ("nancumsum", "nancumprod")), lambda x: finite(x) + ops.clip(ops.nancumsum(x), -9, 9)[1]), x=special)
case("ldexp-broad", lambda: many([((4,), "int8"), ((1,), "int64")], lambda x, y: ops.ldexp(x, y), lambda x, y: ops.ldexp(y, x)), x=integers(-5, 6), y=integers(-3, 4))
case("search-broad", lambda: many([((), I)], lambda x: ops.searchsorted(np.array([0, 2, 2, 5], "int32"), x), lambda x: ops.searchsorted(np.array([0, 2, 2, 5], "int32"), x, side="right"), seen), x=integers(-1, 7))
case("size-broad", lambda: many([(None, 2)], lambda x: x / ops.cast(ops.size(x), "float32"), lambda x: x + ops.cast(ops.size(x[0]), "float32")), ["dynamic"])
