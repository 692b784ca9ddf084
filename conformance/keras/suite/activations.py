"""Activation by every name that Keras accepts, and the activation layers with their arguments."""

from keras import layers

from . import after_dense, case, one_layer, scaled

NAMES = """celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6
selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink""".split()

for name in NAMES:
    case(f"activation-{name}", lambda n=name: after_dense((8,), layers.Activation(n)), x=scaled(0.4 if name == "sparsemax" else 2.0))

for name in ("softmax", "gelu", "log_softmax", "sparsemax", "glu"):
    case(f"activation-{name}-rank3", lambda n=name: after_dense((5, 6), layers.Activation(n)), x=scaled(2.0))

for name in ("relu", "gelu", "hard_sigmoid", "tanh"):
    case(f"activation-{name}-plain", lambda n=name: one_layer((3, 5), layers.Activation(n)), x=scaled(3.0))

case("relu-default", lambda: one_layer((7,), layers.ReLU()))
case("relu-max", lambda: one_layer((9,), layers.ReLU(max_value=1.5)), x=scaled(2.0))
case("relu-slope", lambda: one_layer((7,), layers.ReLU(negative_slope=0.25)))
case("relu-threshold", lambda: one_layer((9,), layers.ReLU(threshold=0.5)), x=scaled(2.0))
case("relu-all", lambda: after_dense((9,), layers.ReLU(max_value=1.25, negative_slope=0.2, threshold=0.4)), x=scaled(2.0))
case("leaky-relu-default", lambda: one_layer((7,), layers.LeakyReLU()))
case("leaky-relu-slope", lambda: after_dense((4, 7), layers.LeakyReLU(negative_slope=0.05)))
case("elu-default", lambda: one_layer((7,), layers.ELU()))
case("elu-alpha", lambda: after_dense((4, 7), layers.ELU(alpha=0.3)))
case("prelu-dense", lambda: one_layer((7,), layers.PReLU()))
case("prelu-image", lambda: one_layer((4, 3, 2), layers.PReLU()))
case("prelu-shared", lambda: one_layer((4, 3, 2), layers.PReLU(shared_axes=[1, 2])))
case("prelu-shared-one", lambda: one_layer((4, 3, 2), layers.PReLU(shared_axes=[2])))
case("softmax-default", lambda: after_dense((7,), layers.Softmax()))
case("softmax-axis-1", lambda: after_dense((4, 5), layers.Softmax(axis=1)))
case("softmax-axes", lambda: after_dense((4, 5, 3), layers.Softmax(axis=[1, 2])))
