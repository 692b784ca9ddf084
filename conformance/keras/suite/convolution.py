"""Convolutions: strides, dilation, groups, padding, odd sizes, sizes known only at run time; padding and up-sampling."""

from keras import layers

from . import case, one_layer

C = layers.Conv2D


def conv(name, shape, layer, tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


conv("conv1d-valid", (9, 3), lambda: layers.Conv1D(4, 3))
conv("conv1d-same", (9, 3), lambda: layers.Conv1D(4, 4, padding="same"))
conv("conv1d-same-strides", (10, 3), lambda: layers.Conv1D(4, 3, strides=2, padding="same", activation="relu"))
conv("conv1d-same-dilation", (11, 3), lambda: layers.Conv1D(4, 3, dilation_rate=2, padding="same"))
conv("conv1d-causal", (9, 3), lambda: layers.Conv1D(4, 3, padding="causal"))
conv("conv1d-causal-dilation", (11, 3), lambda: layers.Conv1D(4, 3, padding="causal", dilation_rate=3))
conv("conv1d-causal-strides", (10, 3), lambda: layers.Conv1D(4, 3, padding="causal", strides=2))
conv("conv1d-groups", (9, 4), lambda: layers.Conv1D(6, 3, groups=2))
conv("conv1d-dynamic-same", (None, 3), lambda: layers.Conv1D(4, 3, strides=2, padding="same"), ["dynamic"])
conv("conv1d-dynamic-causal", (None, 3), lambda: layers.Conv1D(4, 3, padding="causal"), ["dynamic"])
conv("conv1d-no-bias", (9, 3), lambda: layers.Conv1D(4, 3, use_bias=False, activation="gelu"))
conv("conv1d-one", (6, 3), lambda: layers.Conv1D(4, 1))

conv("conv2d-valid", (6, 7, 3), lambda: C(4, 3))
conv("conv2d-same", (6, 7, 3), lambda: C(4, 3, padding="same", activation="relu"))
conv("conv2d-same-even-kernel", (6, 7, 2), lambda: C(3, (2, 4), padding="same"))
conv("conv2d-same-strides-odd", (7, 9, 2), lambda: C(3, 3, strides=2, padding="same"))
conv("conv2d-same-strides-even", (8, 6, 2), lambda: C(3, 3, strides=2, padding="same"))
conv("conv2d-same-strides-3", (8, 7, 2), lambda: C(3, (3, 2), strides=(3, 2), padding="same"))
conv("conv2d-strides-beyond-kernel", (7, 8, 2), lambda: C(3, 1, strides=3, padding="same"))
conv("conv2d-valid-strides", (9, 8, 2), lambda: C(3, (2, 3), strides=(2, 3)))
conv("conv2d-dilation-same", (8, 7, 2), lambda: C(3, 3, dilation_rate=2, padding="same"))
conv("conv2d-dilation-valid", (8, 9, 2), lambda: C(3, 3, dilation_rate=(2, 3)))
conv("conv2d-groups", (5, 5, 6), lambda: C(4, 3, groups=2, padding="same"))
conv("conv2d-groups-depthwise", (5, 5, 4), lambda: C(8, 3, groups=4))
conv("conv2d-no-bias", (5, 5, 3), lambda: C(4, 3, use_bias=False, activation="silu"))
conv("conv2d-one", (4, 5, 3), lambda: C(4, 1))
conv("conv2d-dynamic-same", (None, None, 2), lambda: C(3, 3, strides=2, padding="same"), ["dynamic"])
conv("conv2d-dynamic-valid", (None, None, 2), lambda: C(3, (3, 2)), ["dynamic"])
conv("conv2d-dynamic-dilation", (None, 8, 2), lambda: C(3, 3, dilation_rate=2, padding="same"), ["dynamic"])

conv("depthwise-conv2d", (6, 5, 3), lambda: layers.DepthwiseConv2D(3))
conv("depthwise-conv2d-same", (7, 6, 3), lambda: layers.DepthwiseConv2D(3, strides=2, padding="same"))
conv("depthwise-conv2d-multiplier", (6, 5, 3), lambda: layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="relu6"))
conv("depthwise-conv2d-dilation", (8, 9, 2), lambda: layers.DepthwiseConv2D(3, dilation_rate=2, padding="same"))
conv("depthwise-conv2d-no-bias", (6, 5, 3), lambda: layers.DepthwiseConv2D((2, 3), use_bias=False))
conv("depthwise-conv1d", (9, 3), lambda: layers.DepthwiseConv1D(3, depth_multiplier=2, padding="same"))
conv("depthwise-conv1d-strides", (10, 3), lambda: layers.DepthwiseConv1D(3, strides=2))
conv("separable-conv2d", (6, 7, 3), lambda: layers.SeparableConv2D(4, 3))
conv("separable-conv2d-same", (7, 6, 3), lambda: layers.SeparableConv2D(4, 3, strides=2, padding="same", depth_multiplier=2, activation="relu"))
conv("separable-conv2d-dilation", (8, 9, 2), lambda: layers.SeparableConv2D(3, 3, dilation_rate=2, use_bias=False))
conv("separable-conv1d", (9, 3), lambda: layers.SeparableConv1D(4, 3))
conv("separable-conv1d-same", (10, 3), lambda: layers.SeparableConv1D(4, 4, strides=2, padding="same", depth_multiplier=2))

conv("zero-padding-1d", (4, 3), lambda: layers.ZeroPadding1D(2))
conv("zero-padding-1d-uneven", (4, 3), lambda: layers.ZeroPadding1D((1, 3)))
conv("zero-padding-2d", (4, 3, 2), lambda: layers.ZeroPadding2D(1))
conv("zero-padding-2d-pair", (4, 3, 2), lambda: layers.ZeroPadding2D((2, 1)))
conv("zero-padding-2d-uneven", (4, 3, 2), lambda: layers.ZeroPadding2D(((0, 1), (2, 3))))
conv("up-sampling-2d-nearest", (3, 4, 2), lambda: layers.UpSampling2D())
conv("up-sampling-2d-nearest-uneven", (3, 4, 2), lambda: layers.UpSampling2D((3, 2)))
conv("up-sampling-2d-bilinear", (3, 4, 2), lambda: layers.UpSampling2D(2, interpolation="bilinear"))
conv("up-sampling-2d-bilinear-uneven", (4, 3, 2), lambda: layers.UpSampling2D((2, 3), interpolation="bilinear"))
conv("up-sampling-2d-dynamic", (None, None, 2), lambda: layers.UpSampling2D(2), ["dynamic"])

# Channels first: other sizes than filters on the last axis, since Keras adds a bias along that one where they are equal. Conv1D and Conv2D are not among
# them, as TensorFlow without oneDNN has no kernel for these on a processor.
FIRST = {"data_format": "channels_first"}
conv("conv3d-first", (2, 5, 6, 7), lambda: layers.Conv3D(3, 2, strides=2, padding="same", **FIRST))
conv("depthwise-conv2d-first", (3, 7, 8), lambda: layers.DepthwiseConv2D(3, strides=2, depth_multiplier=2, padding="same", use_bias=False, **FIRST))
conv("separable-conv1d-first", (3, 9), lambda: layers.SeparableConv1D(4, 3, padding="same", **FIRST))
conv("conv3d", (5, 6, 7, 2), lambda: layers.Conv3D(3, (2, 3, 2), activation="relu"))
conv("conv3d-same-strides", (5, 6, 7, 2), lambda: layers.Conv3D(3, 3, strides=2, padding="same"))
conv("conv3d-groups-dilation", (5, 6, 7, 4), lambda: layers.Conv3D(4, 2, groups=2, dilation_rate=2))
conv("conv2d-dynamic-one", (None, None, 2), lambda: C(3, 1, strides=2, padding="same"), ["dynamic"])
conv("conv2d-softmax", (6, 7, 3), lambda: C(4, 3, activation="softmax"))
conv("depthwise-conv1d-strides-dilation", (11, 3), lambda: layers.DepthwiseConv1D(3, strides=2, dilation_rate=2, depth_multiplier=2, padding="same"))
conv("depthwise-conv2d-strides-dilation", (11, 12, 2), lambda: layers.DepthwiseConv2D(3, strides=2, dilation_rate=(3, 2), padding="same"))
conv("separable-conv2d-strides-dilation", (9, 12, 3), lambda: layers.SeparableConv2D(4, 3, strides=2, dilation_rate=2, padding="same"))
conv("separable-conv1d-dynamic", (None, 3), lambda: layers.SeparableConv1D(4, 3, strides=2, padding="same"), ["dynamic"])

conv("zero-padding-3d", (2, 3, 4, 2), lambda: layers.ZeroPadding3D(((1, 2), (0, 1), (3, 0))))
conv("zero-padding-2d-first", (2, 4, 3), lambda: layers.ZeroPadding2D(((0, 1), (2, 3)), **FIRST))
conv("zero-padding-1d-dynamic", (None, 3), lambda: layers.ZeroPadding1D((2, 0)), ["dynamic"])
conv("cropping-1d", (7, 3), lambda: layers.Cropping1D((2, 0)))
conv("cropping-1d-dynamic", (None, 3), lambda: layers.Cropping1D((0, 1)), ["dynamic"])
conv("cropping-2d", (6, 7, 2), lambda: layers.Cropping2D(((1, 0), (0, 2))))
conv("cropping-2d-first", (2, 6, 7), lambda: layers.Cropping2D((1, 2), **FIRST))
conv("cropping-3d", (5, 6, 7, 2), lambda: layers.Cropping3D(((1, 2), (0, 1), (3, 0))))
conv("up-sampling-1d", (5, 3), lambda: layers.UpSampling1D(3))
conv("up-sampling-1d-dynamic", (None, 3), lambda: layers.UpSampling1D(2), ["dynamic"])
conv("up-sampling-2d-first", (2, 3, 4), lambda: layers.UpSampling2D((3, 2), interpolation="bilinear", **FIRST))
conv("up-sampling-3d", (2, 3, 4, 2), lambda: layers.UpSampling3D((3, 2, 1)))
