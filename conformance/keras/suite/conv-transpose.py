"""Transposed convolutions: strides, padding, output padding, windows shorter than their strides, sizes known only at run time."""

import keras
from keras import layers

from . import case, one_layer

T1, T2, T3 = layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose


def conv(name, shape, layer, tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


conv("conv1d-transpose", (6, 3), lambda: T1(4, 3))
conv("conv1d-transpose-strides", (6, 3), lambda: T1(4, 3, strides=2))
conv("conv1d-transpose-same", (6, 3), lambda: T1(4, 4, padding="same", activation="relu"))
conv("conv1d-transpose-same-strides", (5, 3), lambda: T1(4, 3, strides=2, padding="same"))
conv("conv1d-transpose-short-window", (5, 3), lambda: T1(4, 2, strides=4))
conv("conv1d-transpose-short-window-same", (5, 3), lambda: T1(4, 2, strides=3, padding="same"))
conv("conv1d-transpose-more", (5, 3), lambda: T1(4, 3, strides=3, output_padding=2))
conv("conv1d-transpose-more-short", (5, 3), lambda: T1(2, 2, strides=3, output_padding=0, use_bias=False))
conv("conv1d-transpose-more-same-odd", (5, 3), lambda: T1(4, 3, strides=2, padding="same", output_padding=0))
conv("conv1d-transpose-more-same-even", (5, 3), lambda: T1(4, 4, strides=3, padding="same", output_padding=2))
conv("conv1d-transpose-dynamic", (None, 3), lambda: T1(4, 5, strides=2, padding="same", activation="gelu"), ["dynamic"])
conv("conv1d-transpose-softmax", (5, 3), lambda: T1(4, 3, activation="softmax"))

conv("conv2d-transpose", (4, 5, 3), lambda: T2(2, 3))
conv("conv2d-transpose-uneven", (4, 5, 2), lambda: T2(3, (2, 4), strides=(3, 1)))
conv("conv2d-transpose-same", (4, 5, 2), lambda: T2(3, 3, strides=2, padding="same"))
conv("conv2d-transpose-same-even", (4, 5, 2), lambda: T2(3, 4, strides=2, padding="same", activation="elu"))
conv("conv2d-transpose-same-long", (4, 5, 2), lambda: T2(3, (5, 6), strides=(1, 2), padding="same"))
conv("conv2d-transpose-short-window", (4, 3, 2), lambda: T2(3, (1, 2), strides=(2, 3), padding="same"))
conv("conv2d-transpose-more", (4, 3, 2), lambda: T2(3, 3, strides=(2, 3), output_padding=(1, 2)))
conv("conv2d-transpose-more-same", (4, 3, 2), lambda: T2(3, (3, 4), strides=(2, 3), padding="same", output_padding=(1, 2)))
conv("conv2d-transpose-no-bias", (4, 3, 2), lambda: T2(4, 2, strides=2, use_bias=False))
conv("conv2d-transpose-dynamic", (None, None, 2), lambda: T2(3, 3, strides=2, padding="same"), ["dynamic"])
conv("conv2d-transpose-one", (4, 3, 2), lambda: T2(3, 1))

conv("conv3d-transpose", (3, 2, 4, 2), lambda: T3(3, 2))
conv("conv3d-transpose-strides", (3, 2, 4, 2), lambda: T3(2, (1, 2, 3), strides=(2, 1, 2)))
conv("conv3d-transpose-same", (3, 2, 2, 2), lambda: T3(2, 3, strides=2, padding="same", activation="relu"))
conv("conv3d-transpose-same-even", (2, 3, 2, 2), lambda: T3(2, (2, 4, 1), padding="same"))
conv("conv3d-transpose-short-window", (2, 3, 2, 1), lambda: T3(2, 1, strides=(1, 2, 3)))
conv("conv3d-transpose-more", (2, 2, 3, 2), lambda: T3(2, 2, strides=2, output_padding=1, use_bias=False))
conv("conv3d-transpose-more-same", (2, 2, 3, 2), lambda: T3(2, 3, strides=2, padding="same", output_padding=(0, 1, 1)))
conv("conv3d-transpose-dynamic", (None, 2, None, 2), lambda: T3(2, 2, strides=2), ["dynamic"])


def decoder():
    """Down and up again, with a skip: the shape of a U-Net."""
    x = keras.Input((10, 12, 2), name="x")
    down = layers.BatchNormalization()(layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(x))
    up = layers.BatchNormalization()(T2(3, 4, strides=2, padding="same", use_bias=False)(down))
    return keras.Model(x, layers.Conv2D(2, 3, padding="same")(layers.Concatenate()([layers.ReLU()(up), x])))


case("conv2d-transpose-decoder", decoder)
