"""LSTM, GRU and Bidirectional without masks."""

import keras
from keras import layers

from . import case, one_layer


def rnn(name, layer, shape=(6, 3), tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


rnn("lstm", lambda: layers.LSTM(4))
rnn("lstm-sequences", lambda: layers.LSTM(4, return_sequences=True))
rnn("lstm-backwards", lambda: layers.LSTM(4, return_sequences=True, go_backwards=True))
rnn("lstm-no-bias", lambda: layers.LSTM(4, use_bias=False))
rnn("lstm-activations", lambda: layers.LSTM(4, activation="relu", recurrent_activation="hard_sigmoid"))
rnn("lstm-unroll", lambda: layers.LSTM(4, unroll=True))
rnn("lstm-dynamic", lambda: layers.LSTM(4, return_sequences=True), (None, 3), ["dynamic"])
rnn("lstm-dropout", lambda: layers.LSTM(4, dropout=0.5, recurrent_dropout=0.5))
rnn("gru", lambda: layers.GRU(4))
rnn("gru-sequences", lambda: layers.GRU(4, return_sequences=True))
rnn("gru-reset-before", lambda: layers.GRU(4, reset_after=False, return_sequences=True))
rnn("gru-no-bias", lambda: layers.GRU(4, use_bias=False))
rnn("gru-backwards", lambda: layers.GRU(4, go_backwards=True))
rnn("gru-activations", lambda: layers.GRU(4, activation="softsign", recurrent_activation="hard_sigmoid", return_sequences=True))
rnn("gru-dynamic", lambda: layers.GRU(4), (None, 3), ["dynamic"])
rnn("bidirectional-lstm", lambda: layers.Bidirectional(layers.LSTM(3)))
rnn("bidirectional-lstm-sequences", lambda: layers.Bidirectional(layers.LSTM(3, return_sequences=True)))
rnn("bidirectional-gru", lambda: layers.Bidirectional(layers.GRU(3, return_sequences=True)))
for mode in ("sum", "mul", "ave"):
    rnn(f"bidirectional-{mode}", lambda m=mode: layers.Bidirectional(layers.LSTM(3, return_sequences=True), merge_mode=m))
rnn("bidirectional-none", lambda: layers.Bidirectional(layers.GRU(3), merge_mode=None))
rnn(
    "bidirectional-two-layers",
    lambda: layers.Bidirectional(layers.LSTM(3, return_sequences=True), backward_layer=layers.LSTM(2, return_sequences=True, go_backwards=True)),
)


def states(layer):
    x = keras.Input((5, 3), name="x")
    return keras.Model(x, layer(x))


case("lstm-states", lambda: states(layers.LSTM(4, return_state=True)))
case("gru-states", lambda: states(layers.GRU(4, return_sequences=True, return_state=True)))
case("bidirectional-states", lambda: states(layers.Bidirectional(layers.LSTM(3, return_state=True))))


def encoder_decoder():
    x, y = keras.Input((5, 3), name="source"), keras.Input((4, 2), name="target")
    _, h, c = layers.LSTM(4, return_state=True)(x)
    return keras.Model([x, y], layers.LSTM(4, return_sequences=True)(y, initial_state=[h, c]))


def gru_initial_state():
    x, s = keras.Input((5, 3), name="x"), keras.Input((4,), name="state")
    return keras.Model([x, s], layers.GRU(4)(x, initial_state=s))


def stacked():
    x = keras.Input((6, 3), name="x")
    y = layers.LSTM(4, return_sequences=True)(x)
    y = layers.Bidirectional(layers.GRU(3, return_sequences=True))(y)
    return keras.Model(x, layers.LSTM(2)(y))


case("lstm-initial-state", encoder_decoder, ["kwargs"])
case("gru-initial-state", gru_initial_state, ["kwargs"])
case("recurrent-stacked", stacked)
