"""MultiHeadAttention: shapes, causal, given masks, scores, other keys and values."""

import keras
from keras import layers

from . import case

Mha = layers.MultiHeadAttention


def itself(shape=(5, 6), call=None, **config):
    x = keras.Input(shape, name="x")
    return keras.Model(x, Mha(**{"num_heads": 2, "key_dim": 3, **config})(x, x, **(call or {})))


def other(*names, steps=(4, 6), **config):
    q, v = keras.Input((steps[0], 5), name="query"), keras.Input((steps[1], 7), name="value")
    if "key" not in names:
        return keras.Model([q, v], Mha(2, 3, **config)(q, v))
    k = keras.Input((steps[1], 4), name="key")
    return keras.Model([q, v, k], Mha(2, 3, **config)(query=q, value=v, key=k))


def boolean(rng, shape, dtype):
    """Random booleans; the first column is true, so that every query sees something."""
    mask = rng.random(shape) < 0.6
    mask[..., 0] = True
    return mask.astype(dtype)


def masked(shape, **call):
    x, m = keras.Input((5, 6), name="x"), keras.Input(shape, dtype="bool", name="mask")
    return keras.Model([x, m], Mha(2, 3)(x, x, attention_mask=m, **call))


case("attention", itself)
case("attention-one-head", lambda: itself(num_heads=1))
case("attention-value-dim", lambda: itself(value_dim=5))
case("attention-output-shape", lambda: itself(output_shape=4))
case("attention-no-bias", lambda: itself(use_bias=False))
case("attention-dropout", lambda: itself(dropout=0.5))
case("attention-dynamic", lambda: itself(shape=(None, 6)), ["dynamic"])
case("attention-causal", lambda: itself(call={"use_causal_mask": True}), ["kwargs"])
case("attention-causal-dynamic", lambda: itself(shape=(None, 6), call={"use_causal_mask": True}), ["kwargs", "dynamic"])
case("attention-scores", lambda: itself(call={"return_attention_scores": True}), ["kwargs"])
case("attention-training-false", lambda: itself(dropout=0.3, call={"training": False}), ["kwargs"])
case("attention-value", lambda: other())
case("attention-key", lambda: other("key"))
case("attention-cross-value-dim", lambda: other("key", value_dim=4))
case("attention-mask", lambda: masked((5, 5)), ["kwargs"], mask=boolean)
case("attention-mask-causal", lambda: masked((5, 5), use_causal_mask=True), ["kwargs"], mask=boolean)
case("attention-mask-row", lambda: masked((1, 5)), ["kwargs"], mask=boolean)
