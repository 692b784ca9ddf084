"""Masks of all forms in recurrent layers: holes, left padding, rows without any step, more axes than the steps; in loops that are written out, too."""

import keras
import numpy as np
from keras import layers

from . import case

B, R, S, L, G = layers.Bidirectional, layers.RNN, layers.SimpleRNNCell, layers.LSTMCell, layers.GRUCell


def holes(rng, shape, dtype):
    """Each step counts by chance; where there are three rows, the second has none that does, and the third begins with one that does not."""
    mask = rng.uniform(size=shape) > 0.45
    if shape[0] > 1:
        mask[1] = False
        mask[2, 0], mask[2, 1] = False, True
    else:
        mask[0, 0], mask[0, -1], mask[0, 1] = False, False, True
    return mask.astype(dtype)


def ends(rng, shape, dtype):
    """The first row counts at both ends, the others do not."""
    mask = holes(rng, shape, "bool")
    mask[0, 0] = mask[0, -1] = True
    mask[1:, 0] = mask[1:, -1] = False
    return mask.astype(dtype)


def left(rng, shape, dtype):
    """Padding before the steps."""
    counts = [int(rng.integers(1, shape[1])) for _ in range(shape[0])]
    return np.stack([np.broadcast_to((np.arange(shape[1]) >= c).reshape(-1, *[1] * (len(shape) - 2)), shape[1:]) for c in counts]).astype(dtype)


def tokens(rng, shape, dtype):
    return (rng.integers(1, 10, shape) * holes(rng, shape, "int32")).astype(dtype)


def given(layer, shape=(6, 3), mask=None, dtype="bool"):
    x, m = keras.Input(shape, name="x"), keras.Input(mask or shape[:1], dtype=dtype, name="m")
    return keras.Model([x, m], layer(x, mask=m))


def embedded(*after, steps=6):
    x = keras.Input((steps,), dtype="int32", name="x")
    y = layers.Embedding(10, 4, mask_zero=True)(x)
    for layer in after:
        y = layer(y)
    return keras.Model(x, y)


def mask(name, layer, how=holes, tags=(), **shapes):
    case(f"rnn-mask-{name}", lambda: given(layer(), **shapes), ["mask", *tags], m=how)


def chain(name, *make, tags=(), steps=6):
    case(f"rnn-mask-{name}", lambda: embedded(*(one() for one in make), steps=steps), ["mask", *tags], x=tokens)


BASES = {
    "simple": lambda **k: layers.SimpleRNN(3, **k),
    "lstm": lambda **k: layers.LSTM(3, **k),
    "gru": lambda **k: layers.GRU(3, **k),
    "lstm-gelu": lambda **k: layers.LSTM(3, activation="gelu", **k),
    "gru-mish": lambda **k: layers.GRU(2, activation="mish", reset_after=False, **k),
    "stack": lambda **k: R([L(3), G(2)], **k),
    "rnn-gru": lambda **k: R(G(3, activation="silu"), **k),
}
for name, make in BASES.items():
    mask(f"{name}", make)
    mask(f"{name}-sequences", lambda m=make: m(return_sequences=True, return_state=True))
    mask(f"{name}-left", lambda m=make: m(return_sequences=True), left)
    mask(f"{name}-backwards", lambda m=make: m(return_sequences=True, go_backwards=True))
    mask(f"{name}-zero", lambda m=make: m(return_sequences=True, zero_output_for_mask=True))
    mask(f"{name}-zero-last", lambda m=make: m(zero_output_for_mask=True, go_backwards=name == "gru"), ends)
    mask(f"{name}-both", lambda m=make: B(m(return_sequences=True)))
for name in ("lstm", "gru-mish", "stack"):
    make = BASES[name]
    mask(f"{name}-unroll", lambda m=make: m(unroll=True, return_sequences=True, return_state=True))
    mask(f"{name}-unroll-zero", lambda m=make: m(unroll=True, return_sequences=True, zero_output_for_mask=True))
    mask(f"{name}-unroll-zero-backwards", lambda m=make: m(unroll=True, return_sequences=True, zero_output_for_mask=True, go_backwards=True))
    mask(f"{name}-unroll-zero-last", lambda m=make: m(unroll=True, zero_output_for_mask=True, go_backwards=True), ends)
    mask(f"{name}-unroll-both", lambda m=make: B(m(unroll=True, return_sequences=True)))
    mask(f"{name}-dynamic", lambda m=make: m(return_sequences=True), tags=["dynamic"], shape=(None, 3))
    mask(f"{name}-backwards-dynamic", lambda m=make: m(go_backwards=True, return_state=True), left, tags=["dynamic"], shape=(None, 3))
    mask(f"{name}-wide", lambda m=make: m(return_sequences=True), mask=(6, 1))
mask("lstm-each-unit", lambda: layers.LSTM(3, return_sequences=True, return_state=True), mask=(6, 3))
mask("gru-each-unit-zero", lambda: layers.GRU(3, activation="gelu", zero_output_for_mask=True), mask=(6, 3))
mask("lstm-numbers", lambda: layers.LSTM(3), dtype="int32")
mask("gru-floats", lambda: layers.GRU(3, return_sequences=True), dtype="float32")
mask("both-states", lambda: B(layers.GRU(2, return_state=True, activation="mish")))
mask("both-other", lambda: B(layers.LSTM(3, return_sequences=True), backward_layer=layers.SimpleRNN(2, return_sequences=True, go_backwards=True), merge_mode=None))
mask("both-last", lambda: B(R([S(3), G(2)]), merge_mode="mul"))

chain("chain-lstm-gru", lambda: layers.LSTM(4, activation="gelu", return_sequences=True), lambda: layers.GRU(3))
chain("chain-both-stack", lambda: B(layers.GRU(2, return_sequences=True)), lambda: R([L(3), S(2)]))
chain("chain-time-distributed", lambda: layers.TimeDistributed(layers.Dense(3)), lambda: R(G(3, activation="mish"), return_sequences=True), lambda: layers.LSTM(2))
chain("chain-average", lambda: R([L(3), L(2)], return_sequences=True), lambda: layers.GlobalAveragePooling1D())
chain("chain-dynamic", lambda: R(S(3, activation="silu"), return_sequences=True, go_backwards=True), lambda: layers.GRU(2), tags=["dynamic"], steps=None)


def initial(layer, states):
    """An initial state takes away the mask that the input carries, but not one that is given."""
    x, m = keras.Input((6, 3), name="x"), keras.Input((6,), dtype="bool", name="m")
    start = [keras.Input((width,), name=f"s{i}") for i, width in enumerate(states)]
    return keras.Model([x, m, *start], layer(x, mask=m, initial_state=start))


case("rnn-mask-initial-lstm", lambda: initial(layers.LSTM(3, return_sequences=True, return_state=True), [3, 3]), ["mask"], m=holes)
case("rnn-mask-initial-gelu", lambda: initial(layers.LSTM(3, activation="gelu", return_state=True), [3, 3]), ["mask"], m=holes)
case("rnn-mask-initial-gelu-sequences", lambda: initial(layers.GRU(3, activation="gelu", return_sequences=True, go_backwards=True), [3]), ["mask"], m=holes)
case("rnn-mask-initial-both", lambda: initial(B(layers.GRU(3, activation="mish", return_sequences=True)), [3, 3]), ["mask"], m=holes)


def carried():
    x, s = keras.Input((6,), dtype="int32", name="x"), keras.Input((3,), name="s")
    return keras.Model([x, s], layers.GRU(3, return_sequences=True, activation="silu")(layers.Embedding(10, 4, mask_zero=True)(x), initial_state=[s]))


case("rnn-mask-initial-carried", carried, ["mask"], x=tokens)
