"""Batch and layer normalization on every axis, with and without scale and centre."""

from keras import layers

from . import case, one_layer


def norm(name, shape, layer):
    case(name, lambda: one_layer(shape, layer()))


norm("batch-normalization", (6,), lambda: layers.BatchNormalization())
norm("batch-normalization-image", (4, 3, 5), lambda: layers.BatchNormalization())
norm("batch-normalization-no-scale", (4, 3, 5), lambda: layers.BatchNormalization(scale=False))
norm("batch-normalization-no-center", (4, 5), lambda: layers.BatchNormalization(center=False))
norm("batch-normalization-neither", (5,), lambda: layers.BatchNormalization(center=False, scale=False))
norm("batch-normalization-axis-1", (4, 3, 5), lambda: layers.BatchNormalization(axis=1))
norm("batch-normalization-axis-2", (4, 3, 5), lambda: layers.BatchNormalization(axis=2, epsilon=0.1))
norm("batch-normalization-epsilon", (5,), lambda: layers.BatchNormalization(epsilon=0.5, momentum=0.5))
norm("layer-normalization", (6,), lambda: layers.LayerNormalization())
norm("layer-normalization-rank3", (4, 6), lambda: layers.LayerNormalization(epsilon=1e-6))
norm("layer-normalization-axis-1", (4, 6), lambda: layers.LayerNormalization(axis=1))
norm("layer-normalization-axes", (4, 6), lambda: layers.LayerNormalization(axis=[1, 2]))
norm("layer-normalization-apart", (3, 4, 5), lambda: layers.LayerNormalization(axis=[1, 3]))
norm("layer-normalization-no-scale", (4, 6), lambda: layers.LayerNormalization(scale=False))
norm("layer-normalization-no-center", (4, 6), lambda: layers.LayerNormalization(center=False, epsilon=0.1))
norm("layer-normalization-neither", (4, 6), lambda: layers.LayerNormalization(center=False, scale=False))
norm("layer-normalization-dynamic", (None, 6), lambda: layers.LayerNormalization())

norm("batch-normalization-renorm", (4, 3, 5), lambda: layers.BatchNormalization(renorm=True, scale=False))
norm("layer-normalization-last-two", (3, 4, 5), lambda: layers.LayerNormalization(axis=[2, 3]))
norm("layer-normalization-signs", (3, 4, 5), lambda: layers.LayerNormalization(axis=[1, -1]))
norm("layer-normalization-rms", (4, 6), lambda: layers.LayerNormalization(rms_scaling=True))
norm("layer-normalization-rms-no-scale", (4, 6), lambda: layers.LayerNormalization(rms_scaling=True, scale=False, axis=1))
case("batch-normalization-integers", lambda: one_layer((6,), layers.BatchNormalization(), dtype="int32"))
