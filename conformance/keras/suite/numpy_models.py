"""How the models of the numpy families are built, and the inputs that only they need."""

import keras
import numpy as np
from keras import ops


def many(inputs, *uses):
    """A model of one output for each use of the inputs x, y, z; an input is a shape, or a shape and a type."""
    tensors = []
    for name, given in zip("xyz", inputs):
        shape, dtype = given if given and isinstance(given[0], tuple) else (given, "float32")
        tensors.append(keras.Input(shape, dtype=dtype, name=name))
    return keras.Model(tensors, [use(*tensors) for use in uses])


def seen(*inputs):
    """An output that moves with the first input, beside such as do not move by a hundredth."""
    return inputs[0] * 3


def named(*names, **arguments):
    """One output an operation, all with the same arguments."""
    return [lambda x, n=n: getattr(ops, n)(x, **arguments) for n in names]


def pairs(*names):
    return [lambda x, y, n=n: getattr(ops, n)(x, y) for n in names]


def special(rng, shape, dtype):
    """Numbers among which there are NaN, both infinities and both zeros."""
    x = rng.standard_normal(shape)
    flat = x.reshape(-1)
    flat[::5] = rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0], flat[::5].shape)
    return x.astype(dtype)


def zeros_and_infinities(rng, shape, dtype):
    x = rng.standard_normal(shape)
    flat = x.reshape(-1)
    flat[::2] = rng.choice([np.inf, -np.inf, 0.0, -0.0], flat[::2].shape)
    return x.astype(dtype)


def some_nan(rng, shape, dtype):
    """A third NaN, and the first row of the last axes nothing else."""
    x = rng.standard_normal(shape)
    x[rng.random(shape) < 0.3] = np.nan
    if len(shape) > 1:
        x[0, 0] = np.nan
    return x.astype(dtype)


def whole(low, high):
    """Floats that are whole, so that there are equals among them."""
    return lambda rng, shape, dtype: rng.integers(low, high, shape).astype(dtype)


def finite(x):
    """Infinities and NaN made numbers that are no others'."""
    return ops.where(ops.isnan(x), 77.0, ops.clip(x, -50.0, 50.0))
