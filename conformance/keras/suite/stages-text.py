"""TextVectorization: how it standardizes, splits, joins, looks up, pads and encodes; and whole text classifiers."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from suite import WORDS, case, one_layer, texts

T = layers.TextVectorization
PLAIN = [w.lower() for w in WORDS[:12]]
SENTENCES = ["the quick brown fox", "a lazy dog, a quick fox!", "Seven wizards mix jam", "naïve café; CAFÉ ünder ÜNDER", "the the the dog"]
TEXT = texts(6)


def vectorized(name, layer, shape=(), x=TEXT):
    case(f"text-vectorization-{name}", lambda: one_layer(shape, layer(), "string"), x=x)


def adapted(layer, data=SENTENCES):
    layer.adapt(tf.constant(data))
    return layer


ODD = ["", "  ", "Ä ß İ", "tab\there\x0bthere", "no\u00a0break\u2003space", "e\u0301 é 👍🏽 क्षि", "it's (not) {so} [bad] ~`^_|\\/", "日本 語", "A-B-C.d,E", "\x1ca\x1cb", "fox! FOX? fox", "_private"]


def odd(rng, shape, dtype):
    return np.array([ODD[rng.integers(len(ODD))] + " " + WORDS[rng.integers(len(WORDS))] for _ in range(int(np.prod(shape)))]).reshape(shape)


vectorized("plain", lambda: T(vocabulary=PLAIN))
vectorized("column", lambda: T(vocabulary=PLAIN), (1,))
vectorized("assets", lambda: adapted(T()))
vectorized("assets-max-tokens", lambda: adapted(T(max_tokens=6)))
vectorized("length", lambda: T(vocabulary=PLAIN, output_sequence_length=4))
vectorized("length-long", lambda: T(vocabulary=PLAIN, output_sequence_length=15), (1,))
vectorized("lower", lambda: T(vocabulary=[*PLAIN, "dog!", "fox,"], standardize="lower"))
vectorized("strip-punctuation", lambda: T(vocabulary=[*PLAIN, "FOX", "THE"], standardize="strip_punctuation"))
vectorized("no-standardize", lambda: T(vocabulary=[*PLAIN, "THE", "fox,", "QUICK"], standardize=None))
vectorized("character", lambda: T(vocabulary=list("etaoin é"), split="character"))
vectorized("character-length", lambda: T(vocabulary=list("abcdefgü"), split="character", output_sequence_length=11, standardize="lower"))
vectorized("no-split", lambda: T(vocabulary=PLAIN, split=None), x=texts(1))
vectorized("no-split-rows", lambda: T(vocabulary=PLAIN, split=None, output_sequence_length=6), (4,), texts(1))
vectorized("no-split-cut", lambda: T(vocabulary=PLAIN, split=None, output_sequence_length=2), (4,), texts(1))
vectorized("no-split-ngrams", lambda: T(vocabulary=[*PLAIN, "the quick", "a lazy"], split=None, ngrams=2), (4,), texts(1))
vectorized("ngrams", lambda: T(vocabulary=[*PLAIN, "the quick", "quick brown", "a lazy"], ngrams=2))
vectorized("ngrams-tuple", lambda: T(vocabulary=[*PLAIN, "the quick", "the quick brown"], ngrams=(3, 1)))
vectorized("ngrams-length", lambda: adapted(T(ngrams=3, output_sequence_length=7)))
vectorized("multi-hot", lambda: T(vocabulary=PLAIN, output_mode="multi_hot"))
vectorized("multi-hot-column", lambda: T(vocabulary=PLAIN, output_mode="multi_hot", ngrams=2), (1,))
vectorized("count", lambda: T(vocabulary=PLAIN, output_mode="count"))
vectorized("count-padded", lambda: T(vocabulary=PLAIN, output_mode="count", max_tokens=20, pad_to_max_tokens=True))
vectorized("count-character", lambda: T(vocabulary=list("aeiou"), output_mode="count", split="character"), (1,))
vectorized("count-rows", lambda: T(vocabulary=PLAIN, output_mode="count", split=None), (5,), texts(1))
vectorized("one-hot-rows", lambda: T(vocabulary=PLAIN, output_mode="one_hot", split=None), (3,), texts(1))
vectorized("tf-idf", lambda: T(vocabulary=PLAIN, output_mode="tf_idf", idf_weights=[0.1 + 0.3 * i for i in range(len(PLAIN))]))
vectorized("tf-idf-assets", lambda: adapted(T(output_mode="tf_idf", ngrams=2)))
vectorized("tf-idf-half-policy", lambda: T(vocabulary=PLAIN, output_mode="tf_idf", idf_weights=[0.1 + 0.3 * i for i in range(len(PLAIN))], dtype="mixed_float16"))
vectorized("odd-unicode", lambda: T(vocabulary=["ä", "Ä", "ß", "no\u00a0break\u2003space", "here", "there", "its", "fox", "private", "日本", "abcd", "e\u0301"]), x=odd)
vectorized("odd-unicode-character", lambda: T(vocabulary=["Ä", "ß", "\u0301", "👍", "🏽", "\u2003", "क", "\x1c", "f", "o"], split="character", standardize=None), x=odd)
vectorized("odd-unicode-count", lambda: T(vocabulary=["ä", "Ä", "ß", "here", "its", "fox", "private", "日本"], output_mode="count", standardize="strip_punctuation"), (1,), odd)
vectorized("encoding", lambda: T(vocabulary=PLAIN, encoding="latin-1"))


@lambda build: case("text-classifier-lstm", build, x=TEXT)
def _():
    x = keras.Input((1,), dtype="string", name="x")
    ids = layers.TextVectorization(vocabulary=PLAIN, output_sequence_length=8)(x)
    steps = layers.Embedding(14, 6, mask_zero=True)(ids)
    return keras.Model(x, layers.Dense(3)(layers.LSTM(5)(steps)))


@lambda build: case("text-classifier-sequential", build, input_layer=TEXT)
def _():
    return keras.Sequential(
        [
            keras.Input((), dtype="string", name="input_layer"),
            adapted(layers.TextVectorization(output_sequence_length=7)),
            layers.Embedding(20, 5, mask_zero=True),
            layers.Bidirectional(layers.GRU(4)),
            layers.Dense(2),
        ]
    )


@lambda build: case("text-classifier-any-length", build, x=TEXT)
def _():
    x = keras.Input((), dtype="string", name="x")
    steps = layers.Embedding(14, 6, mask_zero=True)(layers.TextVectorization(vocabulary=PLAIN)(x))
    return keras.Model(x, layers.Dense(3)(layers.GlobalAveragePooling1D()(steps)))


@lambda build: case("text-classifier-bag-of-words", build, x=TEXT)
def _():
    x = keras.Input((1,), dtype="string", name="x")
    bag = adapted(layers.TextVectorization(output_mode="tf_idf", ngrams=2))(x)
    return keras.Model(x, layers.Dense(3)(layers.Dense(4, activation="tanh")(bag)))


@lambda build: case("text-classifier-counts", build, x=TEXT)
def _():
    x = keras.Input((1,), dtype="string", name="x")
    return keras.Model(x, layers.Dense(3)(layers.TextVectorization(vocabulary=PLAIN, output_mode="count")(x)))


@lambda build: case("text-classifier-two-texts", build, title=texts(3), body=TEXT)
def _():
    """Two texts by one vocabulary, a number, and the name of the best class in the answer."""
    title, body, year = keras.Input((1,), dtype="string", name="title"), keras.Input((1,), dtype="string", name="body"), keras.Input((1,), name="year")
    vectorize = layers.TextVectorization(vocabulary=PLAIN, output_sequence_length=5)
    table = layers.Embedding(14, 4)
    both = layers.Concatenate(axis=1)([table(vectorize(title)), table(vectorize(body))])
    scores = layers.Dense(4)(layers.Concatenate()([layers.Flatten()(both), year]))
    label = layers.StringLookup(vocabulary=["news", "sport", "arts", "rest"], num_oov_indices=0, invert=True)(keras.ops.argmax(scores, axis=-1))
    return keras.Model([title, body, year], {"label": label, "scores": scores})


@lambda build: case("text-classifier-nested", build, x=TEXT)
def _():
    """The texts are read by a model inside of a model, whose vocabulary lies in assets of its own."""
    inner = keras.Sequential([keras.Input((1,), dtype="string"), adapted(layers.TextVectorization(output_sequence_length=6)), layers.Embedding(20, 4)], name="reader")
    x = keras.Input((1,), dtype="string", name="x")
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(inner(x))))
