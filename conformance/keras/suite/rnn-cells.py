"""Recurrent layers with odd arguments, and cells: alone, in RNN, and stacked."""

import keras
from keras import layers

from . import case, one_layer

B = layers.Bidirectional


def rnn(name, layer, shape=(5, 3), tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


# SimpleRNN.
rnn("simple-rnn-states", lambda: layers.SimpleRNN(4, return_sequences=True, return_state=True))
rnn("simple-rnn-dynamic", lambda: layers.SimpleRNN(3, activation="relu", use_bias=False), (None, 3), ["dynamic"])
rnn("simple-rnn-backwards", lambda: layers.SimpleRNN(4, go_backwards=True, return_sequences=True))
rnn("simple-rnn-gelu", lambda: layers.SimpleRNN(4, activation="gelu"))
rnn("simple-rnn-gelu-sequences", lambda: layers.SimpleRNN(4, activation="gelu", return_sequences=True, go_backwards=True))
rnn("simple-rnn-softmax-dynamic", lambda: layers.SimpleRNN(4, activation="softmax", return_sequences=True), (None, 2), ["dynamic"])
rnn("simple-rnn-swish-states", lambda: layers.SimpleRNN(3, activation="silu", return_state=True, use_bias=False, unroll=True))
rnn("simple-rnn-layer", lambda: layers.SimpleRNN(3, activation=layers.LeakyReLU(negative_slope=0.3), return_sequences=True))
rnn("simple-rnn-linear", lambda: layers.SimpleRNN(3, activation=None, dropout=0.3, recurrent_dropout=0.2, seed=5))

# LSTM.
rnn("lstm-gelu", lambda: layers.LSTM(4, activation="gelu"))
rnn("lstm-mish-backwards", lambda: layers.LSTM(3, activation="mish", go_backwards=True, return_sequences=True))
rnn("lstm-softmax-gates", lambda: layers.LSTM(3, recurrent_activation="softmax", return_sequences=True))
rnn("lstm-silu-states", lambda: layers.LSTM(3, activation="silu", recurrent_activation="hard_silu", return_state=True))
rnn("lstm-selu-dynamic", lambda: layers.LSTM(3, activation="selu", return_sequences=True, return_state=True), (None, 2), ["dynamic"])
rnn("lstm-layer-activation", lambda: layers.LSTM(3, activation=layers.ELU(alpha=0.5), recurrent_activation=layers.Softmax()))
rnn("lstm-no-bias-gelu", lambda: layers.LSTM(3, activation="gelu", use_bias=False, unit_forget_bias=False))
rnn("lstm-seeded", lambda: layers.LSTM(3, dropout=0.4, recurrent_dropout=0.4, seed=7, return_sequences=True))
rnn("lstm-unroll-states", lambda: layers.LSTM(2, unroll=True, return_sequences=True, return_state=True, go_backwards=True))

# GRU.
rnn("gru-gelu", lambda: layers.GRU(4, activation="gelu"))
rnn("gru-before-gelu", lambda: layers.GRU(4, activation="gelu", reset_after=False, return_sequences=True))
rnn("gru-before-no-bias-mish", lambda: layers.GRU(3, activation="mish", reset_after=False, use_bias=False, go_backwards=True))
rnn("gru-no-bias-swish", lambda: layers.GRU(3, activation="swish", use_bias=False, return_sequences=True, return_state=True))
rnn("gru-softmax-gates", lambda: layers.GRU(3, recurrent_activation="softmax", go_backwards=True, return_sequences=True))
rnn("gru-celu-dynamic", lambda: layers.GRU(3, activation="celu", return_state=True), (None, 2), ["dynamic"])
rnn("gru-sparse", lambda: layers.GRU(3, activation="sparsemax", recurrent_activation="sparse_sigmoid"))
rnn("gru-before-states", lambda: layers.GRU(3, reset_after=False, return_state=True, return_sequences=True, go_backwards=True))
rnn("gru-unroll", lambda: layers.GRU(3, unroll=True, return_sequences=True, dropout=0.2))

# RNN over cells.
R, S, L, G = layers.RNN, layers.SimpleRNNCell, layers.LSTMCell, layers.GRUCell
rnn("rnn-simple-cell", lambda: R(S(4), return_sequences=True))
rnn("rnn-lstm-cell", lambda: R(L(4), return_state=True))
rnn("rnn-gru-cell", lambda: R(G(4), go_backwards=True, return_sequences=True))
rnn("rnn-gru-cell-before", lambda: R(G(3, reset_after=False), return_state=True))
rnn("rnn-lstm-cell-gelu", lambda: R(L(3, activation="gelu"), return_sequences=True, return_state=True))
rnn("rnn-simple-cell-dynamic", lambda: R(S(3, activation="softplus", use_bias=False)), (None, 2), ["dynamic"])
rnn("rnn-lstm-cell-unroll", lambda: R(L(3, dropout=0.3), unroll=True, go_backwards=True))
rnn("rnn-gru-cell-dropout", lambda: R(G(3, dropout=0.3, recurrent_dropout=0.3, seed=3), return_sequences=True))
rnn("rnn-simple-cell-mish", lambda: R(S(3, activation="mish"), go_backwards=True, return_state=True, return_sequences=True))
rnn("rnn-gru-cell-swish", lambda: R(G(3, activation="silu", reset_after=False, use_bias=False)))

# Stacks.
rnn("rnn-stack-lstm", lambda: R([L(4), L(3)]))
rnn("rnn-stack-mixed", lambda: R([L(3), G(2), S(4)], return_sequences=True, return_state=True))
rnn("rnn-stack-backwards", lambda: R([G(3), L(2)], go_backwards=True, return_state=True))
rnn("rnn-stack-one", lambda: R([G(3)], return_sequences=True, return_state=True))
rnn("rnn-stack-object", lambda: R(layers.StackedRNNCells([S(3), S(4, activation="relu"), G(2, reset_after=False)])))
rnn("rnn-stack-dynamic", lambda: R([L(3), L(2, activation="elu", use_bias=False)], return_sequences=True), (None, 3), ["dynamic"])
rnn("rnn-stack-gelu", lambda: R([G(3, activation="gelu"), S(2, activation="softmax")], return_sequences=True))
rnn("rnn-stack-unroll", lambda: R([S(3), L(3)], unroll=True, return_state=True))
rnn("rnn-stack-same", lambda: R([G(2), G(2), G(2), G(2)], return_sequences=True))


def initial(layer, states, shape=(5, 3), **kwargs):
    """A recurrent layer with all its initial states as inputs of the model."""
    x = keras.Input(shape, name="x")
    given = [keras.Input((width,), name=f"s{i}") for i, width in enumerate(states)]
    y = layer(x, initial_state=given if len(given) > 1 or kwargs.get("list") else given[0])
    return keras.Model([x, *given], y)


case("simple-rnn-initial", lambda: initial(layers.SimpleRNN(3, activation="gelu", return_state=True), [3]))
case("lstm-initial-gelu", lambda: initial(layers.LSTM(3, activation="gelu", return_sequences=True, return_state=True), [3, 3]))
case("gru-initial-before", lambda: initial(layers.GRU(3, reset_after=False, activation="mish"), [3], list=True))
case("rnn-lstm-cell-initial", lambda: initial(R(L(3), return_state=True), [3, 3]))
case("rnn-gru-cell-initial-dynamic", lambda: initial(R(G(3, activation="silu"), return_sequences=True), [3], shape=(None, 2), list=True), ["dynamic"])


def stack_initial():
    x = keras.Input((4, 3), name="x")
    h, c, s = keras.Input((3,), name="h"), keras.Input((3,), name="c"), keras.Input((2,), name="s")
    return keras.Model([x, h, c, s], R([L(3), G(2)], return_state=True)(x, initial_state=[[h, c], [s]]))


case("rnn-stack-initial", stack_initial)


def encoder_decoder():
    """The states of an encoder start a decoder of another kind of cells."""
    a, b = keras.Input((4, 3), name="a"), keras.Input((6, 2), name="b")
    _, *states = R(L(3), return_state=True)(a)
    return keras.Model([a, b], layers.LSTM(3, activation="mish", return_sequences=True)(b, initial_state=states))


case("rnn-encoder-decoder", encoder_decoder)


# Cells on their own: one step.
def step(cell, states, width=4):
    x = keras.Input((width,), name="x")
    given = [keras.Input((size,), name=f"s{i}") for i, size in enumerate(states)]
    h, after = cell(x, given)
    return keras.Model([x, *given], [h, *keras.tree.flatten(after)][:: 1])


for name, cell, states in [
    ("simple-rnn-cell", lambda: S(3), [3]),
    ("simple-rnn-cell-relu", lambda: S(2, activation="relu", use_bias=False), [2]),
    ("simple-rnn-cell-softmax", lambda: S(4, activation="softmax"), [4]),
    ("lstm-cell", lambda: L(3), [3, 3]),
    ("lstm-cell-gelu", lambda: L(2, activation="gelu", recurrent_activation="tanh", use_bias=False), [2, 2]),
    ("lstm-cell-hard", lambda: L(3, recurrent_activation="hard_sigmoid", dropout=0.4), [3, 3]),
    ("gru-cell", lambda: G(3), [3]),
    ("gru-cell-before", lambda: G(3, reset_after=False), [3]),
    ("gru-cell-no-bias", lambda: G(2, use_bias=False, activation="elu"), [2]),
]:
    case(f"cell-{name}", lambda c=cell, s=states: step(c(), s))


def stack_step():
    x, h, c, s = (keras.Input((size,), name=name) for name, size in (("x", 4), ("h", 3), ("c", 3), ("s", 2)))
    y, after = layers.StackedRNNCells([L(3), G(2)])(x, [[h, c], [s]])
    return keras.Model([x, h, c, s], [y, *keras.tree.flatten(after)])


case("cell-stack", stack_step)


def two_steps():
    """One cell called twice by hand: one set of weights."""
    x, y, h = keras.Input((3,), name="x"), keras.Input((3,), name="y"), keras.Input((2,), name="h")
    cell = G(2)
    a, [s] = cell(x, [h])
    b, _ = cell(y, [s])
    return keras.Model([x, y, h], layers.Concatenate()([a, b]))


case("cell-twice", two_steps)

# Bidirectional over all of them.
rnn("rnn-both-other-class", lambda: B(layers.LSTM(3, return_sequences=True), backward_layer=layers.GRU(2, return_sequences=True, go_backwards=True)))
rnn("rnn-both-simple", lambda: B(layers.SimpleRNN(3), merge_mode="ave"))
rnn("rnn-both-rnn-cells", lambda: B(R(L(3), return_sequences=True), merge_mode="sum"))
rnn("rnn-both-rnn-stack", lambda: B(R([L(3), G(2)], return_sequences=True), backward_layer=layers.SimpleRNN(4, return_sequences=True, go_backwards=True)))
rnn("rnn-both-first-backwards", lambda: B(layers.GRU(3, go_backwards=True, return_sequences=True), backward_layer=layers.LSTM(2, return_sequences=True)))
rnn("rnn-both-first-backwards-last", lambda: B(layers.LSTM(3, go_backwards=True), backward_layer=layers.LSTM(2)))
rnn("rnn-both-gelu", lambda: B(layers.LSTM(3, activation="gelu", return_sequences=True), merge_mode="mul"))
rnn("rnn-both-states", lambda: B(layers.GRU(3, return_state=True, activation="mish")))
rnn("rnn-both-none-states", lambda: B(layers.LSTM(2, return_state=True, return_sequences=True), merge_mode=None))
rnn("rnn-both-dynamic", lambda: B(layers.SimpleRNN(3, activation="silu", return_sequences=True), merge_mode=None), (None, 2), ["dynamic"])
rnn("rnn-both-unroll", lambda: B(layers.LSTM(3, unroll=True, return_sequences=True)))


def bidirectional_initial():
    x = keras.Input((5, 3), name="x")
    given = [keras.Input((size,), name=f"s{i}") for i, size in enumerate((3, 3, 2, 2))]
    layer = B(layers.LSTM(3, return_sequences=True), backward_layer=layers.LSTM(2, return_sequences=True, go_backwards=True, activation="gelu"))
    return keras.Model([x, *given], layer(x, initial_state=given))


case("rnn-both-initial", bidirectional_initial)
