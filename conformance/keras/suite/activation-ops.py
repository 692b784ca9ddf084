"""Activations as operations: nodes of a Functional graph, in float32 and in float16, with their arguments."""

import keras
from keras import layers, ops
from keras.src.activations.activations import Mish

from . import case, scaled

FORMS = {
    "relu": [lambda x: ops.relu(x)],
    "relu6": [lambda x: ops.relu6(x * 3)],
    "sigmoid": [lambda x: ops.sigmoid(x)],
    "silu": [lambda x: ops.silu(x), lambda x: ops.swish(x)],
    "softplus": [lambda x: ops.softplus(x)],
    "softsign": [lambda x: ops.softsign(x)],
    "elu": [lambda x: ops.elu(x), lambda x: ops.elu(x, alpha=0.3)],
    "celu": [lambda x: ops.celu(x), lambda x: ops.celu(x, alpha=0.4)],
    "selu": [lambda x: ops.selu(x)],
    "gelu": [lambda x: ops.gelu(x), lambda x: ops.gelu(x, approximate=False)],
    "glu": [lambda x: ops.glu(x), lambda x: ops.glu(x, axis=-2)],
    "leaky-relu": [lambda x: ops.leaky_relu(x), lambda x: ops.leaky_relu(x, negative_slope=0.05)],
    "hard": [lambda x: ops.hard_sigmoid(x), lambda x: ops.hard_silu(x), lambda x: ops.hard_tanh(x), lambda x: ops.hard_swish(x)],
    "log-sigmoid": [lambda x: ops.log_sigmoid(x)],
    "log-softmax": [lambda x: ops.log_softmax(x), lambda x: ops.log_softmax(x, axis=1)],
    "softmax": [lambda x: ops.softmax(x), lambda x: ops.softmax(x, axis=1)],
    "mish": [lambda x: Mish()(x)],
    "shrink": [lambda x: ops.tanh_shrink(x), lambda x: ops.soft_shrink(x), lambda x: ops.soft_shrink(x, threshold=0.2), lambda x: ops.hard_shrink(x), lambda x: ops.hard_shrink(x, threshold=0.9)],
    "sparse": [lambda x: ops.sparse_plus(x), lambda x: ops.sparse_sigmoid(x)],
    "squareplus": [lambda x: ops.squareplus(x), lambda x: ops.squareplus(x, b=1)],
    "threshold": [lambda x: ops.threshold(x, 0.3, 0.7), lambda x: ops.threshold(x, -0.5, -2.0)],
    "erf": [lambda x: ops.erf(x), lambda x: ops.rsqrt(ops.exp(x))],
    "sparsemax": [lambda x: ops.sparsemax(x)],
}


def model(shape, uses, dtype, dense):
    x = keras.Input(shape, name="x", dtype=dtype)
    y = layers.Dense(shape[-1], dtype=dtype)(x) if dense else layers.Identity(dtype=dtype)(x)
    return keras.Model(x, [use(y) for use in uses])


for name, uses in FORMS.items():
    case(f"node-{name}", lambda u=uses: model((4, 6), u, "float32", True), x=scaled(1.5))
    case(f"node-{name}-bare", lambda u=uses: model((3, 2, 4), u, "float32", False), x=scaled(2.0))
    if name != "sparsemax":  # which Keras itself cannot reckon in halves
        case(f"node-{name}-half", lambda u=uses: model((4, 6), u, "float16", False), x=scaled(1.5))
    if name in ("gelu", "softmax", "log-softmax"):
        case(f"node-{name}-dynamic", lambda u=uses: model((None, 6), u, "float32", True), ["dynamic"], x=scaled(1.5))
