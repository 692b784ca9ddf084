"""Dense, Embedding, Rescaling, Normalization and the layers that do nothing when they predict."""

import keras
import numpy as np
from keras import layers

from . import after_dense, case, integers, one_layer, scaled, uniform

case("dense", lambda: one_layer((5,), layers.Dense(4)))
case("dense-no-bias", lambda: one_layer((5,), layers.Dense(4, use_bias=False)))
case("dense-rank3", lambda: one_layer((3, 5), layers.Dense(4)))
case("dense-rank4", lambda: one_layer((2, 3, 5), layers.Dense(4, activation="tanh")))
case("dense-dynamic", lambda: one_layer((None, 5), layers.Dense(4, activation="silu")))
case("dense-one-unit", lambda: one_layer((6,), layers.Dense(1)))
for name in ("relu", "gelu", "softmax", "sigmoid", "hard_silu", "mish"):
    case(f"dense-{name}", lambda n=name: one_layer((6,), layers.Dense(5, activation=n)))
case("dense-activation-layer", lambda: one_layer((6,), layers.Dense(5, activation=layers.LeakyReLU(negative_slope=0.1))))
case("dense-int-input", lambda: one_layer((6,), layers.Dense(5), dtype="int32"))
case("dense-regularized", lambda: one_layer((6,), layers.Dense(5, kernel_regularizer="l2", bias_constraint="max_norm", activity_regularizer="l1")))

case("embedding", lambda: one_layer((6,), layers.Embedding(10, 4), dtype="int32"))
case("embedding-float-ids", lambda: one_layer((6,), layers.Embedding(10, 4)), x=uniform(0, 9.9))
case("embedding-int64", lambda: one_layer((6,), layers.Embedding(10, 4), dtype="int64"))
case("embedding-dynamic", lambda: one_layer((None,), layers.Embedding(10, 3), dtype="int32"))
case("embedding-rank2", lambda: one_layer((3, 4), layers.Embedding(10, 3), dtype="int32"))
case("embedding-scalar", lambda: one_layer((), layers.Embedding(10, 3), dtype="int32"))

case("rescaling", lambda: one_layer((4, 4, 3), layers.Rescaling(1 / 255, offset=-0.5)), x=uniform(0, 255))
case("rescaling-list", lambda: one_layer((4, 4, 3), layers.Rescaling([0.5, 0.25, 2.0], offset=[1.0, 0.0, -1.0])))
case("rescaling-uint8", lambda: one_layer((4, 4, 3), layers.Rescaling(1 / 127.5, offset=-1), dtype="uint8"), x=integers(0, 256))
case("rescaling-int-input", lambda: one_layer((5,), layers.Rescaling(0.125), dtype="int32"), x=integers(-20, 20))


def normalization_adapted(**kwargs):
    layer = layers.Normalization(**kwargs)
    layer.adapt(np.random.default_rng(1).normal(2.0, 3.0, (64, 4, 3)).astype("float32"))
    return one_layer((4, 3), layer)


case("normalization-adapted", normalization_adapted, x=scaled(3.0, 2.0))
case("normalization-axis-1", lambda: normalization_adapted(axis=1), x=scaled(3.0, 2.0))
case("normalization-axes", lambda: normalization_adapted(axis=(1, 2)), x=scaled(3.0, 2.0))
case("normalization-all", lambda: normalization_adapted(axis=None), x=scaled(3.0, 2.0))
case("normalization-invert", lambda: normalization_adapted(invert=True), x=scaled(3.0, 2.0))
case("normalization-given", lambda: one_layer((3,), layers.Normalization(mean=[1.0, -2.0, 0.5], variance=[4.0, 0.25, 1.0])))
case("normalization-given-scalar", lambda: one_layer((3,), layers.Normalization(axis=None, mean=1.5, variance=2.25)))
case("normalization-zero-variance", lambda: one_layer((3,), layers.Normalization(mean=[1.0, 0.0, 0.5], variance=[4.0, 0.0, 1.0])))

case("dropout", lambda: after_dense((6,), layers.Dropout(0.5)))
case("dropout-noise-shape", lambda: after_dense((4, 6), layers.Dropout(0.3, noise_shape=(None, 1, 6), seed=3)))
case("spatial-dropout-1d", lambda: after_dense((4, 6), layers.SpatialDropout1D(0.5)))
case("spatial-dropout-2d", lambda: after_dense((4, 3, 2), layers.SpatialDropout2D(0.5)))
case("gaussian-noise", lambda: after_dense((6,), layers.GaussianNoise(0.5)))
case("gaussian-dropout", lambda: after_dense((6,), layers.GaussianDropout(0.5)))
case("alpha-dropout", lambda: after_dense((6,), layers.AlphaDropout(0.5)))
case("activity-regularization", lambda: after_dense((6,), layers.ActivityRegularization(l1=0.1, l2=0.1)))
case("identity", lambda: after_dense((6,), layers.Identity()))


def dropout_training_false():
    x = keras.Input((6,), name="x")
    return keras.Model(x, layers.Dropout(0.5)(layers.Dense(4)(x), training=False))


case("dropout-training-false", dropout_training_false, tags=["kwargs"])
