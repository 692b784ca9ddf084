"""Stateful layers: their batch is fixed, and the vectors of two "batches" are two calls in a row, the second of which begins with what the first left."""

import keras
import numpy as np
from keras import layers

from . import case

R, L, G, S = layers.RNN, layers.LSTMCell, layers.GRUCell, layers.SimpleRNNCell
K = {"stateful": True}


def kept(name, layer, shape=(2, 5, 3), tags=()):
    def build():
        x = keras.Input(batch_shape=shape, name="x")
        return keras.Model(x, layer()(x))

    case(f"stateful-{name}", build, ["stateful", *tags])


kept("simple", lambda: layers.SimpleRNN(3, **K))
kept("lstm", lambda: layers.LSTM(3, return_sequences=True, **K))
kept("lstm-states", lambda: layers.LSTM(3, return_state=True, **K))
kept("lstm-gelu-dynamic", lambda: layers.LSTM(3, activation="gelu", return_sequences=True, **K), (2, None, 3), ["dynamic"])
kept("gru-backwards", lambda: layers.GRU(3, go_backwards=True, **K))
kept("gru-before-mish", lambda: layers.GRU(3, reset_after=False, activation="mish", return_sequences=True, **K))
kept("rnn-cell", lambda: R(G(3), return_sequences=True, **K))
kept("both", lambda: layers.Bidirectional(layers.LSTM(2, return_sequences=True, **K)))
kept("both-other", lambda: layers.Bidirectional(layers.GRU(3, **K), backward_layer=layers.SimpleRNN(2, go_backwards=True, **K)))
kept("conv-lstm1d", lambda: layers.ConvLSTM1D(2, 3, return_sequences=True, **K), (2, 3, 6, 2))
kept("conv-lstm2d", lambda: layers.ConvLSTM2D(2, 2, padding="same", **K), (2, 3, 4, 3, 2))


def sequential():
    return keras.Sequential([keras.Input(batch_shape=(3, 4, 2), name="x"), layers.LSTM(3, return_sequences=True, **K), layers.GRU(2, **K), layers.Dense(2)])


case("stateful-sequential", sequential, ["stateful"])


def twice():
    """One layer called twice in one model: the second call begins with what the first left."""
    x, y = keras.Input(batch_shape=(2, 3, 2), name="x"), keras.Input(batch_shape=(2, 4, 2), name="y")
    layer = layers.GRU(3, **K)
    return keras.Model([x, y], layers.Concatenate()([layer(x), layer(y)]))


def masked():
    x, m = keras.Input(batch_shape=(2, 5, 3), name="x"), keras.Input(batch_shape=(2, 5), dtype="bool", name="m")
    return keras.Model([x, m], layers.LSTM(3, return_sequences=True, **K)(x, mask=m))


def started():
    """A call that is given a state leaves its own to the next call."""
    x, s = keras.Input(batch_shape=(2, 4, 3), name="x"), keras.Input(batch_shape=(2, 3), name="s")
    layer = layers.GRU(3, **K)
    first = layer(x, initial_state=s)
    return keras.Model([x, s], layers.Concatenate()([first, layer(x)]))


case("stateful-twice", twice, ["stateful"])
case("stateful-masked", masked, ["stateful", "mask"], m=lambda rng, shape, dtype: rng.uniform(size=shape) > np.array([[0.3], [0.6]]))
case("stateful-started", started, ["stateful"])


# Halves, through loops and wrappers.
H = {"dtype": "mixed_float16"}
BF = {"dtype": "mixed_bfloat16"}


def half(name, layer, shape=(4, 3)):
    case(f"rnn-half-{name}", lambda: keras.Model(x := keras.Input(shape, name="x"), layer()(x)), ["half"])


half("rnn-cell", lambda: R(L(3, **H), return_sequences=True, **H))
half("gelu", lambda: layers.GRU(3, activation="gelu", return_sequences=True, return_state=True, **H))
half("stack", lambda: R(layers.StackedRNNCells([L(3, **H), G(2, **H)], **H), return_sequences=True, **H))
half("both", lambda: layers.Bidirectional(layers.LSTM(3, return_sequences=True, **H), **H))
half("conv", lambda: layers.ConvLSTM2D(2, 2, padding="same", **H), (3, 4, 4, 2))
half("time", lambda: layers.TimeDistributed(layers.Dense(3, **H), **H))
half("time-model", lambda: layers.TimeDistributed(keras.Sequential([layers.Dense(3, activation="tanh", **BF), layers.Dense(2, **BF)]), **BF))
half("spectral", lambda: layers.SpectralNormalization(layers.Dense(3, **H), **H))
half("double", lambda: R(L(3, activation="relu", dtype="float64"), return_sequences=True, dtype="float64"))
half("double-both", lambda: layers.Bidirectional(layers.GRU(3, dtype="float64"), dtype="float64"))
