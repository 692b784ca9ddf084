"""Convolutional LSTMs of one, two and three dimensions, with masks and in both directions."""

import keras
from keras import layers

from . import case, one_layer

A, B, C = layers.ConvLSTM1D, layers.ConvLSTM2D, layers.ConvLSTM3D
TWO = layers.Bidirectional


def conv(name, layer, shape, tags=()):
    case(name, lambda: one_layer(shape, layer()), ["conv-lstm", *tags])


def frames(rng, shape, dtype):
    """Some frames are all zeros."""
    return (rng.standard_normal(shape) * (rng.uniform(size=[*shape[:2], *(1 for _ in shape[2:])]) > 0.4)).astype(dtype)


def masked(layer, shape):
    """A given mask: Masking looks along the last axis only, and would mask single cells of a frame."""
    x, m = keras.Input(shape, name="x"), keras.Input(shape[:1], dtype="bool", name="m")
    return keras.Model([x, m], layer(x, mask=m))


def holes(rng, shape, dtype):
    return rng.uniform(size=shape) > 0.4


line = (4, 7, 2)
conv("conv-lstm1d", lambda: A(3, 3), line)
conv("conv-lstm1d-same", lambda: A(3, 2, padding="same", return_sequences=True), line)
conv("conv-lstm1d-strides", lambda: A(2, 3, strides=2, padding="same", return_state=True), line)
conv("conv-lstm1d-strides-valid", lambda: A(2, 3, strides=3, return_sequences=True, return_state=True), line)
conv("conv-lstm1d-dilated", lambda: A(2, 3, dilation_rate=2, use_bias=False), line)
conv("conv-lstm1d-dilated-same", lambda: A(2, 2, dilation_rate=3, padding="same", return_sequences=True), line)
conv("conv-lstm1d-backwards", lambda: A(2, 4, go_backwards=True, padding="same", return_sequences=True), line)
conv("conv-lstm1d-softmax", lambda: A(3, 3, activation="softmax", recurrent_activation="hard_sigmoid"), line)
conv("conv-lstm1d-dynamic", lambda: A(3, 3, return_sequences=True), (None, 6, 2), ["dynamic"])
conv("conv-lstm1d-unroll", lambda: A(2, 3, unroll=True, return_sequences=True), line)
conv("conv-lstm1d-both", lambda: TWO(A(2, 3, padding="same", return_sequences=True)), line)
case("conv-lstm1d-masked", lambda: masked(A(2, 3, return_sequences=True), line), ["conv-lstm", "mask"], m=holes)

image = (3, 6, 5, 2)
conv("conv-lstm2d", lambda: B(3, 3), image)
conv("conv-lstm2d-sequences", lambda: B(2, (2, 3), padding="same", return_sequences=True), image)
conv("conv-lstm2d-strides", lambda: B(2, (3, 2), strides=(2, 1), padding="same", return_state=True), image)
conv("conv-lstm2d-dilated", lambda: B(2, 2, dilation_rate=(2, 1), return_sequences=True), image)
conv("conv-lstm2d-no-bias", lambda: B(2, 3, use_bias=False, activation="relu", recurrent_activation="tanh", padding="same"), image)
conv("conv-lstm2d-backwards", lambda: B(2, 3, go_backwards=True, return_sequences=True, return_state=True), image)
conv("conv-lstm2d-dynamic", lambda: B(2, 3, padding="same"), (None, 4, 4, 2), ["dynamic"])
conv("conv-lstm2d-layer", lambda: B(2, 2, activation=layers.LeakyReLU(), dropout=0.2, recurrent_dropout=0.2), image)
conv("conv-lstm2d-both", lambda: TWO(B(2, 3, padding="same"), merge_mode="sum"), image)
conv("conv-lstm2d-both-other", lambda: TWO(B(2, 3, padding="same", return_sequences=True), backward_layer=B(3, 2, padding="same", go_backwards=True, return_sequences=True)), image)
case("conv-lstm2d-masked", lambda: masked(B(2, 3), image), ["conv-lstm", "mask"], m=holes)
case("conv-lstm2d-masked-zero", lambda: masked(B(2, 3, return_sequences=True, zero_output_for_mask=True), image), ["conv-lstm", "mask"], m=holes)
case("conv-lstm2d-masked-both", lambda: masked(TWO(B(2, 2, padding="same", return_sequences=True)), image), ["conv-lstm", "mask"], m=holes)


def stacked():
    x = keras.Input((3, 6, 6, 1), name="x")
    y = B(3, 3, padding="same", return_sequences=True)(x)
    y = layers.BatchNormalization()(y)
    y = B(2, 3, padding="same")(y)
    return keras.Model(x, layers.Conv2D(1, 3, padding="same")(y))


case("conv-lstm2d-stacked", stacked, ["conv-lstm"])


def initial():
    x, h, c = keras.Input(image, name="x"), keras.Input((4, 3, 2), name="h"), keras.Input((4, 3, 2), name="c")
    return keras.Model([x, h, c], B(2, 3, return_sequences=True)(x, initial_state=[h, c]))


case("conv-lstm2d-initial", initial, ["conv-lstm"])

volume = (2, 4, 3, 4, 2)
conv("conv-lstm3d", lambda: C(2, 2), volume)
conv("conv-lstm3d-same", lambda: C(2, (2, 1, 3), padding="same", return_sequences=True), volume)
conv("conv-lstm3d-strides", lambda: C(2, 2, strides=(2, 1, 2), padding="same", return_state=True), volume)
conv("conv-lstm3d-dilated", lambda: C(2, 2, dilation_rate=2), (2, 5, 4, 5, 1))
conv("conv-lstm3d-backwards", lambda: C(2, 2, go_backwards=True, return_sequences=True, use_bias=False), volume)
conv("conv-lstm3d-gelu", lambda: C(1, 2, activation="gelu", padding="same"), volume)
conv("conv-lstm3d-dynamic", lambda: C(2, 2, return_sequences=True, return_state=True), (None, 3, 3, 3, 1), ["dynamic"])
# Of the others with channels first, TensorFlow without oneDNN has no convolution on a CPU.
conv("conv-lstm3d-first", lambda: C(2, 2, data_format="channels_first", return_sequences=True), (2, 2, 4, 3, 4))
conv("conv-lstm3d-both", lambda: TWO(C(1, 2, return_sequences=True), merge_mode=None), volume)
case("conv-lstm3d-masked", lambda: masked(C(1, 2, return_sequences=True), volume), ["conv-lstm", "mask"], m=holes)
