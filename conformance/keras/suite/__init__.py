"""The cases: one builder each, by family. `CASES` holds them by family, in order; names are stable, as seeds come from them."""

import importlib
import zlib
from dataclasses import dataclass, field
from typing import Callable

import keras
import numpy as np

FAMILIES = ["activations", "dense", "convolution", "pooling", "normalization", "shapes", "merging", "recurrent", "attention", "masks", "operations", "wrappers", "rnn-cells", "rnn-masks", "rnn-states", "conv-lstm", "graphs", "whole", "nn-ops", "core-ops", "resizing", "image-ops", "math-ops", "spectrograms", "linalg-ops", "stages-lookup", "stages-hashing", "stages-text", "stages-encoding", "stages-moved", "conv-transpose", "adaptive-pooling", "norms", "attention-layers", "types-half", "types-bfloat16", "numpy-elementwise", "numpy-reductions", "numpy-shapes", "numpy-indexing", "numpy-linear", "numpy-odd", "types-double", "types-integers", "augmentation", "einsum-dense", "reversible-embedding", "quantised", "applications", "aliases", "more-layers", "odd-windows", "activation-ops", "half-ops", "few-layers"]


@dataclass
class Case:
    """`build` makes an unsaved model; `inputs` says per input name how its numbers are made, when not plain normal ones; `edit` respells the configuration.

    `packed` is for large models: archive and vectors are deflated, which Keras reads too, and the twin is the input times 1.01.
    `settle` may set weights once more, after all of them have been made random."""

    family: str
    name: str
    build: Callable[[], keras.Model]
    tags: list
    inputs: dict = field(default_factory=dict)
    edit: Callable[[dict], dict] = lambda config: config
    packed: bool = False
    settle: Callable[[keras.Model], None] = lambda model: None

    @property
    def seed(self):
        return zlib.crc32(self.name.encode())


CASES = {}
_family = ""


def case(name, build, tags=(), edit=lambda config: config, packed=False, settle=lambda model: None, **inputs):
    """Registers one case. Inputs not named here are normal numbers, or integers below 10 for integer inputs."""
    if any(name in cases for cases in CASES.values()):
        raise ValueError(f"the case {name} is there twice")
    CASES.setdefault(_family, {})[name] = Case(_family, name, build, sorted({_family, *tags}), inputs, edit, packed, settle)


def load():
    """Imports every family, once."""
    global _family
    for _family in FAMILIES:
        importlib.import_module(f"suite.{_family}")
    return CASES


# How the numbers of an input are made: a function of (rng, shape, dtype).


def integers(low, high):
    return lambda rng, shape, dtype: rng.integers(low, high, shape).astype(dtype)


WORDS = "the quick brown fox jumps over a lazy dog while seven wizards quietly mix Überraschung with naïve café jam".split()


def texts(words=5, vocabulary=WORDS, joiners=(" ", "  ", ", ", "! ")):
    """Texts of one to `words` words of a vocabulary; every third word is strange, capital, or followed by a sign."""

    def one(rng):
        parts = [str(rng.choice(vocabulary)) for _ in range(rng.integers(1, words + 1))]
        parts = [p.upper() if rng.random() < 0.2 else p + "ß" if rng.random() < 0.1 else p for p in parts]
        return str(rng.choice(joiners)).join(parts)

    return lambda rng, shape, dtype: np.array([one(rng) for _ in range(int(np.prod(shape)))]).reshape(shape)


def tokens(*known, strange=0.25):
    """Elements of a vocabulary, and others that are not in it."""
    return lambda rng, shape, dtype: np.array(
        [f"strange {rng.integers(99)}" if rng.random() < strange else str(rng.choice(known)) for _ in range(int(np.prod(shape)))]
    ).reshape(shape)


def scaled(factor, offset=0.0):
    return lambda rng, shape, dtype: (rng.standard_normal(shape) * factor + offset).astype(dtype)


def uniform(low, high):
    return lambda rng, shape, dtype: rng.uniform(low, high, shape).astype(dtype)


def lengths(shape, shortest=1):
    """Lengths of right-padded rows: the last row is full, the others get shorter; `shortest` 0 gives one row without any step."""
    batch, steps = shape[0], shape[1]
    return [max(shortest, steps - (batch - 1 - i) * (steps - shortest) // max(batch - 1, 1)) if batch > 1 else steps - 2 for i in range(batch)]


def padded(high=10, shortest=1):
    """Right-padded integers from 1 to high - 1, or right-padded normal numbers for float inputs; the padding is 0."""

    def make(rng, shape, dtype):
        values = rng.integers(1, high, shape) if np.issubdtype(np.dtype(dtype), np.integer) else rng.standard_normal(shape)
        for row, count in zip(values, lengths(shape, shortest)):
            row[count:] = 0
        return values.astype(dtype)

    return make


def one_layer(shape, layer, dtype="float32"):
    """Functional model of one layer on one input called x."""
    x = keras.Input(shape, dtype=dtype, name="x")
    return keras.Model(x, layer(x))


def after_dense(shape, layer):
    """The layer behind a Dense with random weights, so that a wrong twin can be a weight."""
    x = keras.Input(shape, name="x")
    return keras.Model(x, layer(keras.layers.Dense(shape[-1])(x)))
