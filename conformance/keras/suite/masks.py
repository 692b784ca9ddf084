"""Masks, always right-padded: from Embedding and Masking, through layers that pass them, into those that use them."""

import keras
from keras import layers

from . import case, padded

E = lambda width=4, **kw: layers.Embedding(10, width, mask_zero=True, **kw)  # noqa: E731


def tokens(*after, steps=6):
    """Embedding with a mask, then the given layers in a row."""
    x = keras.Input((steps,), dtype="int32", name="x")
    y = E()(x)
    for layer in after:
        y = layer(y)
    return keras.Model(x, y)


def features(*after):
    """Masking of float steps that are all zero, then the given layers."""
    x = keras.Input((6, 3), name="x")
    y = layers.Masking()(x)
    for layer in after:
        y = layer(y)
    return keras.Model(x, y)


def masked(name, build, shortest=1, tags=()):
    case(f"mask-{name}", build, ["mask", *tags], x=padded(shortest=shortest))


for kind in ("LSTM", "GRU"):
    R = getattr(layers, kind)
    low = kind.lower()
    masked(low, lambda R=R: tokens(R(3)))
    masked(f"{low}-sequences", lambda R=R: tokens(R(3, return_sequences=True)))
    masked(f"{low}-empty-row", lambda R=R: tokens(R(3)), shortest=0)
    masked(f"{low}-empty-row-sequences", lambda R=R: tokens(R(3, return_sequences=True)), shortest=0)
    masked(f"{low}-backwards", lambda R=R: tokens(R(3, go_backwards=True)))
    masked(f"{low}-backwards-sequences", lambda R=R: tokens(R(3, go_backwards=True, return_sequences=True)))
    masked(f"{low}-states", lambda R=R: tokens(R(3, return_sequences=True, return_state=True)))
    masked(f"{low}-features", lambda R=R: features(R(3)))
    masked(f"{low}-stacked", lambda R=R: tokens(R(3, return_sequences=True), R(2)))
    masked(f"bidirectional-{low}", lambda R=R: tokens(layers.Bidirectional(R(3))))
    masked(f"bidirectional-{low}-sequences", lambda R=R: tokens(layers.Bidirectional(R(3, return_sequences=True))))
masked("bidirectional-empty-row", lambda: tokens(layers.Bidirectional(layers.LSTM(3))), shortest=0)
masked("bidirectional-stacked", lambda: tokens(layers.Bidirectional(layers.GRU(3, return_sequences=True)), layers.Bidirectional(layers.LSTM(2))))
masked("lstm-dynamic", lambda: tokens(layers.LSTM(3), steps=None), tags=["dynamic"])

masked("masking", lambda: features())
masked("masking-value", lambda: keras.Sequential([keras.Input((5, 3), name="x"), layers.Masking(mask_value=0.0), layers.Dense(4)]))
masked("average", lambda: tokens(layers.GlobalAveragePooling1D()))
masked("average-keepdims", lambda: features(layers.GlobalAveragePooling1D(keepdims=True)))
masked("average-dynamic", lambda: tokens(layers.GlobalAveragePooling1D(), steps=None), tags=["dynamic"])
masked("max-pooling", lambda: tokens(layers.GlobalMaxPooling1D()))
masked("dropout-average", lambda: tokens(layers.Dropout(0.5), layers.Dense(5, activation="relu"), layers.GlobalAveragePooling1D()))
masked("normalization-average", lambda: tokens(layers.LayerNormalization(), layers.Activation("tanh"), layers.GlobalAveragePooling1D()))
masked("flatten-drops", lambda: tokens(layers.Flatten(), layers.Dense(3)))


def attention(shortest=1, **call):
    x = keras.Input((6,), dtype="int32", name="x")
    y = E()(x)
    return keras.Model(x, layers.MultiHeadAttention(2, 3)(y, y, **call))


def attention_pool():
    x = keras.Input((6,), dtype="int32", name="x")
    y = E()(x)
    return keras.Model(x, layers.GlobalAveragePooling1D()(layers.Add()([y, layers.MultiHeadAttention(2, 3)(y, y)])))


def cross_attention():
    q, v = keras.Input((4,), dtype="int32", name="q"), keras.Input((6,), dtype="int32", name="v")
    return keras.Model([q, v], layers.MultiHeadAttention(2, 3)(E()(q), E()(v)))


def two_sources(merge):
    a, b = keras.Input((6,), dtype="int32", name="a"), keras.Input((6,), dtype="int32", name="b")
    return keras.Model([a, b], layers.GlobalAveragePooling1D()(merge([E()(a), E()(b)])))


def given_mask():
    x, m = keras.Input((6, 3), name="x"), keras.Input((6,), dtype="bool", name="m")
    return keras.Model([x, m], layers.LSTM(4, return_sequences=True)(x, mask=m))


def given_mask_average():
    x, m = keras.Input((6, 3), name="x"), keras.Input((6,), dtype="bool", name="m")
    return keras.Model([x, m], layers.GlobalAveragePooling1D()(x, mask=m))


masked("attention", attention)
masked("attention-empty-row", attention, shortest=0)
masked("attention-causal", lambda: attention(use_causal_mask=True), tags=["kwargs"])
masked("attention-scores", lambda: attention(return_attention_scores=True), tags=["kwargs"])
masked("attention-average", attention_pool)
case("mask-attention-cross", cross_attention, ["mask"], q=padded(), v=padded())
case("mask-add", lambda: two_sources(layers.Add()), ["mask"], a=padded(), b=padded(shortest=3))
case("mask-concatenate", lambda: two_sources(layers.Concatenate()), ["mask"], a=padded(), b=padded(shortest=3))
case("mask-given-lstm", given_mask, ["mask", "kwargs"], m=padded(high=2))
case("mask-given-average", given_mask_average, ["mask", "kwargs"], m=padded(high=2))


def merged(layer, which):
    """Masks of their own on some of the inputs, and the merge as the answer: Multiply, Maximum and Minimum compute with them."""
    inputs = [keras.Input((6, 3), name=name) for name in "abc"[: len(which)]]
    return keras.Model(inputs, layer([layers.Masking()(x) if one == "1" else x for x, one in zip(inputs, which)]))


for kind in ("Multiply", "Maximum", "Minimum"):
    for which in ("11", "10", "01", "111", "110", "101", "011"):
        rows = {name: padded(shortest=shortest) for name, shortest in zip("abc"[: len(which)], (1, 3, 2))}
        case(f"mask-{kind.lower()}-{which}", lambda k=kind, w=which: merged(getattr(layers, k)(), w), ["mask"], **rows)
for kind in ("Average", "Subtract", "Multiply", "Maximum"):
    case(f"mask-{kind.lower()}-average", lambda k=kind: two_sources(getattr(layers, k)()), ["mask"], a=padded(), b=padded(shortest=3))
case("mask-concatenate-time", lambda: two_sources(layers.Concatenate(axis=1)), ["mask"], a=padded(), b=padded(shortest=3))
