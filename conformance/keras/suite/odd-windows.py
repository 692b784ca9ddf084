"""Windows over sizes that a call decides, where "same" pads by those sizes: strides longer than the window, dilations beside strides, equal sizes by several ways."""

import keras
import numpy as np
from keras import layers, ops

from . import after_dense, case, one_layer, scaled

D = ["dynamic"]


def table(*shape):
    return np.random.uniform(-1, 1, shape).astype("float32")


def on(shape, use, dtype="float32"):
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, use(x))


def same(name, shape, layer, **inputs):
    case(f"same-{name}", lambda: one_layer(shape, layer()), D, **inputs)


for kernel, stride in ((1, 2), (2, 3), (1, 4), (2, 5), (3, 4)):
    same(f"conv1d-{kernel}-by-{stride}", (None, 3), lambda k=kernel, s=stride: layers.Conv1D(4, k, strides=s, padding="same"))
same("conv2d-both", (None, None, 2), lambda: layers.Conv2D(3, (1, 2), strides=3, padding="same"))
same("conv2d-one", (None, 5, 2), lambda: layers.Conv2D(3, 2, strides=3, padding="same", activation="relu", use_bias=False))
same("conv2d-long-and-short", (None, None, 2), lambda: layers.Conv2D(3, (3, 1), strides=2, padding="same", groups=1))
same("depthwise-conv1d", (None, 3), lambda: layers.DepthwiseConv1D(2, strides=3, padding="same", depth_multiplier=2))
same("depthwise-conv2d", (None, 4, 3), lambda: layers.DepthwiseConv2D(1, strides=2, padding="same"))
same("separable-conv1d", (None, 3), lambda: layers.SeparableConv1D(4, 2, strides=3, padding="same"))
same("separable-conv2d", (None, None, 3), lambda: layers.SeparableConv2D(4, 2, strides=3, padding="same"))
for pool, stride in ((2, 3), (1, 2), (2, 5)):
    case(f"same-max-pooling1d-{pool}-by-{stride}", lambda p=pool, s=stride: after_dense((None, 3), layers.MaxPooling1D(p, s, padding="same")), D, x=scaled(1.0, -2.0))
case("same-max-pooling2d", lambda: after_dense((None, None, 2), layers.MaxPooling2D((2, 1), (3, 2), padding="same")), D)
case("same-conv-node", lambda: on((None, 3), lambda x: ops.conv(x, table(2, 3, 4), strides=3, padding="same")), D)
case("same-depthwise-node", lambda: on((None, None, 3), lambda x: ops.depthwise_conv(x, table(1, 2, 3, 2), strides=3, padding="same")), D)
case("same-max-pool-node", lambda: on((None, 3), lambda x: ops.max_pool(x, 2, strides=3, padding="same")), D)
case("same-patches", lambda: on((None, None, 2), lambda x: ops.image.extract_patches(x, 2, strides=3, padding="same")), D)


def met(first, second):
    """Two ways to the same size, which meet."""

    def build():
        x = keras.Input((None, 4), name="x")
        return keras.Model(x, layers.Add()([first()(x), second()(x)]))

    return build


case("same-meets-strides", met(lambda: layers.Conv1D(4, 3, strides=2, padding="same"), lambda: layers.MaxPooling1D(2, 2, padding="same")), D)
case("same-meets-long-strides", met(lambda: layers.Conv1D(4, 2, strides=3, padding="same"), lambda: layers.AveragePooling1D(4, 3, padding="same")), D)


def unrolled():
    """The size is the sum of two axes, and is taken apart and put together again."""
    x = keras.Input((None, 4), name="x")
    y = layers.Conv1D(6, 1, strides=2, padding="same")(x)
    return keras.Model(x, layers.LSTM(3)(layers.Concatenate(axis=1)([layers.Reshape((-1, 3))(y), layers.ZeroPadding1D(1)(layers.Dense(3)(x))])))


case("same-unrolled", unrolled, D)
