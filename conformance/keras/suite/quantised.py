"""Quantised layers: int8 and int4 weights, with inputs that are quantised row by row, or are not."""

import keras
import numpy as np
from keras import layers as L
from keras.quantizers import AbsMaxQuantizer, Int4QuantizationConfig, Int8QuantizationConfig
from suite import case, integers, padded


def randomised(model, seed=7):
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if weight.dtype in ("float32", "bfloat16"):
            weight.assign(keras.ops.cast(rng.standard_normal(weight.shape) * (0.5 if len(weight.shape) > 1 else 0.3), weight.dtype))
    return model


def quantized(name, build, how, tags=(), **inputs):
    """`how` is a mode, a config, or None where the builder has seen to it."""

    def make():
        model = randomised(build())
        if isinstance(how, str):
            model.quantize(how)
        elif how is not None:
            model.quantize(config=how())
        return model

    case(f"quantised-{name}", make, tags, **inputs)


INT8, INT4 = Int8QuantizationConfig, Int4QuantizationConfig
int8_weights = lambda: INT8(activation_quantizer=None)  # noqa: E731
int4_channel = lambda: INT4(block_size=-1)  # noqa: E731
int4_inputs = lambda: INT4(activation_quantizer=AbsMaxQuantizer(), block_size=None)  # noqa: E731
narrow = lambda: INT8(activation_quantizer=AbsMaxQuantizer(value_range=(-63, 63), epsilon=1e-3))  # noqa: E731
grouped = lambda block: lambda: INT4(block_size=block)  # noqa: E731


def dense(shape=(10,), units=5, **more):
    def build():
        x = keras.Input(shape, name="x")
        return keras.Model(x, L.Dense(units, **more)(x))

    return build


def stack():
    x = keras.Input((12,), name="x")
    h = L.Dense(16, activation="relu")(x)
    return keras.Model(x, L.Dense(4)(L.LayerNormalization()(h)))


def einsum(equation="abc,cd->abd", output=(None, 5), bias="d", shape=(4, 8)):
    def build():
        x = keras.Input(shape, name="x")
        return keras.Model(x, L.EinsumDense(equation, output, bias_axes=bias)(x))

    return build


def embedding(width=8, **more):
    def build():
        x = keras.Input((5,), dtype="int32", name="x")
        return keras.Model(x, L.Embedding(13, width, **more)(x))

    return build


def reversible(**more):
    def build():
        x = keras.Input((5,), dtype="int32", name="x")
        table = L.ReversibleEmbedding(13, 8, **more)
        return keras.Model(x, table(L.LayerNormalization()(table(x)), reverse=True))

    return build


def text():
    x = keras.Input((7,), dtype="int32", name="x")
    h = L.LSTM(6)(L.Embedding(13, 8, mask_zero=True)(x))
    return keras.Model(x, L.Dense(3)(h))


MODES = {
    "int8": ("int8", ()),
    "int8-weights": (int8_weights, ()),
    "int8-narrow": (narrow, ()),
    "int4": ("int4", ()),
    "int4-channel": (int4_channel, ()),
    "int4-inputs": (int4_inputs, ()),
    "int4-blocks": (grouped(4), ()),
}
for key, (how, tags) in MODES.items():
    quantized(f"dense-{key}", dense(), how, [key])
    quantized(f"einsum-{key}", einsum(), how, [key])
    if key != "int4-inputs":
        quantized(f"reversible-{key}", reversible(), how, [key], x=integers(0, 13))
        quantized(f"reversible-untied-{key}", reversible(tie_weights=False), how, [key], x=integers(0, 13))
for key in ("int8", "int4", "int4-channel", "int4-blocks"):
    quantized(f"embedding-{key}", embedding(), MODES[key][0], [key], x=integers(0, 13))
quantized("dense-odd", dense((7,), 5, activation="tanh", use_bias=False), "int4")
quantized("dense-odd-channel", dense((7,), 3), int4_channel)
quantized("dense-odd-blocks", dense((11,), 7), grouped(4))
quantized("dense-rank3", dense((3, 10), 4), "int8")
quantized("dense-wide", dense((300,), 4), "int8")
quantized("dense-wide-blocks", dense((300,), 4), "int4")
quantized("embedding-odd", embedding(7), int4_channel, x=integers(0, 13))
quantized("embedding-odd-blocks", embedding(7), grouped(3), x=integers(0, 13))
quantized("einsum-heads", einsum("abc,cde->abde", (None, 2, 3), "de"), "int8")
quantized("einsum-heads-weights", einsum("abc,cde->abde", (None, 2, 3), "de"), int8_weights)
quantized("einsum-heads-int4", einsum("abc,cde->abde", (None, 2, 3), "de"), "int4")
quantized("einsum-heads-channel", einsum("abc,cde->abde", (None, 2, 3), "de"), int4_channel)
quantized("einsum-heads-inputs", einsum("abc,cde->abde", (None, 2, 3), "de"), int4_inputs)
quantized("einsum-joined", einsum("abcd,cde->abe", (None, 7), "e", (4, 2, 3)), "int8")
quantized("einsum-joined-int4", einsum("abcd,cde->abe", (None, 7), "e", (4, 2, 3)), grouped(4))
quantized("stack-int8", stack, "int8")
quantized("stack-int4", stack, "int4")
quantized("text", text, "int8", x=padded(13))
quantized("dense-bfloat16", dense(dtype="mixed_bfloat16"), "int8", ["mixed_bfloat16"])
quantized("dense-bfloat16-int4", dense(dtype="mixed_bfloat16"), grouped(4), ["mixed_bfloat16"])


def merged(layer, dtype="float32"):
    """LoRA, whose two matrices are random here: they are merged into the weights when the model is saved."""

    def make():
        x = keras.Input((6,), dtype=dtype, name="x")
        return keras.Model(x, layer()(x))

    return make


case("lora-dense", merged(lambda: L.Dense(5, lora_rank=2, lora_alpha=3)), ["lora"])
case("lora-embedding", merged(lambda: L.Embedding(13, 6, lora_rank=3), "int32"), ["lora"], x=integers(0, 13))
case("lora-reversible", merged(lambda: L.ReversibleEmbedding(13, 6, lora_rank=1), "int32"), ["lora"], x=integers(0, 13))
