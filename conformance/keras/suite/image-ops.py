"""Operations of `keras.ops.image` as nodes: colours, pads and crops, patches, filters, transforms."""

import keras
import numpy as np
from keras import layers, ops

from . import case, integers, one_layer, uniform

PIXELS = uniform(0, 1)
IMAGE = ops.image


def table(*shape, low=-1.0, high=1.0):
    """A constant; NumPy's seed is that of the case."""
    return np.random.uniform(low, high, shape).astype("float32")


def on(name, shape, use, tags=(), dtype="float32", x=None):
    def build():
        y = keras.Input(shape, name="x", dtype=dtype)
        return keras.Model(y, use(y))

    case(name, build, tags, **({"x": x} if x else {}))


def one_row(y):
    """One image that is known whole, as some operations want it."""
    return ops.mean(y, axis=0)


on("rgb-to-grayscale-node", (3, 4, 3), lambda y: IMAGE.rgb_to_grayscale(y))
on("rgb-to-grayscale-node-first", (3, 4, 5), lambda y: IMAGE.rgb_to_grayscale(y, data_format="channels_first"))
on("rgb-to-grayscale-node-gray", (3, 4, 1), lambda y: IMAGE.rgb_to_grayscale(y) * 2.0)
on("rgb-to-grayscale-node-dynamic", (None, 4, 3), lambda y: IMAGE.rgb_to_grayscale(y), ["dynamic"])
on("rgb-to-hsv-node", (3, 4, 3), lambda y: IMAGE.rgb_to_hsv(y), x=PIXELS)
on("rgb-to-hsv-node-first", (3, 4, 5), lambda y: IMAGE.rgb_to_hsv(y, data_format="channels_first"), x=PIXELS)
on("rgb-to-hsv-node-gray", (3, 4, 3), lambda y: IMAGE.rgb_to_hsv(ops.floor(y * 3.0)), x=PIXELS)
on("hsv-to-rgb-node", (3, 4, 3), lambda y: IMAGE.hsv_to_rgb(y), x=PIXELS)
on("hsv-to-rgb-node-wide", (3, 4, 3), lambda y: IMAGE.hsv_to_rgb(y * 3.0 - 1.0), x=PIXELS)
on("hsv-to-rgb-node-first", (3, 4, 5), lambda y: IMAGE.hsv_to_rgb(y, data_format="channels_first"), x=PIXELS)

on("pad-images-node", (3, 4, 2), lambda y: IMAGE.pad_images(y, 1, 0, 2, 3))
on("pad-images-node-target", (3, 4, 2), lambda y: IMAGE.pad_images(y, top_padding=1, left_padding=2, target_height=7, target_width=6))
on("pad-images-node-first", (2, 3, 4), lambda y: IMAGE.pad_images(y, bottom_padding=1, right_padding=2, target_height=7, target_width=6, data_format="channels_first"))
on("pad-images-node-integers", (3, 4, 2), lambda y: IMAGE.pad_images(y, 1, 0, 2, 3), dtype="int32", x=integers(-9, 9))
on("crop-images-node", (6, 7, 2), lambda y: IMAGE.crop_images(y, 1, 0, 2, 3))
on("crop-images-node-target", (6, 7, 2), lambda y: IMAGE.crop_images(y, top_cropping=1, left_cropping=2, target_height=3, target_width=4))
on("crop-images-node-first", (2, 6, 7), lambda y: IMAGE.crop_images(y, bottom_cropping=1, right_cropping=2, target_height=3, target_width=4, data_format="channels_first"))

on("extract-patches-node", (6, 7, 2), lambda y: IMAGE.extract_patches(y, (2, 3)))
on("extract-patches-node-same", (6, 7, 2), lambda y: IMAGE.extract_patches(y, 3, strides=2, padding="same"))
on("extract-patches-node-dilated", (7, 7, 2), lambda y: IMAGE.extract_patches(y, (2, 3), strides=1, dilation_rate=2))
on("extract-patches-node-dynamic", (None, 7, 2), lambda y: IMAGE.extract_patches(y, 3, strides=2, padding="same"), ["dynamic"])
on("extract-patches-node-3d", (4, 5, 4, 2), lambda y: IMAGE.extract_patches(y, (2, 3, 2)))
on("gaussian-blur-node", (6, 7, 3), lambda y: IMAGE.gaussian_blur(y))
on("gaussian-blur-node-odd", (6, 7, 3), lambda y: IMAGE.gaussian_blur(y, (5, 3), (0.7, 1.9)))
on("gaussian-blur-node-even", (6, 7, 3), lambda y: IMAGE.gaussian_blur(y, (4, 2), (0.7, 1.9)))
on("gaussian-blur-node-dynamic", (None, 7, 3), lambda y: IMAGE.gaussian_blur(y, (3, 5), (2.0, 0.5)), ["dynamic"])
on("sobel-edges-node", (6, 7, 3), lambda y: IMAGE.sobel_edges(y))
on("sobel-edges-node-first", (3, 6, 7), lambda y: IMAGE.sobel_edges(y, data_format="channels_first"))
on("sobel-edges-node-dynamic", (None, 7, 2), lambda y: IMAGE.sobel_edges(y), ["dynamic"])


def two(name, shape, use, tags=()):
    def build():
        a, b = keras.Input(shape, name="a"), keras.Input(shape, name="b")
        return keras.Model([a, b], use(a, b))

    case(name, build, tags, a=PIXELS, b=PIXELS)


two("ssim-node", (13, 12, 2), lambda a, b: IMAGE.ssim(a, b))
two("ssim-node-small", (6, 7, 3), lambda a, b: IMAGE.ssim(a, b, max_val=2.0, filter_size=3, filter_sigma=0.9, k1=0.03, k2=0.05))
two("ssim-node-first", (2, 6, 7), lambda a, b: IMAGE.ssim(a, b, filter_size=4, data_format="channels_first"))

TURN = np.array([0.9, -0.3, 1.2, 0.25, 1.1, -0.8, 0.01, -0.02], "float32")
for mode in ("constant", "nearest", "wrap", "reflect"):
    for interpolation in ("bilinear", "nearest"):
        on(
            f"affine-transform-node-{mode}-{interpolation}",
            (6, 7, 2),
            lambda y, m=mode, i=interpolation: IMAGE.affine_transform(y, TURN * 1.0, interpolation=i, fill_mode=m, fill_value=0.5 if m == "constant" else 0),
        )
on("affine-transform-node-far", (4, 5, 2), lambda y: IMAGE.affine_transform(y, np.array([2.5, 0.4, -7.3, -0.6, 3.1, -5.2, 0, 0], "float32"), fill_mode="reflect"))
on("affine-transform-node-wrap-far", (4, 5, 2), lambda y: IMAGE.affine_transform(y, np.array([2.5, 0.4, -7.3, -0.6, 3.1, -5.2, 0, 0], "float32"), fill_mode="wrap"))
on("affine-transform-node-first", (2, 6, 7), lambda y: IMAGE.affine_transform(y, TURN, data_format="channels_first"))
on("affine-transform-node-dynamic", (None, 7, 2), lambda y: IMAGE.affine_transform(y, TURN, fill_mode="nearest"), ["dynamic"])
case(
    "affine-transform-node-batch",
    lambda: keras.Model(
        inputs := [keras.Input((6, 7, 2), name="a"), keras.Input((8,), name="b")],
        IMAGE.affine_transform(inputs[0], inputs[1] * np.array([0.1, 0.1, 1, 0.1, 0.1, 1, 0.01, 0.01], "float32") + np.array([1, 0, 0, 0, 1, 0, 0, 0], "float32")),
    ),
)
CORNERS = np.array([[0, 0], [6, 0], [0, 5], [6, 5]], "float32")
MOVED = np.array([[0.4, 0.3], [5.2, 0.7], [0.6, 4.6], [6.3, 5.1]], "float32")
on("perspective-transform-node", (6, 7, 2), lambda y: IMAGE.perspective_transform(y, CORNERS, MOVED))
on("perspective-transform-node-nearest", (6, 7, 2), lambda y: IMAGE.perspective_transform(y, MOVED, CORNERS, interpolation="nearest", fill_value=0.5))
on("perspective-transform-node-first", (2, 6, 7), lambda y: IMAGE.perspective_transform(y, CORNERS, MOVED, data_format="channels_first"))
case(
    "perspective-transform-node-batch",
    lambda: keras.Model(
        inputs := [keras.Input((6, 7, 2), name="a"), keras.Input((4, 2), name="b")],
        IMAGE.perspective_transform(inputs[0], inputs[1] * 0.2 + CORNERS, inputs[1] * 0.0 + MOVED),
    ),
)

PLACES = np.array([[0.2, 1.7, -0.6, 3.4, 9.5], [2.2, -1.3, 4.9, 0.5, 1.5], [0, 1, 0.4, 0.6, -0.2]], "float32")
for mode in ("constant", "nearest", "wrap", "reflect"):
    on(
        f"map-coordinates-node-{mode}",
        (4, 5, 2),
        lambda y, m=mode: y[:, 0, 0, :1] + IMAGE.map_coordinates(one_row(y), PLACES, 1, fill_mode=m, fill_value=0.25 if m == "constant" else 0.0),
    )
on("map-coordinates-node-order-0", (4, 5, 2), lambda y: y[:, 0, 0, :1] + IMAGE.map_coordinates(one_row(y), PLACES, order=0, fill_mode="nearest"))
on("map-coordinates-node-matrix", (4, 5, 2), lambda y: y[:, :1, :, 0] + IMAGE.map_coordinates(one_row(y)[:, :, 0], table(2, 3, 5, high=5), order=1))
AGAIN = np.array([[0.2, -1.7, 5.5], [-2.4, 6.6, 1.5], [0.3, 3.5, -0.6]], "float32")
on("map-coordinates-node-mirror", (4, 5, 2), lambda y: y[:, 0, 0, :1] + IMAGE.map_coordinates(one_row(y), AGAIN, 1, fill_mode="mirror"))
for method in ("linear", "cubic", "lanczos3", "lanczos5"):
    on(
        f"scale-and-translate-node-{method}",
        (6, 7, 2),
        lambda y, m=method: y[:, :4, :5] * IMAGE.scale_and_translate(one_row(y), (4, 5, 2), np.array([0.7, 1.3], "float32"), np.array([0.3, -0.8], "float32"), (0, 1), m),
    )
on("scale-and-translate-node-plain", (6, 7, 2), lambda y: y[:, :4, :5] * IMAGE.scale_and_translate(one_row(y), (4, 5, 2), np.array([0.5], "float32"), np.array([1.0], "float32"), (1,), "linear", antialias=False)[:4, :5])
