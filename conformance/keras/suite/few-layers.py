"""Layers that few other models hold: those of applications that Keras does not export, and operations that stood in one model alone."""

import keras
import numpy as np
from keras import layers, ops
from keras.src.applications.convnext import LayerScale, StochasticDepth
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

from . import after_dense, case, integers, scaled, uniform
from .numpy_models import finite, many

SHAPES = [(5,), (3, 4), (4, 3, 2), (2, 2, 3, 4), (None, 3), (None, None, 2), (1,), (7, 1)]

for at, shape in enumerate(SHAPES):
    dynamic = ["dynamic"] if None in shape else []
    case(f"layer-scale-{at}", lambda s=shape, i=at: after_dense(s, LayerScale([1e-6, 0.1, 1.0][i % 3], s[-1])), dynamic)
    case(f"stochastic-depth-{at}", lambda s=shape, i=at: after_dense(s, StochasticDepth([0.0, 0.1, 0.5, 0.99][i % 4])), dynamic)


def scaled_sum(shape, scale):
    x = keras.Input(shape, name="x")
    return keras.Model(x, CustomScaleLayer(scale)([x, layers.Dense(shape[-1])(x)]))


for at, scale in enumerate((0.17, 1.0, 0.2, -0.5, 2, 0.1, 1e-1, 3.25)):
    case(f"custom-scale-{at}", lambda s=SHAPES[at], k=scale: scaled_sum(s, k), ["dynamic"] if None in SHAPES[at] else [])


def depth(shape):
    """A branch of ConvNeXt: scaled, dropped in training, added."""
    x = keras.Input(shape, name="x")
    y = layers.Dense(shape[-1])(layers.DepthwiseConv2D(3, padding="same")(x))
    return keras.Model(x, layers.Add()([x, StochasticDepth(0.2)(LayerScale(1e-2, shape[-1])(y))]))


case("stochastic-branch", lambda: depth((4, 5, 3)))
case("fft2-node-even", lambda: many([(4, 6), (4, 6)], lambda x, y: ops.fft2((x, y))[0], lambda x, y: ops.fft2((x, y))[1]))
case("fft2-node-odd", lambda: many([(2, 3, 5), (2, 3, 5)], lambda x, y: ops.fft2((x, y))[1], lambda x, y: ops.ifft2((x, y))[0]))
case("ifft2-node-more", lambda: many([(4, 3), (4, 3)], lambda x, y: ops.ifft2((x, y))[0], lambda x, y: ops.ifft2((x, y))[1]))
case("psnr-node-more", lambda: many([(4, 3), (4, 3)], lambda x, y: x * ops.psnr(x, y, 2.0)), x=uniform(0, 1), y=uniform(0, 1))
case("psnr-node-images", lambda: many([(4, 3, 2), (4, 3, 2)], lambda x, y: x + ops.psnr(x, y, max_val=1.0)), x=uniform(0, 1), y=uniform(0, 1))
case("rsqrt-node-more", lambda: many([(4, 3)], lambda x: ops.rsqrt(x), lambda x: ops.rsqrt(x + 3) * x), x=uniform(0.1, 4))
case("scatter-node-more", lambda: many([(5,)], lambda x: x[:, :4] * ops.scatter([[1], [3]], np.array([2.0, -1.0], "float32"), (4,)) + x[:, 1:]))
case("scatter-node-again", lambda: many([(5,)], lambda x: ops.scatter([[0], [2], [0]], ops.transpose(x)[:3], (4, x.shape[0] or 1))[0:1] if False else x + ops.scatter([[0], [2], [0]], np.array([1.0, 2.0, 3.0], "float32"), (5,))))


def holed(rng, shape, dtype):
    """Numbers of which an eighth is no number."""
    x = rng.standard_normal(shape)
    x[rng.random(shape) < 0.12] = np.nan
    return x.astype(dtype)


def nan(name, shape, layer, *more):
    case(f"nan-in-{name}", lambda: many([shape], lambda x: finite(layer()(x)), *more), x=holed)


nan("global-max-pooling1d", (4, 6), layers.GlobalMaxPooling1D)
nan("global-max-pooling2d", (3, 2, 8), lambda: layers.GlobalMaxPooling2D(keepdims=True))
nan("global-max-pooling3d", (2, 3, 2, 8), layers.GlobalMaxPooling3D)
nan("global-max-pooling-first", (8, 2, 2), lambda: layers.GlobalMaxPooling2D(data_format="channels_first"))
nan("soft-shrink", (4, 5), lambda: layers.Activation("soft_shrink"), lambda x: ops.soft_shrink(x, 0.2), lambda x: finite(ops.threshold(x, 0.1, 0.5)))
nan("norms", (4, 5), lambda: layers.Activation("relu"), *(lambda x, o=o: finite(ops.norm(x, ord=o, axis=-1)) for o in (np.inf, -np.inf, 1, 2)))
nan("auto-contrast", (3, 4, 3), lambda: layers.AutoContrast(value_range=(-3, 3)))
nan("softmax", (4, 5), layers.Softmax, lambda x: finite(ops.logsumexp(x, axis=-1)), lambda x: finite(ops.max(x, axis=-1)))
nan("extremes", (4, 5), lambda: layers.ReLU(max_value=1.5, threshold=0.2), lambda x: finite(layers.Maximum()([x, x * 0.5])), lambda x: finite(layers.Minimum()([x * 2, x])), lambda x: finite(ops.clip(x, -0.5, 1)))
