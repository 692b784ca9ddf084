"""Operations of `keras.ops.nn` as nodes: windows, norms, losses, attention, one-hot, blocks."""

import keras
import numpy as np
from keras import layers, ops

from . import case, integers, uniform

def table(*shape, low=-1.0, high=1.0):
    """A constant; NumPy's seed is that of the case."""
    return np.random.uniform(low, high, shape).astype("float32")


def on(shape, use, width=4, dtype="float32", batch=None):
    """`use` on the output of a Dense, or on the input itself for width None."""
    x = keras.Input(shape, name="x", dtype=dtype, batch_size=batch)
    return keras.Model(x, use(layers.Dense(width)(x) if width else x))


def two(use, a=(3, 4), b=(3, 4), types=("float32", "float32")):
    p, q = keras.Input(a, name="a", dtype=types[0]), keras.Input(b, name="b", dtype=types[1])
    return keras.Model([p, q], use(p, q))


def op(name, shape, use, *args, tags=(), **inputs):
    case(name, lambda: on(shape, use, *args), tags, **inputs)


# Windows.
for kind, pool in (("max", ops.max_pool), ("average", ops.average_pool)):
    op(f"{kind}-pool-node", (7, 4), lambda y, p=pool: p(y, 2))
    op(f"{kind}-pool-node-same", (7, 5, 4), lambda y, p=pool: p(y, (3, 2), strides=(2, 1), padding="same"))
    op(f"{kind}-pool-node-first", (3, 5, 4), lambda y, p=pool: p(y, 2, strides=1, padding="SAME", data_format="channels_first"))
    op(f"{kind}-pool-node-3d", (3, 5, 4, 2), lambda y, p=pool: p(y, (1, 2, 3), strides=None, padding="same"))
    op(f"{kind}-pool-node-dynamic", (None, 5, 4), lambda y, p=pool: p(y, 3, strides=2, padding="same"), tags=["dynamic"])

op("conv-node", (6, 4), lambda y: ops.conv(y, table(3, 4, 5)))
op("conv-node-same", (6, 5, 4), lambda y: ops.conv(y, table(3, 2, 4, 5), strides=(2, 1), padding="same"))
op("conv-node-dilated", (7, 6, 4), lambda y: ops.conv(y, table(2, 3, 4, 2), dilation_rate=(2, 1), padding="same"))
op("conv-node-3d", (4, 5, 3, 2), lambda y: ops.conv(y, table(2, 2, 2, 4, 3), strides=2, padding="same"))
op("conv-node-dynamic", (None, 5, 4), lambda y: ops.conv(y, table(3, 2, 4, 5), strides=(2, 1), padding="same"), tags=["dynamic"])
case("conv-node-tensor-kernel", lambda: two(lambda a, b: ops.conv(a, ops.reshape(ops.mean(b, axis=0), (3, 4, 2))), (6, 4), (24,)))
op("depthwise-conv-node", (6, 4), lambda y: ops.depthwise_conv(y, table(3, 4, 2)))
op("depthwise-conv-node-same", (6, 5, 3), lambda y: ops.depthwise_conv(y, table(3, 2, 3, 2), strides=2, padding="same"), 3)
op("depthwise-conv-node-both", (9, 8, 3), lambda y: ops.depthwise_conv(y, table(3, 2, 3, 1), strides=2, dilation_rate=2, padding="same"), 3)
op("depthwise-conv-node-first", (3, 5, 6), lambda y: ops.depthwise_conv(y, table(3, 2, 3, 1), data_format="channels_first"), 6)
op("separable-conv-node", (6, 4), lambda y: ops.separable_conv(y, table(3, 4, 2), table(1, 8, 3)))
op("separable-conv-node-same", (6, 5, 3), lambda y: ops.separable_conv(y, table(3, 2, 3, 1), table(1, 1, 3, 4), strides=2, padding="same"), 3)
op("separable-conv-node-dilated", (8, 7, 3), lambda y: ops.separable_conv(y, table(3, 2, 3, 1), table(1, 1, 3, 4), dilation_rate=(2, 3)), 3)

# One-hot and its like: integers count from -1, so that what lies outside is seen.
op("one-hot-node", (3,), lambda y: ops.one_hot(y, 6), None, "int32", x=integers(-1, 8))
op("one-hot-node-axis", (2, 3), lambda y: ops.one_hot(y, 5, axis=1, dtype="int32"), None, "int32", x=integers(-1, 6))
op("one-hot-node-bool", (3,), lambda y: ops.one_hot(y, 5, axis=0, dtype="bool"), None, "int32", x=integers(-1, 6))
op("one-hot-node-float", (3,), lambda y: ops.one_hot(y, 120), None, x=uniform(-1, 125))
op("multi-hot-node", (3,), lambda y: ops.multi_hot(y, 6), None, "int32", x=integers(-1, 8))
op("multi-hot-node-rank3", (2, 3), lambda y: ops.multi_hot(y, 5, dtype="int32"), None, "int32", x=integers(-1, 6))
op("multi-hot-node-axis", (2, 3), lambda y: ops.multi_hot(y, 5, axis=1, dtype="bool"), None, "int32", x=integers(-1, 6))

# Losses.
op("binary-crossentropy-node", (5,), lambda y: ops.binary_crossentropy(ops.sigmoid(y) * y, ops.sigmoid(y) * 0.9), 4)
case("binary-crossentropy-node-two", lambda: two(ops.binary_crossentropy), a=uniform(0, 1), b=uniform(-0.1, 1.1))
case("binary-crossentropy-node-logits", lambda: two(lambda a, b: ops.binary_crossentropy(a, b, from_logits=True)), a=uniform(0, 1))
case("binary-crossentropy-node-sigmoid", lambda: two(lambda a, b: ops.binary_crossentropy(a, ops.sigmoid(b))), a=uniform(0, 1), b=uniform(-30, 30))
case("categorical-crossentropy-node", lambda: two(ops.categorical_crossentropy), a=uniform(0, 1), b=uniform(0, 1))
case("categorical-crossentropy-node-axis", lambda: two(lambda a, b: ops.categorical_crossentropy(a, b, axis=1), (3, 4), (3, 4)), a=uniform(0, 1), b=uniform(0, 1))
case("categorical-crossentropy-node-logits", lambda: two(lambda a, b: ops.categorical_crossentropy(a, b, from_logits=True)), a=uniform(0, 1))
case("categorical-crossentropy-node-softmax", lambda: two(lambda a, b: ops.categorical_crossentropy(a, ops.softmax(b))), a=uniform(0, 1), b=uniform(-30, 30))
case("categorical-crossentropy-node-softmax-layer", lambda: two(lambda a, b: ops.categorical_crossentropy(a, layers.Softmax()(b))), a=uniform(0, 1), b=uniform(-30, 30))
case("sparse-categorical-crossentropy-node", lambda: two(ops.sparse_categorical_crossentropy, (3,), (3, 4), ("int32", "float32")), a=integers(0, 4), b=uniform(0.2, 1.4))
case(
    "sparse-categorical-crossentropy-node-logits",
    lambda: two(lambda a, b: ops.sparse_categorical_crossentropy(a, b, from_logits=True), (3, 1), (3, 4), ("float32", "float32")),
    a=integers(0, 4),
)
case("sparse-categorical-crossentropy-node-softmax", lambda: two(lambda a, b: ops.sparse_categorical_crossentropy(a, ops.softmax(b)), (3,), (3, 4), ("int32", "float32")), a=integers(0, 4), b=uniform(-30, 30))

# Statistics and norms.
op("moments-node", (3, 5), lambda y: list(ops.moments(y, axes=[1])))
op("moments-node-keepdims", (3, 5), lambda y: list(ops.moments(y, axes=[-1, 1], keepdims=True)))
op("moments-node-synchronized", (None, 5), lambda y: list(ops.moments(y, [1, 2], synchronized=True)), tags=["dynamic"])
op("batch-norm-node", (3, 5), lambda y: ops.batch_normalization(y, table(4), table(4, low=0.5), -1))
op("batch-norm-node-axis", (3, 5), lambda y: ops.batch_normalization(y, table(3), table(3, low=0.5), 1, offset=table(3), scale=table(3), epsilon=0.1))
op("batch-norm-node-all", (3, 5), lambda y: ops.batch_normalization(y, table(4), table(4, low=0.5), axis=2, scale=table(4), offset=table(4)))
op("layer-norm-node", (3, 5), lambda y: ops.layer_normalization(y))
op("layer-norm-node-gamma", (3, 5), lambda y: ops.layer_normalization(y, gamma=table(4), beta=table(4), epsilon=0.01))
op("layer-norm-node-axis", (3, 5), lambda y: ops.layer_normalization(y, gamma=table(3), beta=table(3), axis=1, epsilon=0.5))
op("layer-norm-node-axes", (3, 5), lambda y: ops.layer_normalization(y, gamma=table(3, 4), beta=table(3, 4), axis=[1, 2]))
op("layer-norm-node-rms", (3, 5), lambda y: ops.layer_normalization(y, gamma=table(4), axis=-1, rms_scaling=True))
op("rms-norm-node", (3, 5), lambda y: ops.rms_normalization(y))
op("rms-norm-node-scale", (3, 5), lambda y: ops.rms_normalization(y, scale=table(4), epsilon=0.1))
op("rms-norm-node-axes", (3, 5), lambda y: ops.rms_normalization(y, axis=[2, 1]))
op("normalize-node", (3, 5), lambda y: ops.normalize(y))
op("normalize-node-one", (3, 5), lambda y: ops.normalize(y, axis=1, order=1))
op("normalize-node-three", (3, 5), lambda y: ops.normalize(y, axis=-1, order=3, epsilon=0.1))
op("normalize-node-axes", (3, 5), lambda y: ops.normalize(y, axis=[1, 2], order=2, epsilon=0.5))
op("normalize-node-one-axes", (3, 5), lambda y: ops.normalize(y, axis=[1, 2], order=1))
op("sparsemax-node", (3, 5), lambda y: ops.sparsemax(y * 2.0))
op("sparsemax-node-axis", (3, 5), lambda y: ops.sparsemax(y, axis=1))
op("softmax-node-axis-none", (3, 5), lambda y: y * ops.softmax(y, axis=None))
op("psnr-node", (3, 5), lambda y: y + ops.psnr(y, y * 1.5 + 0.25, 2.0))

# Attention: [batch, time, heads, width].


def attention(use, q=(3, 2, 4), k=(5, 2, 4), v=(5, 2, 4)):
    inputs = [keras.Input(s, name=n) for n, s in zip("qkv", (q, k, v))]
    return keras.Model(inputs, use(*inputs))


case("dot-product-attention-node", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v)))
case("dot-product-attention-node-causal", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v, is_causal=True), (5, 2, 4)))
case("dot-product-attention-node-scale", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v, bias=table(1, 2, 3, 5), scale=0.3)))
case("dot-product-attention-node-mask", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v, mask=np.tril(np.ones((1, 1, 3, 5), bool), 1))))
case("dot-product-attention-node-groups", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v), (3, 6, 4), (5, 2, 4), (5, 2, 4)))
case("dot-product-attention-node-dynamic", lambda: attention(lambda q, k, v: ops.dot_product_attention(q, k, v, is_causal=True), (None, 2, 4), (None, 2, 4), (None, 2, 4)), ["dynamic"])

# Blocks.


def one_image(y, use):
    """Keras unfolds a batch of a known size only."""
    return use(ops.mean(y, axis=0, keepdims=True)) + ops.reshape(y[:, 0, 0, 0], (-1, 1, 1))


op("unfold-node", (3, 6, 5), lambda y: one_image(y, lambda z: ops.unfold(z, 2)))
op("unfold-node-odd", (2, 7, 6), lambda y: one_image(y, lambda z: ops.unfold(z, (3, 2), dilation=(1, 2), padding=(1, 0), stride=(2, 1))))
op("depth-to-space-node", (3, 2, 5), lambda y: ops.depth_to_space(y, 2), 8)
op("depth-to-space-node-first", (12, 2, 5), lambda y: ops.depth_to_space(y, 2, data_format="channels_first"))
op("space-to-depth-node", (4, 6, 5), lambda y: ops.space_to_depth(y, 2), 3)
op("space-to-depth-node-first", (2, 6, 5), lambda y: ops.space_to_depth(y, 3, data_format="channels_first"), 9)
op("space-to-depth-node-dynamic", (None, 6, 5), lambda y: ops.space_to_depth(layers.UpSampling2D((2, 1))(y), 2), 3, tags=["dynamic"])
op("fold-node", (8, 12), lambda y: ops.fold(y, (4, 5), 2), 12)
op("fold-node-odd", (12, 6), lambda y: ops.fold(y, (5, 6), (3, 2), dilation=(1, 2), padding=(1, 0), stride=2), 6)
