"""Flatten, Reshape, Permute behind a Dense, so that the order of every number shows."""

from keras import layers

from . import after_dense, case


def shape(name, of, layer, tags=()):
    case(name, lambda: after_dense(of, layer()), tags)


shape("flatten-image", (3, 4, 2), lambda: layers.Flatten())
shape("flatten-vector", (5,), lambda: layers.Flatten())
shape("flatten-channels-first", (3, 4, 2), lambda: layers.Flatten(data_format="channels_first"))
shape("reshape", (3, 4), lambda: layers.Reshape((2, 6)))
shape("reshape-unknown", (3, 4), lambda: layers.Reshape((-1, 2)))
shape("reshape-to-vector", (3, 4), lambda: layers.Reshape((12,)))
shape("reshape-more-axes", (12,), lambda: layers.Reshape((2, 3, 2)))
shape("reshape-dynamic", (None, 4), lambda: layers.Reshape((-1, 2)), ["dynamic"])
shape("permute", (3, 4), lambda: layers.Permute((2, 1)))
shape("permute-image", (3, 4, 2), lambda: layers.Permute((3, 1, 2)))
shape("permute-dynamic", (None, 4, 2), lambda: layers.Permute((2, 3, 1)), ["dynamic"])
shape("reshape-dynamic-split", (None, 6), lambda: layers.Reshape((-1, 2, 3)), ["dynamic"])
shape("flatten-dynamic", (None, 4), lambda: layers.Flatten(), ["dynamic"])
shape("flatten-first-volume", (2, 3, 4, 5), lambda: layers.Flatten(data_format="channels_first"))
shape("repeat-vector", (5,), lambda: layers.RepeatVector(3))
