"""The cases of earlier Keras: a builder each, which is given the writer's `keras`. See legacy.py."""

import json
import zlib
from dataclasses import dataclass, field
from typing import Callable

import numpy as np


@dataclass
class Case:
    """`numbers` says per input name how its numbers are made; `edit` respells the configuration of a `.keras`, `edit_file` changes a saved `.h5`."""

    family: str
    writer: str
    extension: str
    name: str
    build: Callable
    tags: tuple = ()
    inputs: dict = field(default_factory=dict)
    deep: bool = False
    changes: bool = False  # what is loaded is another model than what was saved
    edit: Callable = lambda config: config
    edit_file: Callable = None
    judge: Callable = None  # where the writer's own model does not run here

    @property
    def seed(self):
        return zlib.crc32(self.name.encode())

    def numbers(self, name, dtype):
        if name in self.inputs:
            return self.inputs[name]
        if "float" in dtype:
            return lambda rng, shape, kind: rng.standard_normal(shape).astype(kind)
        return lambda rng, shape, kind: rng.integers(0, 2 if kind == "bool" else 10, shape).astype(kind)


CASES = {}


def case(family, writer, name, build, *tags, extension="h5", **options):
    if name in CASES:
        raise ValueError(f"the case {name} is there twice")
    known = {k: options.pop(k) for k in ("deep", "changes", "edit", "edit_file", "judge") if k in options}
    CASES[name] = Case(family, writer, extension, name, build, tags, options, **known)


def padded(rng, shape, dtype):
    """Right-padded integers from 1 to 9; the last row is full."""
    values = rng.integers(1, 10, shape)
    for i, row in enumerate(values):
        row[shape[1] - (shape[0] - 1 - i) * 2 - (shape[0] == 1) * 2 :] = 0
    values[-1][values[-1] == 0] = 0 if shape[0] == 1 else 1
    return values.astype(dtype)


def holes(rng, shape, dtype):
    """Integers of which about a third is 0, anywhere, and the first of each row is not."""
    values = rng.integers(1, 10, shape) * (rng.uniform(size=shape) > 0.35)
    values[:, 0] = 3
    return values.astype(dtype)


# ---------------------------------------------------------------- models of layers that every Keras has


def mlp(k):
    x = k.Input((6,), name="x")
    h = k.layers.Dense(5, activation="relu", name="first")(x)
    h = k.layers.BatchNormalization(name="bn")(h)
    h = k.layers.Dropout(0.3)(h)
    return k.Model(x, k.layers.Dense(3, name="last")(h), name="mlp")


def sequential(k):
    return k.Sequential([k.Input((5,), name="x"), k.layers.Dense(4, activation="tanh"), k.layers.Dense(3, use_bias=False), k.layers.BatchNormalization(scale=False)])


def cnn(k):
    x = k.Input((9, 8, 3), name="image")
    h = k.layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(x)
    h = k.layers.BatchNormalization()(h)
    h = k.layers.ReLU(6.0)(h)
    h = k.layers.DepthwiseConv2D(3, padding="same")(h)
    h = k.layers.SeparableConv2D(5, 3, padding="same", activation="elu")(h)
    h = k.layers.MaxPooling2D(2)(h)
    h = k.layers.GlobalAveragePooling2D()(h)
    return k.Model(x, k.layers.Dense(3)(h))


def nested(k):
    """Two models in one, the inner one with statistics in the middle: all that is trained comes first in the file."""
    i = k.Input((4,), name="i")
    h = k.layers.Dense(5, name="a")(i)
    h = k.layers.BatchNormalization(name="b")(h)
    h = k.layers.Dense(5, name="c", activation="tanh")(h)
    h = k.layers.BatchNormalization(name="d", center=False)(h)
    inner = k.Model(i, k.layers.Dense(4, name="e")(h), name="inner")
    x = k.Input((4,), name="x")
    y = inner(k.layers.Dense(4, name="before")(x))
    return k.Model(x, k.layers.Dense(2, name="after")(y))


def deeply(k):
    innermost = k.Sequential([k.Input((3,)), k.layers.Dense(3, name="deep"), k.layers.BatchNormalization(name="deep_bn")], name="innermost")
    inner = k.Sequential([k.Input((3,)), k.layers.Dense(3, activation="relu", name="mid"), innermost, k.layers.Dense(3, name="mid2")], name="inner")
    x = k.Input((3,), name="x")
    return k.Model(x, inner(x))


def frozen(k):
    """A frozen layer in a trained model in a model: its weights come behind those that are trained."""
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(4, name="a"), k.layers.BatchNormalization(name="b"), k.layers.Dense(4, name="c")], name="inner")
    inner.layers[0].trainable = False
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2)(inner(x)))


def all_frozen(k):
    """A frozen model in a model: a layer's own order in Keras 3, in Keras 2 what would be trained first."""
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(4, name="a"), k.layers.BatchNormalization(name="b"), k.layers.Dense(4, name="c")], name="inner")
    inner.trainable = False
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2)(inner(x)))


def shared(k):
    x, y = k.Input((4,), name="x"), k.Input((4,), name="y")
    twice = k.layers.Dense(4, activation="tanh", name="twice")
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(3, name="in_inner")], name="inner")
    a, b = inner(twice(x)), inner(twice(y))
    return k.Model([x, y], [k.layers.Subtract()([a, b]), k.layers.Dense(2)(k.layers.Concatenate()([a, twice(twice(x))]))])


def rnns(k):
    x = k.Input((6, 3), name="x")
    a = k.layers.Bidirectional(k.layers.LSTM(3, return_sequences=True))(x)
    b = k.layers.GRU(4, return_sequences=True, reset_after=False)(a)
    c = k.layers.GRU(3)(b)
    return k.Model(x, [c, k.layers.SimpleRNN(2)(a)])


def text(k):
    ids = k.Input((8,), dtype="int32", name="ids")
    h = k.layers.Embedding(10, 5, mask_zero=True)(ids)
    h = k.layers.LSTM(4, return_sequences=True)(h)
    h = k.layers.Bidirectional(k.layers.GRU(3))(h)
    return k.Model(ids, k.layers.Dense(2)(h))


def attention(k):
    x = k.Input((6, 4), name="x")
    h = k.layers.MultiHeadAttention(2, 3, value_dim=2)(query=x, value=x)
    h = k.layers.LayerNormalization()(k.layers.Add()([x, h]))
    return k.Model(x, k.layers.Dense(2)(h))


def attention_positional(k):
    x = k.Input((6, 4), name="x")
    h = k.layers.MultiHeadAttention(2, 3)(x, x)
    h = k.layers.LayerNormalization(axis=[1, 2])(k.layers.Add()([x, h]))
    return k.Model(x, k.layers.Dense(2)(h))


def many(k):
    x, y = k.Input((5, 4), name="x"), k.Input((4, 4), name="y")
    a = k.layers.Conv1D(3, 2, padding="causal", dilation_rate=2)(x)
    a = k.layers.LayerNormalization()(a)
    b = k.layers.Conv1D(3, 2, groups=1, strides=2)(y)
    b = k.layers.TimeDistributed(k.layers.Dense(3))(b)
    b = k.layers.UpSampling1D(2)(b)
    b = k.layers.ZeroPadding1D((1, 0))(b)
    c = k.layers.Multiply()([a, b])
    c = k.layers.PReLU(shared_axes=[1])(c)
    return k.Model([x, y], {"flat": k.layers.Flatten()(c), "last": k.layers.Reshape((3, 5))(k.layers.Permute((2, 1))(c))})


def two_outputs(k):
    x, y = k.Input((5, 4), name="x"), k.Input((4, 4), name="y")
    a = k.layers.Conv1D(3, 2, padding="causal", dilation_rate=2)(x)
    b = k.layers.TimeDistributed(k.layers.Dense(3))(k.layers.Conv1D(3, 2, strides=2)(y))
    b = k.layers.ZeroPadding1D((1, 0))(k.layers.UpSampling1D(2)(b))
    c = k.layers.PReLU(shared_axes=[1])(k.layers.Multiply()([a, b]))
    return k.Model([x, y], [k.layers.Flatten()(c), k.layers.Reshape((3, 5))(k.layers.Permute((2, 1))(c))])


def normalization(k):
    layer = k.layers.Normalization()
    layer.adapt(np.array([[1.0, 2.0, 3.0], [4.0, 6.0, 9.0], [0.0, -1.0, 2.0]], "float32"))
    x = k.Input((3,), name="x")
    return k.Model(x, k.layers.Dense(2)(k.layers.Rescaling(0.5, 0.25)(layer(x))))


def transposed(k):
    x = k.Input((4, 5, 2), name="x")
    h = k.layers.Conv2DTranspose(3, 3, strides=2, padding="same")(x)
    h = k.layers.LeakyReLU(0.1)(h)
    h = k.layers.AveragePooling2D(2, strides=1, padding="same")(h)
    h = k.layers.UpSampling2D((1, 2), interpolation="bilinear")(h)
    return k.Model(x, k.layers.Conv2D(2, 1)(k.layers.Cropping2D(1)(h)))


def activations(k):
    """hard_sigmoid is another function in Keras 2 than in Keras 3."""
    x = k.Input((7,), name="x")
    names = ["hard_sigmoid", "swish", "selu", "softplus", "exponential", "gelu", "softsign", "elu"]
    return k.Model(x, k.layers.Concatenate()([k.layers.Dense(2, activation=n)(x) for n in names]))


def hard_gates(k):
    x = k.Input((6, 3), name="x")
    h = k.layers.LSTM(4, return_sequences=True, recurrent_activation="hard_sigmoid")(x)
    return k.Model(x, k.layers.GRU(3, recurrent_activation="hard_sigmoid", activation="relu")(h))


def states(k):
    x, h, c = k.Input((5, 3), name="x"), k.Input((4,), name="h"), k.Input((4,), name="c")
    y, *state = k.layers.LSTM(4, return_sequences=True, return_state=True)(x, initial_state=[h, c])
    return k.Model([x, h, c], [y, *state])


def long_names(k):
    """Names of weights that take more than 64 KB: the writer cuts the list."""
    inner = k.Sequential([k.Input((2,)), *(k.layers.Dense(2, name=f"layer_{i:03d}_{'x' * 2000}", activation="tanh") for i in range(17))], name="inner")
    x = k.Input((2,), name="x")
    return k.Model(x, k.layers.Add()([x, inner(x)]))


# ---------------------------------------------------------------- Keras 3, as .h5

K3 = "keras-3.15.1"
for build in (mlp, sequential, cnn, nested, deeply, all_frozen, shared, rnns, attention, two_outputs, normalization, transposed, activations, hard_gates):
    case("legacy-h5", K3, f"h5-{build.__name__.replace('_', '-')}", build)
case("legacy-h5", K3, "h5-long-names", long_names, deep=True)


def fixed_strings(path):
    """The configuration as a string of fixed length, as h5py before 3.0 wrote it."""
    import h5py

    with h5py.File(path, "r+") as file:
        for name in ("model_config", "keras_version", "backend"):
            value = file.attrs[name].encode()
            del file.attrs[name]
            file.attrs.create(name, np.bytes_(value))


case("legacy-h5", K3, "h5-fixed-strings", mlp, edit_file=fixed_strings)


def compiled(k):
    model = mlp(k)
    model.compile("adam", "mse", metrics=["mae"])
    model.train_on_batch(np.ones((2, 6), "float32"), np.ones((2, 3), "float32"))
    return model


case("legacy-h5", K3, "h5-compiled", compiled)

# ---------------------------------------------------------------- TF-Keras and Keras 2

TFK = "tf-keras-2.21.0"
COMMON = (mlp, sequential, cnn, nested, deeply, frozen, all_frozen, shared, rnns, attention, attention_positional, two_outputs, normalization, transposed, activations, hard_gates, states, compiled)
for build in COMMON:
    case("tf-keras", TFK, f"tfk-{build.__name__.replace('_', '-')}", build)
for build in (mlp, cnn, nested, all_frozen, shared, rnns, attention_positional, normalization, activations, states):
    case("tf-keras", TFK, f"tfk-zip-{build.__name__.replace('_', '-')}", build, extension="keras")
case("tf-keras", TFK, "tfk-text", text, ids=padded)
case("tf-keras", TFK, "tfk-text-holes", text, ids=holes)
case("tf-keras", TFK, "tfk-zip-text", text, extension="keras", ids=padded)


def ops_arithmetic(k):
    import tensorflow as tf

    x, y = k.Input((4, 3), name="x"), k.Input((4, 3), name="y")
    h = k.layers.Dense(3)(x)
    a = (h * 2.0 + 1.0 - y) / 4.0
    b = 1.0 - tf.math.squared_difference(h, y) ** 2
    c = tf.maximum(h, 0.25) + tf.minimum(-y, abs(h)) + tf.add_n([h, y, x])
    d = tf.where(h > y, h, tf.math.floormod(y, 0.7)) + tf.cast(tf.logical_and(x >= 0.0, tf.not_equal(y, 0.0)), "float32")
    e = tf.math.divide_no_nan(h, tf.nn.relu(y)) + tf.math.floordiv(h, 0.3)
    return k.Model([x, y], [a, b, c, d, e])


def ops_functions(k):
    import tensorflow as tf

    x = k.Input((4, 3), name="x")
    h = k.layers.Dense(3)(x)
    p = tf.nn.sigmoid(h) + 0.1
    outs = [tf.exp(h), tf.math.log(p), tf.sqrt(p), tf.math.rsqrt(p), tf.square(h), tf.sin(h), tf.cos(h), tf.tanh(h), tf.sign(h), tf.round(h * 3.0), tf.floor(h), tf.math.ceil(h)]
    outs += [tf.math.erf(h), tf.math.log1p(p), tf.math.expm1(h), tf.math.reciprocal(p), tf.clip_by_value(h, -0.5, 0.5), tf.identity(h), tf.stop_gradient(h)]
    outs += [tf.nn.relu(h), tf.nn.relu6(h * 9.0), tf.nn.leaky_relu(h), tf.nn.leaky_relu(h, 0.05), tf.nn.elu(h), tf.nn.selu(h), tf.nn.gelu(h), tf.nn.gelu(h, approximate=True)]
    outs += [tf.nn.silu(h), tf.nn.softplus(h), tf.nn.softsign(h), tf.nn.softmax(h), tf.nn.log_softmax(h, axis=1), tf.math.l2_normalize(h, axis=-1), tf.nn.bias_add(h, [1.0, 2.0, 3.0])]
    return k.Model(x, tf.concat(outs, axis=-1))


def ops_reductions(k):
    import tensorflow as tf

    x = k.Input((4, 3), name="x")
    h = k.layers.Dense(3)(x)
    outs = [tf.reduce_sum(h, 1), tf.reduce_mean(h, axis=[1], keepdims=False), tf.reduce_max(h, -2), tf.reduce_min(h, 1), tf.reduce_prod(h, 1), tf.math.reduce_std(h, 1)]
    outs += [tf.math.reduce_variance(h, 1), tf.reduce_logsumexp(h, 1), tf.norm(h, axis=1), tf.cast(tf.argmax(h, 1), "float32"), tf.cast(tf.argmin(h, 1), "float32")]
    outs += [tf.cast(tf.reduce_any(h > 0.8, 1), "float32"), tf.cast(tf.reduce_all(h > -0.8, 1), "float32"), tf.cumsum(h, 1)[:, -2]]
    return k.Model(x, [tf.concat(outs, -1), tf.reduce_mean(h, axis=[1, 2], keepdims=True), tf.argmax(h, axis=-1)])


def ops_shapes(k):
    import tensorflow as tf

    x = k.Input((4, 6), name="x")
    h = k.layers.Dense(6)(x)
    a = tf.reshape(tf.transpose(h, [0, 2, 1]), [-1, 3, 8])
    b = tf.tile(tf.expand_dims(h[:, 1:, ::2], 1), [1, 2, 1, 1])
    c = tf.squeeze(tf.stack([h[:, 0], h[:, -1, :]], axis=1)[..., None], axis=-1)
    d = tf.concat(tf.split(h, [1, 3, 2], axis=-1)[::-1], -1) + tf.reverse(h, [1, 2])
    e = tf.pad(tf.gather(h, [2, 0, 2], axis=1), [[0, 0], [1, 0], [0, 2]], constant_values=0.5)
    f = tf.concat(tf.unstack(h, axis=1)[:2] + [tf.repeat(h[:, 0], 2, axis=1)], -1)
    g = tf.roll(tf.slice(h, [0, 1, 2], [-1, 2, 3]), 1, 1)
    return k.Model(x, [a, b, c, d, e, f, g])


def ops_matrices(k):
    import tensorflow as tf

    x, y = k.Input((4, 3), name="x"), k.Input((5, 3), name="y")
    h = k.layers.Dense(3)(x)
    a = tf.matmul(h, y, transpose_b=True)
    b = tf.linalg.matmul(h, k.layers.Dense(2)(x), transpose_a=True) @ tf.transpose(k.layers.Dense(2)(x), [0, 2, 1])
    i = k.Input((4,), dtype="int32", name="i")
    c = tf.one_hot(i, 6) * tf.expand_dims(tf.reduce_sum(h, -1), -1)
    return k.Model([x, y, i], [a, b, c])


def ops_batch(k):
    """A shape that is read off a tensor."""
    import tensorflow as tf

    x = k.Input((4, 6), name="x")
    h = k.layers.Dense(6)(x)
    n = tf.shape(h)[0]
    return k.Model(x, [tf.reshape(h, [n, 2, 12]), tf.reshape(h, [n, -1])])


def ops_images(k):
    import tensorflow as tf

    x = k.Input((8, 6, 3), name="x")
    h = k.layers.Conv2D(4, 1)(x)
    return k.Model(x, [tf.image.resize(h, [4, 9]), tf.nn.avg_pool2d(h, 2, 2, "SAME"), tf.nn.max_pool2d(h, [3, 2], [2, 1], "VALID"), tf.nn.depth_to_space(h, 2), tf.nn.space_to_depth(h, 2)])


OPS = (ops_arithmetic, ops_functions, ops_reductions, ops_shapes, ops_matrices, ops_batch, ops_images)
for build in OPS:
    case("tf-keras", TFK, f"tfk-{build.__name__.replace('_', '-')}", build, "operations")
for build in (ops_arithmetic, ops_reductions, ops_batch):
    case("tf-keras", TFK, f"tfk-zip-{build.__name__.replace('_', '-')}", build, "operations", extension="keras")


# Layers that only Keras 2 has, and layers that mean something else there.


def only_two(k):
    x = k.Input((6, 3), name="x")
    h = k.layers.LocallyConnected1D(4, 2, strides=2)(x)
    return k.Model(x, k.layers.ThresholdedReLU(0.4)(k.layers.Dense(3)(h)))


def locally2d(k):
    x = k.Input((5, 6, 2), name="x")
    h = k.layers.LocallyConnected2D(3, (2, 3), strides=(1, 2), activation="tanh", implementation=1)(x)
    return k.Model(x, k.layers.Dense(2)(h))


def locally_other(k, implementation):
    x = k.Input((6, 2), name="x")
    return k.Model(x, k.layers.LocallyConnected1D(3, 2, use_bias=False, padding="valid" if implementation == 1 else "same", implementation=implementation)(x))


def sync_bn(k):
    x = k.Input((4, 3), name="x")
    return k.Model(x, k.layers.experimental.SyncBatchNormalization()(k.layers.Dense(3)(x)))


def causal_separable(k):
    x = k.Input((7, 3), name="x")
    h = k.layers.SeparableConv1D(4, 3, padding="causal", dilation_rate=2, depth_multiplier=2)(x)
    return k.Model(x, k.layers.DepthwiseConv1D(2, strides=2)(h))


def masked_rescaling(k):
    """Rescaling and Normalization end a mask in Keras 2, and pass it on in Keras 3."""
    ids = k.Input((8,), dtype="int32", name="ids")
    h = k.layers.Embedding(10, 4, mask_zero=True)(ids)
    return k.Model(ids, [k.layers.LSTM(3)(k.layers.Rescaling(2.0, 0.5)(h)), k.layers.GlobalAveragePooling1D()(h)])


def masked_attention(k):
    ids = k.Input((8,), dtype="int32", name="ids")
    h = k.layers.Embedding(10, 4, mask_zero=True)(ids)
    a = k.layers.Attention(use_scale=True)([h, h])
    b = k.layers.MultiHeadAttention(2, 3)(h, h)
    return k.Model(ids, [k.layers.GlobalAveragePooling1D()(k.layers.Concatenate()([a, b])), k.layers.LSTM(3)(b)])


def masked_bidirectional(k):
    ids = k.Input((8,), dtype="int32", name="ids")
    h = k.layers.Embedding(10, 4, mask_zero=True)(ids)
    h = k.layers.Bidirectional(k.layers.LSTM(3, return_sequences=True), merge_mode="sum")(h)
    return k.Model(ids, [k.layers.TimeDistributed(k.layers.Dense(2))(h), k.layers.GRU(3, go_backwards=True)(h)])


def conv_lstm(k):
    x = k.Input((3, 5, 4, 2), name="x")
    h = k.layers.ConvLSTM2D(2, 3, padding="same", return_sequences=True)(x)
    return k.Model(x, k.layers.ConvLSTM2D(2, 2)(h))


def cells(k):
    x = k.Input((5, 3), name="x")
    stack = k.layers.RNN(k.layers.StackedRNNCells([k.layers.LSTMCell(3), k.layers.GRUCell(2)]), return_sequences=True)
    return k.Model(x, k.layers.RNN(k.layers.SimpleRNNCell(3))(stack(x)))


def norms(k):
    x = k.Input((5, 4), name="x")
    h = k.layers.GroupNormalization(2)(k.layers.Dense(4)(x))
    h = k.layers.UnitNormalization()(k.layers.LayerNormalization(axis=1, epsilon=0.01)(h))
    return k.Model(x, k.layers.BatchNormalization(axis=1)(h))


def dots(k):
    x, y = k.Input((4, 3), name="x"), k.Input((5, 3), name="y")
    h = k.layers.Dense(3)(x)
    return k.Model([x, y], [k.layers.Dot((2, 2), normalize=True)([h, y]), k.layers.AdditiveAttention()([h, y])])


def preprocessing(k):
    x = k.Input((6, 8, 3), name="x")
    h = k.layers.Rescaling(1 / 127.5, -1)(x)
    h = k.layers.RandomFlip()(k.layers.RandomRotation(0.2)(k.layers.RandomZoom(0.1)(h)))
    h = k.layers.Resizing(5, 4)(k.layers.CenterCrop(5, 6)(h))
    return k.Model(x, k.layers.Conv2D(2, 3)(h))


def transposed_more(k):
    x = k.Input((5, 4, 2), name="x")
    h = k.layers.Conv2DTranspose(3, (3, 2), strides=2, padding="valid", output_padding=1)(x)
    y = k.layers.Reshape((-1, 3))(h)
    return k.Model(x, [h, k.layers.Conv1DTranspose(2, 4, strides=3, padding="same", use_bias=False)(y)])


def softmax_mask(k):
    x, m = k.Input((4, 5), name="x"), k.Input((4, 5), dtype="bool", name="m")
    return k.Model([x, m], k.layers.Softmax()(k.layers.Dense(5)(x), mask=m))


def rectifiers(k):
    x = k.Input((6,), name="x")
    h = k.layers.Dense(8)(x)
    return k.Model(x, k.layers.Concatenate()([k.layers.ReLU(1.5, 0.1, 0.3)(h), k.layers.ReLU(negative_slope=0.2)(h), k.layers.ReLU(threshold=0.5)(h), k.layers.ELU(0.7)(h)]))


def resizing_more(k):
    x = k.Input((6, 9, 3), name="x")
    h = k.layers.Conv2D(3, 1)(x)
    outs = [k.layers.Resizing(4, 4, crop_to_aspect_ratio=True)(h), k.layers.CenterCrop(8, 8)(h), k.layers.Resizing(7, 5, interpolation="nearest")(h)]
    return k.Model(x, [*outs, k.layers.UpSampling2D(2, interpolation="bicubic")(h)])


def first_all_masked(rng, shape, dtype):
    mask = rng.uniform(size=shape) > 0.4
    mask[0, 0] = False
    return mask


case("tf-keras", TFK, "tfk-softmax-mask", softmax_mask, "mask", m=first_all_masked)
case("tf-keras", TFK, "tfk-rectifiers", rectifiers)
case("tf-keras", TFK, "tfk-resizing-more", resizing_more)
TWO = (only_two, locally2d, sync_bn, causal_separable, conv_lstm, cells, norms, dots, preprocessing, transposed_more)
for build in TWO:
    case("tf-keras", TFK, f"tfk-{build.__name__.replace('_', '-')}", build)
case("tf-keras", TFK, "tfk-locally-implementation2", lambda k: locally_other(k, 2))
case("tf-keras", TFK, "tfk-locally-implementation3", lambda k: locally_other(k, 3))
for build in (masked_rescaling, masked_attention, masked_bidirectional):
    case("tf-keras", TFK, f"tfk-{build.__name__.replace('_', '-')}", build, "mask", ids=holes)


# More of the layers that only Keras 2 has.


def one(shape, layer, dtype="float32"):
    def build(k):
        x = k.Input(shape, dtype=dtype, name="x")
        return k.Model(x, layer(k)(x))

    return build


def behind(shape, layer):
    def build(k):
        x = k.Input(shape, name="x")
        return k.Model(x, layer(k)(k.layers.Dense(shape[-1])(x)))

    return build


LOCAL1 = {
    "steps": ((7, 3), lambda k: k.layers.LocallyConnected1D(4, 3, strides=2, activation="relu")),
    "whole": ((5, 2), lambda k: k.layers.LocallyConnected1D(3, 5, use_bias=False)),
    "cell": ((5, 2), lambda k: k.layers.LocallyConnected1D(3, 1, strides=3)),
    "second": ((7, 2), lambda k: k.layers.LocallyConnected1D(3, 2, strides=3, padding="same", implementation=2)),
    "third": ((7, 2), lambda k: k.layers.LocallyConnected1D(2, 3, strides=2, padding="same", implementation=3, activation="tanh")),
    "third-valid": ((6, 1), lambda k: k.layers.LocallyConnected1D(2, 4, implementation=3)),
}
LOCAL2 = {
    "steps": ((5, 4, 2), lambda k: k.layers.LocallyConnected2D(2, 2, strides=2)),
    "whole": ((3, 4, 2), lambda k: k.layers.LocallyConnected2D(3, (3, 4), use_bias=False)),
    "cell": ((3, 4, 2), lambda k: k.layers.LocallyConnected2D(2, 1, activation="elu")),
    "second": ((4, 3, 2), lambda k: k.layers.LocallyConnected2D(2, (2, 3), padding="same", implementation=2)),
    "second-valid": ((4, 5, 1), lambda k: k.layers.LocallyConnected2D(2, 2, strides=(1, 3), implementation=2, use_bias=False)),
    "third": ((4, 3, 2), lambda k: k.layers.LocallyConnected2D(2, (3, 2), strides=2, padding="same", implementation=3)),
    "third-valid": ((3, 5, 1), lambda k: k.layers.LocallyConnected2D(3, (2, 3), implementation=3, activation="sigmoid")),
}
SYNCHRONOUS = {
    "axis": ((4, 3), dict(axis=1)),
    "no-scale": ((5,), dict(scale=False, epsilon=0.1)),
    "no-center": ((3, 4, 2), dict(center=False)),
    "neither": ((3, 2), dict(center=False, scale=False, momentum=0.5)),
    "image": ((4, 3, 2), dict(epsilon=1e-2)),
    "first": ((2, 4, 3), dict(axis=1)),
    "dynamic": ((None, 3), {}),
}
THRESHOLDS = {"nothing": ((5,), 0.0), "half": ((3, 4), 0.5), "one": ((6,), 1.0), "large": ((5, 8), 1.5), "image": ((4, 3, 2), 0.25), "whole": ((9,), 1), "dynamic": ((None, 3), 0.1)}
RESIZED = {"out": (0.2, (5, 6, 3)), "both": ((-0.3, 0.3), (4, 3, 2)), "nearest": ((0.1, 0.2), (6, 4, 1)), "narrow": (0.5, (3, 8, 3)), "in": ((-0.4, -0.1), (5, 5, 2)), "bicubic": (0.3, (4, 7, 3)), "small": (0.05, (2, 3, 4)), "wide": ((0.0, 1.0), (3, 9, 2))}
for key, (shape, layer) in LOCAL1.items():
    case("tf-keras", TFK, f"tfk-local1-{key}", one(shape, layer))
for key, (shape, layer) in LOCAL2.items():
    case("tf-keras", TFK, f"tfk-local2-{key}", one(shape, layer))
for key, (shape, options) in SYNCHRONOUS.items():
    case("tf-keras", TFK, f"tfk-synchronous-{key}", behind(shape, lambda k, o=options: k.layers.experimental.SyncBatchNormalization(**o)))
for key, (shape, theta) in THRESHOLDS.items():
    case("tf-keras", TFK, f"tfk-threshold-{key}", behind(shape, lambda k, t=theta: k.layers.ThresholdedReLU(theta=t)))
for name in ("RandomHeight", "RandomWidth"):
    for key, (factor, shape) in RESIZED.items():
        how = key if key in ("nearest", "bicubic") else "bilinear"
        case("tf-keras", TFK, f"tfk-{name.lower()}-{key}", behind(shape, lambda k, n=name, f=factor, h=how: getattr(k.layers, n)(f, interpolation=h, seed=3)))


def cudnn(k):
    """Layers for a GPU, with two outputs in one model; they are built here, but run nowhere without one."""
    from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
    from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM

    x = k.Input((6, 3), name="x")
    return k.Model(x, CuDNNGRU(2, name="second")(CuDNNLSTM(4, return_sequences=True, name="first")(x)))


def plain_of_cudnn(k):
    x = k.Input((6, 3), name="x")
    return k.Model(x, k.layers.GRU(2, name="second")(k.layers.LSTM(4, return_sequences=True, name="first")(x)))


case("tf-keras", TFK, "tfk-cudnn", cudnn, judge=plain_of_cudnn)


def alike(kind, units, shape, **options):
    """A layer for a GPU, and the plain one that judges it; `wrapped` both ways where it is told so."""
    around = options.pop("around", None)

    def model(k, layer):
        x = k.Input(shape, name="x")
        made = layer(units, name="inside", **options)
        y = k.layers.Bidirectional(made, merge_mode=around, name="both")(x) if around else made(x)
        return k.Model(x, y)

    def gpu(k):
        from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
        from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM

        return model(k, {"LSTM": CuDNNLSTM, "GRU": CuDNNGRU}[kind])

    return gpu, lambda k: model(k, getattr(k.layers, kind))


CUDNN = {
    "one": (1, (4, 2), {}),
    "steps": (3, (5, 2), dict(return_sequences=True)),
    "backwards": (4, (6, 3), dict(go_backwards=True, return_sequences=True)),
    "states": (3, (5, 4), dict(return_state=True)),
    "wide": (7, (3, 1), {}),
    "narrow": (2, (4, 9), dict(return_sequences=True, return_state=True)),
    "dynamic": (3, (None, 4), {}),
    "joined": (3, (5, 2), dict(around="concat")),
    "summed": (2, (4, 3), dict(around="sum", return_sequences=True)),
}
for kind in ("LSTM", "GRU"):
    for key, (units, shape, options) in CUDNN.items():
        gpu, plain = alike(kind, units, shape, **options)
        case("tf-keras", TFK, f"tfk-cudnn-{kind.lower()}-{key}", gpu, judge=plain)


# Spellings of the first versions, respelled by hand; TF-Keras still reads them.


def respelled(change):
    def edit(path):
        import h5py

        with h5py.File(path, "r+") as file:
            config = change(json.loads(file.attrs["model_config"]))
            del file.attrs["model_config"]
            file.attrs["model_config"] = json.dumps(config).encode()
            file.attrs["keras_version"] = b"2.1.6"
            file["model_weights"].attrs["keras_version"] = b"2.1.6"

    return edit


def bare_list(config):
    """Keras 2.0 to 2.2.2: a Sequential is a list, its first layer says the shape, objects have no module."""

    def plain(value):
        if isinstance(value, list):
            return [plain(v) for v in value]
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in ("module", "registered_name")}
        return value

    first, *others = config["config"]["layers"]
    others[0]["config"]["batch_input_shape"] = first["config"]["batch_input_shape"]
    return {"class_name": "Sequential", "config": plain(others)}


def first_functional(config):
    """A `Model` without `trainable`, calls without keyword arguments, objects without a module."""
    out = bare_list({"config": {"layers": [{"config": {"batch_input_shape": None}}, {"config": {}}]}}) and config
    out["class_name"] = "Model"
    del out["config"]["trainable"]
    for layer in out["config"]["layers"]:
        layer["inbound_nodes"] = [[ref[:3] for ref in node] for node in layer["inbound_nodes"]]
        layer["config"].pop("trainable", None)
    return out


def old_sequential(k):
    return k.Sequential([k.Input((5,), name="first_input"), k.layers.Dense(4, activation="hard_sigmoid", name="first"), k.layers.Dense(3, name="second")])


case("tf-keras", TFK, "tfk-bare-list", old_sequential, edit_file=respelled(bare_list))
case("tf-keras", TFK, "tfk-first-functional", mlp, edit_file=respelled(first_functional))

# ---------------------------------------------------------------- Keras 2 of its time

for writer, label in (("keras-2.15", "k215"), ("keras-2.12", "k212")):
    for build in (cnn, nested, rnns, attention_positional, states, ops_shapes):
        case("tf-keras", writer, f"{label}-{build.__name__.replace('_', '-')}", build, "operations" if build is ops_shapes else "keras2")
    # Keras 2.12 does not load again what it saved of ReLU with a bound.
    for build in (nested, rnns, attention_positional, shared, activations, ops_arithmetic, *(() if label == "k212" else (cnn,))):
        case("tf-keras", writer, f"{label}-zip-{build.__name__.replace('_', '-')}", build, "operations" if build is ops_arithmetic else "keras2", extension="keras")

# ---------------------------------------------------------------- Keras 3.0 to 3.12


def nodes(k):
    """Operations as nodes of the graph."""
    x = k.Input((4, 3), name="x")
    h = k.layers.Dense(3)(x)
    a = k.ops.concatenate([h * 2.0 + 1.0, k.ops.relu(-h)], axis=-1)
    return k.Model(x, [k.ops.mean(a, axis=1), a[:, 1:, ::2], k.ops.softmax(h)])


for version in ("3.0.0", "3.3.3", "3.6.0", "3.9.2", "3.12.0"):
    label = "v" + version.replace(".", "")[:-1]
    # Keras 3.0.0 does not load again what it saved of recurrent layers, of slices, and of models in models as .h5.
    first = version == "3.0.0"
    for build in (mlp, cnn, nested, attention_positional, activations, shared, *(() if first else (rnns, nodes))):
        case("versions", f"keras-{version}", f"{label}-{build.__name__.replace('_', '-')}", build, extension="keras")
    if not first:
        case("versions", f"keras-{version}", f"{label}-text", text, extension="keras", ids=padded)
        case("versions", f"keras-{version}", f"{label}-h5", nested)


# ---------------------------------------------------------------- texts and tables, whose types Keras 2 chooses in another way

PLAIN = "the quick brown fox jumps over a lazy dog".split()


def texts(rng, shape, dtype):
    flat = [" ".join(rng.choice([*PLAIN, "Zürich", "dog!"], rng.integers(1, 6))) for _ in range(int(np.prod(shape)))]
    return np.array(flat).reshape(shape)


def adapted(k, **options):
    import tensorflow as tf

    layer = k.layers.TextVectorization(**options)
    layer.adapt(tf.constant(["the quick brown fox", "a lazy dog, a quick fox!", "Zürich the dog"]))
    return layer


def stage_text(k):
    x = k.Input((1,), dtype="string", name="x")
    steps = k.layers.Embedding(20, 4, mask_zero=True)(adapted(k, output_sequence_length=6)(x))
    return k.Model(x, k.layers.Dense(3)(k.layers.LSTM(4)(steps)))


def stage_counts(k):
    x = k.Input((1,), dtype="string", name="x")
    counts = k.layers.TextVectorization(vocabulary=PLAIN, output_mode="count")(x)
    # Keras 3 could not load what it adapted for "tf_idf" before 3.13.
    more = [adapted(k, output_mode="tf_idf")(x)] if k.__version__.startswith("2.") else []
    return k.Model(x, [k.layers.Dense(3)(counts), counts, *more])


def stage_tables(k):
    word, number = k.Input((3,), dtype="string", name="word"), k.Input((3,), dtype="int64", name="number")
    looked = [k.layers.StringLookup(vocabulary=PLAIN)(word), k.layers.StringLookup(vocabulary=PLAIN, output_mode="multi_hot")(word)]
    numbers = [k.layers.IntegerLookup(vocabulary=[3, 5, 7], num_oov_indices=2)(number), k.layers.IntegerLookup(vocabulary=[3, 5, 7], output_mode="count")(number)]
    return k.Model([word, number], [*looked, *numbers, k.layers.Hashing(50)(word), k.layers.Hashing(7, output_mode="count", salt=3)(word)])


def stage_bins(k):
    x = k.Input((4,), name="x")
    h = k.layers.Dense(3)(x)
    bins = k.layers.Discretization(bin_boundaries=[-1.0, 0.0, 0.5])(h)
    return k.Model(x, [h, bins, k.layers.Discretization(bin_boundaries=[-1.0, 0.0, 0.5], output_mode="count")(h), k.layers.CategoryEncoding(4)(bins)])


def one_word(rng, shape, dtype):
    return np.array([str(rng.choice([*PLAIN, "Zürich"])) for _ in range(int(np.prod(shape)))]).reshape(shape)


for writer, label in ((TFK, "tfk"), ("keras-2.15", "k215"), ("keras-3.0.0", "v300"), ("keras-3.6.0", "v360"), ("keras-3.12.0", "v312")):
    for build in (stage_text, stage_counts, stage_tables, stage_bins):
        if build is stage_bins and label in ("v300", "v360"):
            continue  # these versions load another model than they saved
        given = {"word": one_word} if build is stage_tables else {"x": texts} if build is not stage_bins else {}
        case("stages-legacy", writer, f"{label}-{build.__name__.replace('_', '-')}", build, extension="keras", **given)
