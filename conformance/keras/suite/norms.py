"""Group, root mean square and unit normalization on every axis; dot products."""

import keras
from keras import layers

from . import after_dense, case, integers, one_layer, scaled

GN, RMS, UN, Dot = layers.GroupNormalization, layers.RMSNormalization, layers.UnitNormalization, layers.Dot


def norm(name, shape, layer, tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


norm("group-normalization", (4, 3, 8), lambda: GN(4))
norm("group-normalization-one", (5, 6), lambda: GN(1))
norm("group-normalization-instance", (3, 4, 5), lambda: GN(-1))
norm("group-normalization-vector", (12,), lambda: GN(3, epsilon=0.1))
norm("group-normalization-axis-1", (6, 4, 3), lambda: GN(2, axis=1))
norm("group-normalization-axis-2", (4, 6, 3), lambda: GN(3, axis=2, center=False))
norm("group-normalization-axis-negative", (2, 6, 3), lambda: GN(3, axis=-2))
norm("group-normalization-axis-first", (6, 4, 3), lambda: GN(3, axis=-3, scale=False))
norm("group-normalization-no-scale", (4, 6), lambda: GN(2, scale=False))
norm("group-normalization-neither", (4, 6), lambda: GN(2, scale=False, center=False))
norm("group-normalization-dynamic", (None, None, 4), lambda: GN(2), ["dynamic"])
norm("group-normalization-volume", (2, 3, 4, 6), lambda: GN(2))
case("group-normalization-far", lambda: one_layer((4, 6), GN(2)), x=scaled(1.0, 20.0))

norm("rms-normalization", (6,), lambda: RMS())
norm("rms-normalization-sequence", (4, 6), lambda: RMS(epsilon=0.01))
norm("rms-normalization-image", (3, 4, 5), lambda: RMS())
norm("rms-normalization-dynamic", (None, 5), lambda: RMS(), ["dynamic"])
norm("rms-normalization-axes", (4, 6), lambda: RMS(axis=[-2, -1]))
norm("rms-normalization-axes-sorted", (4, 6), lambda: RMS(axis=[2, 1]))
norm("rms-normalization-square", (5, 5), lambda: RMS(axis=1))
norm("rms-normalization-axis-of-one", (1, 6), lambda: RMS(axis=1, epsilon=1.0))
norm("rms-normalization-last-three", (2, 3, 4), lambda: RMS(axis=[1, 2, 3]))
case("rms-normalization-small", lambda: one_layer((4, 6), RMS()), x=scaled(1e-3))

norm("unit-normalization", (6,), lambda: UN())
norm("unit-normalization-sequence", (4, 6), lambda: UN(axis=1))
case("unit-normalization-axes", lambda: after_dense((3, 4, 5), UN(axis=[1, 2])))
norm("unit-normalization-axes-negative", (3, 4, 5), lambda: UN(axis=[-1, 1]))
case("unit-normalization-all", lambda: after_dense((3, 4), UN(axis=[0, 1, 2])))
norm("unit-normalization-batch", (3, 4), lambda: UN(axis=0))
norm("unit-normalization-dynamic", (None, 4), lambda: UN(axis=1), ["dynamic"])
case("unit-normalization-dense", lambda: after_dense((4, 6), UN(axis=[2])))
case("unit-normalization-zeros", lambda: one_layer((4, 3), UN()), x=lambda rng, shape, dtype: (rng.standard_normal(shape) * rng.integers(0, 2, shape[:-1] + [1])).astype(dtype))


def dot(name, a, b, types=("float32", "float32"), tags=(), **config):
    def build():
        x, y = keras.Input(a, name="a", dtype=types[0]), keras.Input(b, name="b", dtype=types[1])
        dense = layers.Dense(a[-1])(x) if config.get("normalize") else x  # lengths do not count then, so that a twin must be a weight
        return keras.Model([x, y], Dot(**config)([dense, y]))

    case(name, build, tags)


dot("dot-vectors", (4,), (4,), axes=1)
dot("dot-vectors-normalize", (4,), (4,), axes=-1, normalize=True)
dot("dot-vector-matrix", (4,), (3, 4), axes=-1)
dot("dot-matrix-vector", (4, 3), (4,), axes=1)
dot("dot-matrix-vector-last", (4, 3), (3,), axes=[-1, -1])
dot("dot-sequences", (4, 3), (5, 3), axes=2)
dot("dot-sequences-time", (4, 3), (4, 5), axes=1, normalize=True)
dot("dot-sequences-mixed", (4, 3), (5, 4), axes=(1, 2), normalize=True)
dot("dot-negative", (4, 3), (5, 4), axes=(-2, -1))
dot("dot-image-sequence", (2, 4, 3), (5, 4), axes=(2, 2))
dot("dot-images", (2, 4, 3), (5, 4, 6), axes=(2, 2))
dot("dot-vector-image", (4,), (4, 6, 2), axes=1)
dot("dot-image-vector", (4, 3, 2), (3,), axes=(2, 1))
dot("dot-dynamic", (None, 3), (None, 3), axes=2, tags=["dynamic"])
dot("dot-dynamic-image", (None, 3, 2), (3, None), axes=(2, 1), tags=["dynamic"])
dot("dot-integers", (4, 3), (5, 3), types=("float32", "int32"), axes=2)
