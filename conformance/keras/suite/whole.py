"""Whole models, small: their layers and connections are those of real ones, their widths are not."""

import keras
from keras import layers, ops

from . import case, padded, uniform


def small_cnn():
    return keras.Sequential(
        [
            keras.Input((12, 12, 1), name="x"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(12, 3, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10),
        ]
    )


def mobilenet_v2():
    return keras.applications.MobileNetV2(input_shape=(32, 32, 3), alpha=0.1, weights=None, classes=10, classifier_activation=None)


def residual(x, width, strides):
    """A block of ResNet: two convolutions and a shortcut, projected where the shape changes."""
    y = layers.BatchNormalization()(layers.Conv2D(width, 3, strides=strides, padding="same", use_bias=False)(x))
    y = layers.Activation("relu")(y)
    y = layers.BatchNormalization()(layers.Conv2D(width, 3, padding="same", use_bias=False)(y))
    if strides != 1 or x.shape[-1] != width:
        x = layers.BatchNormalization()(layers.Conv2D(width, 1, strides=strides, use_bias=False)(x))
    return layers.Activation("relu")(layers.Add()([x, y]))


def resnet():
    x = keras.Input((17, 17, 3), name="x")
    y = layers.ZeroPadding2D(3)(x)
    y = layers.Activation("relu")(layers.BatchNormalization()(layers.Conv2D(8, 7, strides=2)(y)))
    y = layers.MaxPooling2D(3, strides=2)(layers.ZeroPadding2D(1)(y))
    for width, strides in ((8, 1), (8, 1), (12, 2), (12, 1), (16, 2)):
        y = residual(y, width, strides)
    return keras.Model(x, layers.Dense(6)(layers.GlobalAveragePooling2D()(y)))


def bi_lstm():
    x = keras.Input((None,), dtype="int32", name="x")
    y = layers.Embedding(50, 8, mask_zero=True)(x)
    y = layers.Bidirectional(layers.LSTM(6, return_sequences=True))(y)
    y = layers.Dropout(0.3)(layers.Bidirectional(layers.LSTM(4))(y))
    return keras.Model(x, layers.Dense(2)(layers.Dense(8, activation="relu")(y)))


def transformer_block(y, width, heads, **call):
    a = layers.MultiHeadAttention(heads, width // heads, dropout=0.1)(y, y, **call)
    y = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([y, layers.Dropout(0.1)(a)]))
    f = layers.Dense(width)(layers.Dense(2 * width, activation="gelu")(y))
    return layers.LayerNormalization(epsilon=1e-6)(layers.Add()([y, f]))


def text_transformer():
    x = keras.Input((8,), dtype="int32", name="x")
    y = layers.Embedding(40, 12, mask_zero=True)(x)
    y = transformer_block(transformer_block(y, 12, 3), 12, 2)
    return keras.Model(x, layers.Dense(3)(layers.GlobalAveragePooling1D()(y)))


def causal_transformer():
    x = keras.Input((7,), dtype="int32", name="x")
    y = layers.Embedding(40, 8)(x)
    y = transformer_block(transformer_block(y, 8, 2, use_causal_mask=True), 8, 2, use_causal_mask=True)
    return keras.Model(x, layers.Dense(40)(y))


def two_towers():
    """Token and position embeddings added, a decoder that attends to an encoder."""
    s, t = keras.Input((7,), dtype="int32", name="source"), keras.Input((5,), dtype="int32", name="target")
    encoded = transformer_block(layers.Embedding(30, 8, mask_zero=True)(s), 8, 2)
    y = layers.Embedding(30, 8, mask_zero=True)(t)
    y = layers.LayerNormalization()(layers.Add()([y, layers.MultiHeadAttention(2, 4)(y, y, use_causal_mask=True)]))
    y = layers.LayerNormalization()(layers.Add()([y, layers.MultiHeadAttention(2, 4)(y, encoded)]))
    return keras.Model([s, t], layers.Dense(30)(y))


def unet():
    x = keras.Input((16, 16, 2), name="x")
    skips, y = [], x
    for width in (4, 6, 8):
        y = layers.Conv2D(width, 3, padding="same", activation="relu")(y)
        skips.append(y)
        y = layers.MaxPooling2D()(y)
    y = layers.Conv2D(10, 3, padding="same", activation="relu")(y)
    for width, skip in zip((8, 6, 4), reversed(skips)):
        y = layers.UpSampling2D(interpolation="bilinear" if width == 6 else "nearest")(y)
        y = layers.Conv2D(width, 3, padding="same", activation="relu")(layers.Concatenate()([y, skip]))
    return keras.Model(x, layers.Conv2D(3, 1)(y))


def mixer_block(x, tokens, channels):
    y = layers.Permute((2, 1))(layers.LayerNormalization()(x))
    y = layers.Dense(tokens)(layers.Dense(2 * tokens, activation="gelu")(y))
    x = layers.Add()([x, layers.Permute((2, 1))(y)])
    y = layers.Dense(channels)(layers.Dense(2 * channels, activation="gelu")(layers.LayerNormalization()(x)))
    return layers.Add()([x, y])


def mlp_mixer():
    x = keras.Input((12, 12, 3), name="x")
    y = layers.Reshape((9, 10))(layers.Conv2D(10, 4, strides=4)(x))
    for _ in range(2):
        y = mixer_block(y, 9, 10)
    return keras.Model(x, layers.Dense(5)(layers.GlobalAveragePooling1D()(layers.LayerNormalization()(y))))


def vision_transformer():
    x = keras.Input((12, 12, 1), name="x")
    y = layers.Reshape((9, 12))(layers.Conv2D(12, 4, strides=4, padding="valid")(x))
    y = transformer_block(transformer_block(y, 12, 2), 12, 3)
    return keras.Model(x, layers.Dense(4)(y[:, 0]))


def squeeze_excite():
    x = keras.Input((10, 10, 3), name="x")
    y = layers.SeparableConv2D(8, 3, padding="same", activation="silu")(x)
    s = layers.GlobalAveragePooling2D(keepdims=True)(y)
    s = layers.Conv2D(8, 1, activation="sigmoid")(layers.Conv2D(2, 1, activation="silu")(s))
    y = layers.DepthwiseConv2D(5, strides=2, padding="same")(layers.Multiply()([y, s]))
    return keras.Model(x, layers.Dense(4)(layers.GlobalMaxPooling2D()(layers.PReLU(shared_axes=[1, 2])(y))))


def wavenet():
    x = keras.Input((20, 1), name="x")
    y, total = layers.Conv1D(6, 1)(x), None
    for rate in (1, 2, 4):
        f = layers.Conv1D(6, 2, dilation_rate=rate, padding="causal", activation="tanh")(y)
        g = layers.Conv1D(6, 2, dilation_rate=rate, padding="causal", activation="sigmoid")(y)
        z = layers.Conv1D(6, 1)(f * g)
        y, total = y + z, z if total is None else total + z
    return keras.Model(x, layers.Conv1D(4, 1)(layers.ReLU()(total)))


def tabular():
    """Numbers, two categories, dictionary input: the usual table."""
    numbers = keras.Input((6,), name="numbers")
    city, day = (keras.Input((1,), dtype="int32", name=n) for n in ("city", "day"))
    y = layers.Concatenate()([layers.BatchNormalization()(numbers), *(layers.Flatten()(layers.Embedding(10, 3)(c)) for c in (city, day))])
    for width in (16, 8):
        y = layers.Dropout(0.2)(layers.Dense(width, activation="selu")(y))
    return keras.Model({"numbers": numbers, "city": city, "day": day}, layers.Dense(1)(y))


def autoencoder():
    i = keras.Input((8, 8, 1))
    encoder = keras.Model(i, layers.Dense(6)(layers.Flatten()(layers.Conv2D(4, 3, strides=2, padding="same", activation="elu")(i))), name="encoder")
    decoder = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(4 * 4 * 3, activation="elu"),
            layers.Reshape((4, 4, 3)),
            layers.UpSampling2D(),
            layers.Conv2D(1, 3, padding="same"),
        ],
        name="decoder",
    )
    x = keras.Input((8, 8, 1), name="x")
    return keras.Model(x, decoder(encoder(x)))


def conv_gru():
    """Sound: convolutions over time, then a GRU with the sequence turned by operations."""
    x = keras.Input((24, 6), name="x")
    y = layers.MaxPooling1D(2)(layers.Conv1D(8, 5, padding="same", activation="relu")(x))
    y = layers.LayerNormalization()(layers.Conv1D(8, 3, strides=2, padding="same", activation="gelu")(y))
    y = layers.Bidirectional(layers.GRU(5, return_sequences=True), merge_mode="sum")(ops.transpose(y, (0, 2, 1)))
    return keras.Model(x, layers.Dense(3)(layers.GlobalMaxPooling1D()(y)))


case("whole-small-cnn", small_cnn, x=uniform(0, 255))
case("whole-mobilenet-v2", mobilenet_v2)
case("whole-resnet", resnet)
case("whole-bi-lstm", bi_lstm, ["mask", "dynamic"], x=padded(50))
case("whole-text-transformer", text_transformer, ["mask"], x=padded(40))
case("whole-causal-transformer", causal_transformer, ["kwargs"])
case("whole-encoder-decoder", two_towers, ["mask", "kwargs"], source=padded(30), target=padded(30))
case("whole-unet", unet)
case("whole-mlp-mixer", mlp_mixer)
case("whole-vision-transformer", vision_transformer)
case("whole-squeeze-excite", squeeze_excite)
case("whole-wavenet", wavenet)
case("whole-tabular", tabular)
case("whole-autoencoder", autoencoder)
case("whole-conv-gru", conv_gru)
