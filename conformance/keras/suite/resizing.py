"""Images of another size: Resizing with all its arguments, CenterCrop, UpSampling2D's interpolations, and `keras.ops.image.resize`."""

import keras
from keras import layers, ops

from . import case, integers, one_layer, scaled

BYTES = integers(0, 256)


def resizing(name, shape, *size, tags=(), dtype="float32", **kwargs):
    inputs = {"x": BYTES} if "int" in dtype else {}
    case(f"resizing-{name}", lambda: one_layer(shape, layers.Resizing(*size, **kwargs), dtype), tags, **inputs)


for interpolation in ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area"):
    resizing(f"{interpolation}-up", (5, 4, 2), 9, 7, interpolation=interpolation)
    resizing(f"{interpolation}-down", (11, 13, 2), 4, 5, interpolation=interpolation)
    resizing(f"{interpolation}-antialias", (11, 6, 2), 4, 8, interpolation=interpolation, antialias=True)
    resizing(f"{interpolation}-dynamic", (None, None, 2), 4, 7, interpolation=interpolation, antialias=interpolation != "bicubic", tags=["dynamic"])
resizing("first", (2, 5, 7), 6, 4, data_format="channels_first")
resizing("integers", (5, 7, 2), 6, 4, dtype="int32")
resizing("bytes-bicubic", (5, 7, 2), 6, 4, dtype="uint8", interpolation="bicubic")
resizing("same", (5, 7, 2), 5, 7, interpolation="lanczos3")
resizing("half-same", (5, 7, 2), 5, 9, interpolation="lanczos3")
resizing("crop-tall", (11, 6, 2), 4, 5, crop_to_aspect_ratio=True)
resizing("crop-wide", (6, 13, 2), 5, 4, crop_to_aspect_ratio=True, interpolation="bicubic")
resizing("crop-dynamic", (None, None, 2), 4, 5, crop_to_aspect_ratio=True, tags=["dynamic"])
resizing("crop-half-dynamic", (9, None, 2), 3, 5, crop_to_aspect_ratio=True, antialias=True, tags=["dynamic"])
resizing("pad-tall", (11, 6, 2), 4, 5, pad_to_aspect_ratio=True, fill_value=0.75)
resizing("pad-wide", (6, 13, 2), 5, 4, pad_to_aspect_ratio=True, interpolation="nearest")
resizing("pad-dynamic", (None, None, 2), 4, 5, pad_to_aspect_ratio=True, fill_value=-1.5, tags=["dynamic"])
resizing("pad-first", (2, 5, 9), 6, 6, pad_to_aspect_ratio=True, data_format="channels_first")
case("resizing-after-dense", lambda: keras.Sequential([keras.Input((6, 5, 2), name="x"), layers.Dense(3), layers.Resizing(4, 9, "lanczos5"), layers.Conv2D(2, 3)]))


def crop(name, shape, *size, tags=(), **kwargs):
    case(f"center-crop-{name}", lambda: one_layer(shape, layers.CenterCrop(*size, **kwargs)), tags)


crop("plain", (7, 6, 2), 4, 3)
crop("odd", (8, 9, 2), 3, 4)
crop("same", (7, 6, 2), 7, 6)
crop("first", (2, 7, 6), 4, 5, data_format="channels_first")
crop("dynamic", (None, None, 2), 4, 5, tags=["dynamic"])
crop("half-dynamic", (7, None, 2), 4, 5, tags=["dynamic"])
crop("small", (4, 5, 2), 6, 7)
crop("small-wide", (4, 9, 2), 6, 5)
crop("small-first", (2, 9, 4), 5, 6, data_format="channels_first")
case("center-crop-integers", lambda: one_layer((7, 6, 2), layers.CenterCrop(4, 3), "int32"), x=BYTES)

for interpolation in ("bicubic", "lanczos3", "lanczos5"):
    case(f"up-sampling-2d-{interpolation}", lambda i=interpolation: one_layer((5, 4, 2), layers.UpSampling2D((2, 3), interpolation=i)))
    case(f"up-sampling-2d-{interpolation}-dynamic", lambda i=interpolation: one_layer((None, 4, 2), layers.UpSampling2D((3, 1), interpolation=i)), ["dynamic"])
case("up-sampling-2d-bilinear-dynamic", lambda: one_layer((None, None, 2), layers.UpSampling2D(3, interpolation="bilinear")), ["dynamic"])
case("up-sampling-2d-bicubic-first", lambda: one_layer((2, 4, 5), layers.UpSampling2D(2, data_format="channels_first", interpolation="bicubic")))


def on(shape, use, dtype="float32"):
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, use(x))


case("resize-node", lambda: on((5, 7, 2), lambda y: ops.image.resize(y, (4, 9), interpolation="lanczos3", antialias=True)))
case("resize-node-bytes", lambda: on((5, 7, 2), lambda y: ops.image.resize(y, (7, 4)), "uint8"), x=BYTES)
case("resize-node-integers-down", lambda: on((9, 8, 2), lambda y: ops.image.resize(y, (4, 3)), "int32"), x=integers(-999, 999))
case("resize-node-integers", lambda: on((5, 7, 2), lambda y: ops.image.resize(y, (7, 4)), "int32"), x=integers(-999, 999))
case("resize-node-nearest-integers", lambda: on((5, 7, 2), lambda y: ops.image.resize(y, (7, 4), "nearest"), "int32"), x=integers(-999, 999))
case("resize-node-first", lambda: on((2, 5, 7), lambda y: ops.image.resize(y, (4, 9), crop_to_aspect_ratio=True, data_format="channels_first")))
case("resize-node-one-image", lambda: on((5, 7, 2), lambda y: y[:, :4, :6] * ops.image.resize(ops.mean(y, axis=0), (4, 6), pad_to_aspect_ratio=True, fill_value=0.5)))
case("resize-node-dynamic", lambda: on((None, 7, 2), lambda y: ops.image.resize(y, (4, 9), interpolation="area")), ["dynamic"])
