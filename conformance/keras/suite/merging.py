"""Layers that merge several tensors, with broadcasting and with ranks that differ."""

import keras
from keras import layers

from . import case


def merged(layer, *shapes, dense=True):
    inputs = [keras.Input(s, name="abc"[i]) for i, s in enumerate(shapes)]
    return keras.Model(inputs, layer([layers.Dense(s[-1])(x) if dense else x for s, x in zip(shapes, inputs)]))


for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
    case(f"{kind.lower()}-three", lambda k=kind: merged(getattr(layers, k)(), (4,), (4,), (4,)))
    case(f"{kind.lower()}-broadcast", lambda k=kind: merged(getattr(layers, k)(), (3, 4), (1, 4)))
case("subtract", lambda: merged(layers.Subtract(), (4,), (4,)))
case("subtract-plain", lambda: merged(layers.Subtract(), (3, 4), (3, 4), dense=False))
case("add-ranks", lambda: merged(layers.Add(), (2, 3, 4), (4,)))
case("multiply-ranks", lambda: merged(layers.Multiply(), (3, 4), (4,)))
case("concatenate", lambda: merged(layers.Concatenate(), (3, 4), (3, 2)))
case("concatenate-axis-1", lambda: merged(layers.Concatenate(axis=1), (3, 4), (2, 4), (1, 4)))
case("concatenate-axis-negative", lambda: merged(layers.Concatenate(axis=-2), (3, 4), (2, 4)))
case("concatenate-plain", lambda: merged(layers.Concatenate(), (3,), (2,), dense=False))
case("concatenate-dynamic", lambda: merged(layers.Concatenate(axis=1), (None, 4), (2, 4)), ["dynamic"])


def typed(layer, *dtypes):
    inputs = [keras.Input((3, 4), dtype=d, name="abc"[i]) for i, d in enumerate(dtypes)]
    return keras.Model(inputs, layer(inputs))


for kind in ("Add", "Subtract", "Multiply", "Maximum", "Minimum", "Concatenate"):
    if kind != "Subtract":  # its twin would add 1 on both sides
        case(f"{kind.lower()}-integers", lambda k=kind: typed(getattr(layers, k)(), "int32", "int32"))
    case(f"{kind.lower()}-mixed", lambda k=kind: typed(getattr(layers, k)(), "int32", "float32"))
case("add-ranks-apart", lambda: merged(layers.Add(), (4,), (5, 3, 4)))
case("average-ranks", lambda: merged(layers.Average(), (3, 4), (4,), (1, 4)))
