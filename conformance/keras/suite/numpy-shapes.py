"""Operations of keras.ops that move, join, cut, repeat and fill; several in one model."""

import numpy as np
from keras import ops

from . import case, integers, scaled, uniform
from .numpy_models import many, named, seen

I = "int32"


def grid(x, indexing):
    """Three grids of the first sample, each as one row."""
    return [ops.reshape(g, (1, -1)) for g in ops.meshgrid(ops.sum(x, axis=(0, 2)), x[0, 1], x[0, 0, :2], indexing=indexing)]


case("ops-flip", lambda: many([(3, 4)], *named("flip", axis=1), *named("flip", axis=(-1, 1)), *named("fliplr"), lambda x: ops.flip(x, 2)))
case("ops-flip-dynamic", lambda: many([(None, 3)], *named("flip", axis=1), *named("fliplr")), ["dynamic"])
case("ops-flip-batch", lambda: many([(3,)], *named("flip", "flipud"), lambda x: ops.flip(x, axis=0)))
case("ops-moveaxis", lambda: many([(2, 3, 4)], lambda x: ops.moveaxis(x, 1, -1), lambda x: ops.moveaxis(x, (1, 3), (2, 1)), lambda x: ops.moveaxis(x, [-1, 2], [1, -1]), lambda x: ops.swapaxes(x, 1, 3), lambda x: ops.swapaxes(x, -1, -2)))
case("ops-roll", lambda: many([(4, 5)], lambda x: ops.roll(x, 2, axis=1), lambda x: ops.roll(x, -3, axis=-1), lambda x: ops.roll(x, (1, 7), axis=(1, 2)), lambda x: ops.roll(x, (1, 1), axis=(2, 2))))
case("ops-roll-all", lambda: many([(3, 2)], lambda x: ops.roll(x, 5) + x, lambda x: ops.roll(x, 1, axis=0) - x))
case("ops-roll-dynamic", lambda: many([(None, 3)], lambda x: ops.roll(x, 2, axis=1), lambda x: ops.roll(x, -30, axis=1)), ["dynamic"])
case("ops-rot90", lambda: many([(3, 3, 2)], *(lambda x, k=k: ops.rot90(x, k=k, axes=(1, 2)) for k in (1, 2, 3, -1, 5))))
case("ops-rot90-oblong", lambda: many([(3, 4, 2)], *(lambda x, k=k: ops.rot90(x, k=k, axes=(1, 2)) for k in (1, 2, 3)), lambda x: ops.rot90(x, k=2, axes=(3, 1)), lambda x: ops.rot90(x, k=4, axes=(3, 1))))
case("ops-tile", lambda: many([(2, 3)], lambda x: ops.tile(x, (1, 2, 3)), lambda x: ops.tile(x, (2,)), lambda x: ops.tile(x, 3), lambda x: ops.tile(x, [1, 1, 2])))
case("ops-tile-deeper", lambda: many([(3,)], lambda x: ops.tile(x, (1, 2)), lambda x: ops.transpose(ops.tile(x, (2, 1, 2)), (1, 0, 2))))
case("ops-repeat", lambda: many([(3, 2)], lambda x: ops.repeat(x, 3, axis=1), lambda x: ops.repeat(x, 2, axis=-1), lambda x: ops.repeat(x, [1, 0, 3], axis=1), lambda x: ops.repeat(x, [2], axis=2)))
case("ops-repeat-integers", lambda: many([((3, 2), "uint8"), ((None,), I)], lambda x, y: ops.repeat(x, 3, axis=1), lambda x, y: ops.repeat(y, 4, axis=1), lambda x, y: ops.repeat(x, 2, axis=0)[:, 0]), ["dynamic"])
case("ops-repeat-all", lambda: many([(3,)], lambda x: x + ops.repeat(x, 2)[1], lambda x: x + ops.reshape(ops.repeat(x, 2), (-1, 6))[:, :3]))
case("ops-split", lambda: many([(6, 4)], lambda x: ops.split(x, 3, axis=1)[1], lambda x: ops.split(x, 2, axis=-1)[0], lambda x: ops.split(x, (1, 4), axis=1)[1], lambda x: ops.split(x, [3], axis=2)[1], lambda x: ops.split(x, 1, axis=1)[0]))
case("ops-split-kinds", lambda: many([(6, 4)], lambda x: ops.hsplit(x, 2)[1], lambda x: ops.dsplit(x, [1, 2])[2], lambda x: ops.array_split(x, 4, axis=1)[0], lambda x: ops.array_split(x, 4, axis=1)[3], lambda x: ops.array_split(x, 3, axis=-1)[1], lambda x: ops.vsplit(ops.transpose(x, (1, 0, 2)), 3)[0][0]))
case("ops-split-int8", lambda: many([((6,), "int8"), ((6,), "bool")], lambda x, y: ops.split(x, 3, axis=1)[1], lambda x, y: ops.logical_and(ops.split(y, 2, axis=1)[0], x[:, :3] > 3), lambda x, y: ops.hsplit(x, (2, 3))[1]))
case("ops-join", lambda: many([(3, 2), (3, 2)], lambda x, y: ops.hstack([x, y]), lambda x, y: ops.dstack([x, y]), lambda x, y: ops.append(x, y, axis=1), lambda x, y: ops.append(x, y, axis=-1), lambda x, y: ops.concatenate([x, y, x], axis=-2)))
case("ops-join-types", lambda: many([((3, 2), I), (3, 2)], lambda x, y: ops.hstack([x, y]), lambda x, y: ops.append(x, y, axis=2), lambda x, y: ops.concatenate([y, x], axis=1), lambda x, y: ops.stack([x, y], axis=-1), lambda x, y: ops.stack([y, y, x], axis=1)))
case("ops-join-small", lambda: many([((3,), "uint8"), ((3,), "int8")], lambda x, y: ops.hstack([x, y]), lambda x, y: ops.dstack([x, y]), lambda x, y: ops.stack([x, y], axis=1), lambda x, y: ops.append(x, y, axis=1)), x=integers(0, 250), y=integers(-99, 99))
case("ops-join-batch", lambda: many([(3,), (3,)], lambda x, y: ops.reshape(ops.vstack([x, y]), (-1, 6)), lambda x, y: ops.reshape(ops.append(x, y), (-1, 6))))
case("ops-join-constants", lambda: many([(3,)], lambda x: ops.concatenate([x, x * 0 + 2.0], axis=1), lambda x: ops.stack([x, x + 1], axis=2)))
case("ops-ravel", lambda: many([(3, 2)], lambda x: ops.reshape(ops.ravel(x), (-1, 2, 3)), lambda x: ops.reshape(x, (-1, 6))))
case("ops-diff", lambda: many([(5, 4)], *named("diff"), *named("diff", axis=1), *named("diff", n=3, axis=1), *named("diff", n=0)))
case("ops-diff-types", lambda: many([((5,), I), ((5,), "uint8")], lambda x, y: ops.diff(x), lambda x, y: ops.diff(y, n=2), lambda x, y: ops.diff(x > 4), lambda x, y: ops.diff(ops.cast(x, "int16"), axis=1)))
case("ops-diff-dynamic", lambda: many([(None, 2)], *named("diff", axis=1), *named("diff", n=2, axis=1)), ["dynamic"])
case("ops-pad", lambda: many([(3, 4)], lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 3))), lambda x: ops.pad(x, ((0, 0), (1, 0), (2, 2)), constant_values=1.5), lambda x: ops.pad(x, ((0, 0), (2, 1), (0, 3)), mode="reflect"), lambda x: ops.pad(x, ((0, 0), (3, 1), (4, 2)), mode="symmetric"), lambda x: ops.pad(x, [(0, 0), (2, 2), (0, 0)], "reflect")))
case("ops-pad-integers", lambda: many([((3,), I), ((3,), "int16")], lambda x, y: ops.pad(x, ((0, 0), (1, 2)), constant_values=7), lambda x, y: ops.pad(y, ((0, 0), (1, 2)), constant_values=-3), lambda x, y: ops.pad(x > 4, ((0, 0), (1, 2))), lambda x, y: ops.pad(y, ((0, 0), (1, 2)), mode="reflect")))
case("ops-pad-dynamic", lambda: many([(None, 3)], lambda x: ops.pad(x, ((0, 0), (1, 2), (1, 0)), constant_values=2), lambda x: ops.pad(x, ((0, 0), (0, 0), (2, 1)), mode="reflect")), ["dynamic"])
case("ops-broadcast-to", lambda: many([(1, 3)], lambda x: ops.broadcast_to(ops.sum(x, axis=0), (2, 3)) * x, lambda x: x + ops.broadcast_to(ops.mean(x, axis=(0, 1)), (4, 3))))
case("ops-full", lambda: many([(3,)], lambda x: x + ops.full((2, 1, 3), x[0, 0])[0], lambda x: ops.full_like(x, 2.5) + x, lambda x: ops.full_like(x, x[:, :1]), lambda x: ops.cast(ops.full_like(x, 3, dtype="int32"), "float32") * x, lambda x: ops.empty_like(x) + x * ops.ones_like(x, dtype="int32")))
case("ops-full-integers", lambda: many([((3,), I)], lambda x: ops.full_like(x, 2.7) + x, lambda x: ops.full_like(x, x[:, 1:2], dtype="float32"), lambda x: ops.zeros_like(x) + x, lambda x: ops.empty_like(x, dtype="int64") + x))
case("ops-meshgrid", lambda: many([(2, 3)], lambda x: x[:, :1] * ops.meshgrid(x[0, 0], x[0, 1])[0], lambda x: x[:, :1] * ops.meshgrid(x[0, 0], x[0, 1], indexing="ij")[1]))
case("ops-meshgrid-three", lambda: many([(2, 3)], *(lambda x, i=i, k=k: grid(x, k)[i] + x[:, 0, :1] for i in range(3) for k in ("xy", "ij"))))
case("ops-linspace", lambda: many([(3,), (3,)], lambda x, y: ops.linspace(x, y, num=5, axis=1), lambda x, y: ops.linspace(x, y, num=4, endpoint=False, axis=-1), lambda x, y: ops.linspace(x, y, num=1, axis=1), lambda x, y: ops.linspace(x, y, num=2, axis=1), lambda x, y: ops.linspace(x, 2.0, num=3, axis=1), lambda x, y: ops.linspace(0, y, num=7, axis=-1)))
case("ops-linspace-stretched", lambda: many([(3,), (1,)], lambda x, y: ops.linspace(x, y, num=6, axis=1), lambda x, y: ops.linspace(y, x, num=3, axis=-1)))
case("ops-linspace-integers", lambda: many([((3,), I), ((3,), I)], lambda x, y: ops.linspace(x, y, num=5, axis=1), lambda x, y: ops.linspace(x, y, num=4, axis=1, dtype="int32"), lambda x, y: ops.linspace(x, y, num=4, axis=1, endpoint=False, dtype="int32")), x=integers(-9, 0), y=integers(1, 20))
case("ops-logspace", lambda: many([(3,), (3,)], lambda x, y: ops.logspace(x, y, num=5, axis=1), lambda x, y: ops.logspace(x, y, num=4, endpoint=False, base=2.5, axis=-1)))
case("ops-geomspace", lambda: many([(3,), (3,)], *(lambda x, y, s=s: ops.transpose(ops.geomspace(x * s, y * s, num=5, endpoint=s > 0), (1, 0, 2)) for s in (1.0, -1.0))), x=uniform(0.1, 2.0), y=uniform(0.1, 9.0))
case("ops-select", lambda: many([(9,)], lambda x: ops.select([x > 1, x > 0], [x, x * 2], 0.5), lambda x: ops.select([x > 0], [x * 3], 7), lambda x: ops.select([x > 1, x < 0.3, x < 0], [x, -x, x + 9])))
case("ops-select-integers", lambda: many([((9,), I)], lambda x: ops.select([x > 6, x > 3], [x, x * 2], 3)))
case("ops-trapezoid", lambda: many([(5, 4)], *named("trapezoid"), *named("trapezoid", axis=1), *named("trapezoid", dx=0.3, axis=1), lambda x: ops.trapezoid(x, x=[0.0, 0.5, 2.0, 2.25], axis=-1)))
case("ops-trapezoid-integers", lambda: many([((5,), I)], *named("trapezoid"), lambda x: ops.trapezoid(x, x=[1, 2, 4, 8, 16])))
case("ops-vander", lambda: many([(3,)], lambda x: x[:, :1] * ops.vander(ops.sum(x, axis=0))[0, :2], lambda x: x[:, :1] + ops.vander(ops.sum(x, axis=0), N=4)[1], lambda x: x[:, :1] + ops.vander(ops.sum(x, axis=0), N=2, increasing=True)[2]))
case("ops-vander-integers", lambda: many([((3,), I)], lambda x: x[:, :1] + ops.vander(ops.max(x, axis=0), N=4)[1]), x=integers(-5, 6))
case("ops-stack-axes", lambda: many([(3, 2), (3, 2)], *(lambda x, y, a=a: ops.stack([x, y], axis=a) for a in (1, 2, 3, -1, -2))))
