"""Writes canary-a.keras and canary-b.keras with real Keras: files of one size whose answer, 7 or 13 for every input, tells which one was loaded."""

import os
import sys

import keras
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = set()
for name, answer in (("a", 7.0), ("b", 13.0)):
    inputs = keras.Input((2,), name="x")
    dense = keras.layers.Dense(1, kernel_initializer="zeros", bias_initializer=keras.initializers.Constant(answer), name="dense")
    model = keras.Model(inputs, dense(inputs), name="canary")
    # Both configurations are to be alike: the initializer is not what makes the difference.
    dense.bias_initializer = keras.initializers.Zeros()
    path = os.path.join(HERE, f"canary-{name}.keras")
    model.save(path)
    SIZES.add(os.path.getsize(path))
    assert model.predict(numpy.ones((1, 2), "float32"), verbose=0) == answer
assert len(SIZES) == 1, SIZES
print(f"keras {keras.__version__}: {SIZES.pop()} bytes each", file=sys.stderr)
