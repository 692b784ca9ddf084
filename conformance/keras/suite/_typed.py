"""Models whose layers have one type policy, for every layer that is common: `register` makes the cases of a family."""

import keras
from keras import layers as L
from suite import case, integers, one_layer, padded, uniform


def policy(name):
    return keras.dtype_policies.get(name)


def single(shape, make, dtype="float32"):
    return lambda p: one_layer(shape, make(p), dtype)


def pair(shape, make):
    def build(p):
        a, b = keras.Input(shape, name="a"), keras.Input(shape, name="b")
        return keras.Model([a, b], make(p)([L.Dense(shape[-1], dtype=p)(a), b]))

    return build


def behind(shape, make):
    """Behind a Dense of the same types, so that halves come in."""

    def build(p):
        x = keras.Input(shape, name="x")
        return keras.Model(x, make(p)(L.Dense(shape[-1], dtype=p)(x)))

    return build


def attention(p):
    x, y = keras.Input((5, 6), name="x"), keras.Input((4, 6), name="y")
    return keras.Model([x, y], L.MultiHeadAttention(2, 3, dtype=p)(x, y))


def masked_lstm(p):
    x = keras.Input((7,), dtype="int32", name="x")
    h = L.Embedding(10, 5, mask_zero=True, dtype=p)(x)
    return keras.Model(x, L.Dense(3, dtype=p)(L.LSTM(4, dtype=p)(h)))


def mixed_ends(p):
    """As Keras' guide to mixed precision has it: halves inside, float32 at the end."""
    x = keras.Input((8,), name="x")
    h = L.Dense(12, activation="relu", dtype=p)(x)
    return keras.Model(x, L.Activation("softmax", dtype="float32")(L.Dense(5, dtype=p)(h)))


def two_kinds(p):
    """One branch of halves and one of float32 meet: the answer has the type of the layer that they meet in."""
    x = keras.Input((6,), name="x")
    a, b = L.Dense(4, dtype=p)(x), L.Dense(4, dtype="float32")(x)
    return keras.Model(x, [L.Add(dtype=p)([a, b]), L.Add(dtype="float32")([a, b]), L.Concatenate(dtype=p)([a, b])])


def operations(p):
    """Operations have no policy: halves stay halves beside numbers and whole numbers, and become float32 beside float32."""
    x, i = keras.Input((6,), name="x"), keras.Input((6,), dtype="int32", name="i")
    h = L.Dense(6, dtype=p)(x)
    o = keras.ops
    return keras.Model([x, i], [h * 2.5 + 1, h + i, h + x, o.mean(h, axis=-1, keepdims=True) - h, o.softmax(h), o.exp(h) / 2, o.cast(h, "float32") * 0.5, o.matmul(h, o.transpose(h))])


def nested(p):
    inner = keras.Sequential([keras.Input((5,)), L.Dense(4, dtype=p, activation="tanh"), L.Dense(3, dtype=p)], name="inner")
    x = keras.Input((5,), name="x")
    h = inner(L.Dense(5, dtype=p)(x))
    return keras.Model(x, L.Dense(2, dtype="float32")(h))


def typed_input(p):
    """An input of the type that the layers compute in."""
    x = keras.Input((6,), dtype=policy(p).compute_dtype, name="x")
    return keras.Model(x, [L.Dense(4, activation="gelu", dtype=p)(x), L.Dense(3, dtype="float32")(x)])


def sequential(p):
    return keras.Sequential([keras.Input((6, 6, 2)), L.Conv2D(4, 3, activation="relu", dtype=p), L.GlobalAveragePooling2D(dtype=p), L.Dense(3, dtype=p)])


def residual(p):
    x = keras.Input((8, 8, 3), name="x")
    h = L.Conv2D(6, 3, padding="same", use_bias=False, dtype=p)(x)
    h = L.Activation("relu", dtype=p)(L.BatchNormalization(dtype=p)(h))
    k = L.DepthwiseConv2D(3, padding="same", dtype=p)(h)
    h = L.MaxPooling2D(2, dtype=p)(L.Add(dtype=p)([h, k]))
    return keras.Model(x, L.Dense(4, dtype=p)(L.Flatten(dtype=p)(h)))


def transformer(p):
    x = keras.Input((6, 8), name="x")
    h = L.Add(dtype=p)([x, L.MultiHeadAttention(2, 4, dtype=p)(L.LayerNormalization(dtype=p)(x), L.LayerNormalization(dtype=p)(x), use_causal_mask=True)])
    k = L.Dense(8, dtype=p)(L.Dense(16, activation="gelu", dtype=p)(L.LayerNormalization(dtype=p)(h)))
    return keras.Model(x, L.Dense(3, dtype=p)(L.Add(dtype=p)([h, k])))


TEXT, IMAGE, VOLUME, STEPS = (12,), (8, 7, 3), (6, 5, 4, 2), (7, 4)
MODELS = {
    "dense": single((6,), lambda p: L.Dense(4, activation="relu", dtype=p)),
    "dense-rank3": behind((3, 6), lambda p: L.Dense(4, activation="tanh", dtype=p)),
    "conv1d": single(STEPS, lambda p: L.Conv1D(5, 3, padding="causal", dtype=p)),
    "conv2d": single(IMAGE, lambda p: L.Conv2D(5, 3, strides=2, padding="same", dtype=p)),
    "conv3d": single(VOLUME, lambda p: L.Conv3D(3, 2, dtype=p)),
    "depthwise": behind(IMAGE, lambda p: L.DepthwiseConv2D(3, depth_multiplier=2, dtype=p)),
    "separable": behind(IMAGE, lambda p: L.SeparableConv2D(4, 3, dtype=p)),
    "conv2d-transpose": behind(IMAGE, lambda p: L.Conv2DTranspose(4, 3, strides=2, padding="same", dtype=p)),
    "batch-normalization": behind(IMAGE, lambda p: L.BatchNormalization(dtype=p)),
    "layer-normalization": behind((5, 8), lambda p: L.LayerNormalization(dtype=p)),
    "layer-normalization-bare": single((5, 8), lambda p: L.LayerNormalization(axis=(1, 2), dtype=p)),
    "group-normalization": behind(IMAGE[:2] + (6,), lambda p: L.GroupNormalization(3, dtype=p)),
    "rms-normalization": behind((5, 8), lambda p: L.RMSNormalization(dtype=p)),
    "unit-normalization": behind((5, 8), lambda p: L.UnitNormalization(dtype=p)),
    "attention": attention,
    "lstm": single(STEPS, lambda p: L.LSTM(5, return_sequences=True, dtype=p)),
    "gru": behind(STEPS, lambda p: L.GRU(5, dtype=p)),
    "simple-rnn": behind(STEPS, lambda p: L.SimpleRNN(5, dtype=p)),
    "bidirectional": single(STEPS, lambda p: L.Bidirectional(L.LSTM(4, dtype=p), dtype=p)),
    "time-distributed": behind((4, 6), lambda p: L.TimeDistributed(L.Dense(3, dtype=p), dtype=p)),
    "embedding": lambda p: one_layer((5,), L.Embedding(11, 6, dtype=p), "int32"),
    "embedding-floats": lambda p: one_layer((5,), L.Embedding(3001, 4, dtype=p), "float32"),
    "max-pooling": behind(IMAGE, lambda p: L.MaxPooling2D(2, dtype=p)),
    "average-pooling": behind(IMAGE, lambda p: L.AveragePooling2D(3, 2, padding="same", dtype=p)),
    "global-average": behind(IMAGE, lambda p: L.GlobalAveragePooling2D(dtype=p)),
    "global-max": behind(STEPS, lambda p: L.GlobalMaxPooling1D(dtype=p)),
    "softmax": behind((4, 6), lambda p: L.Softmax(axis=1, dtype=p)),
    "add": pair((4, 5), lambda p: L.Add(dtype=p)),
    "multiply": pair((4, 5), lambda p: L.Multiply(dtype=p)),
    "average": pair((4, 5), lambda p: L.Average(dtype=p)),
    "concatenate": pair((4, 5), lambda p: L.Concatenate(axis=1, dtype=p)),
    "dot": pair((4, 5), lambda p: L.Dot(2, dtype=p)),
    "rescaling": single((6,), lambda p: L.Rescaling(0.25, -1.5, dtype=p)),
    "rescaling-bytes": lambda p: one_layer((4, 4, 3), L.Rescaling(1 / 255, dtype=p), "uint8"),
    "normalization": single((6,), lambda p: L.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[1.0, 4, 2, 1, 3, 2], dtype=p)),
    "up-sampling": behind((4, 5, 2), lambda p: L.UpSampling2D(2, interpolation="bilinear", dtype=p)),
    "reshape": behind((4, 6), lambda p: L.Reshape((8, 3), dtype=p)),
    "permute": behind((4, 6), lambda p: L.Permute((2, 1), dtype=p)),
    "zero-padding": behind((4, 5, 2), lambda p: L.ZeroPadding2D(1, dtype=p)),
    "dropout": behind((6,), lambda p: L.Dropout(0.4, dtype=p)),
    "leaky": behind((6,), lambda p: L.LeakyReLU(0.1, dtype=p)),
    "prelu": behind((6,), lambda p: L.PReLU(dtype=p)),
    "layer-as-activation": single((6,), lambda p: L.Dense(5, activation=L.LeakyReLU(0.2, dtype=p), dtype=p)),
    "whole-numbers": lambda p: one_layer((6,), L.Dense(4, dtype=p), "int32"),
    "masked-lstm": masked_lstm,
    "mixed-ends": mixed_ends,
    "two-kinds": two_kinds,
    "operations": operations,
    "nested": nested,
    "typed-input": typed_input,
    "sequential": sequential,
    "residual": residual,
    "transformer": transformer,
}
INPUTS = {"embedding-floats": uniform(0, 3000), "masked-lstm": padded(), "rescaling-bytes": integers(0, 256)}


def register(prefix, name, only=None):
    for key, build in MODELS.items():
        if only is None or key in only:
            inputs = {"x": INPUTS[key]} if key in INPUTS else {}
            case(f"{prefix}-{key}", lambda build=build: build(policy(name)), [name], **inputs)
