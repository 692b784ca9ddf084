"""Attention, AdditiveAttention, GroupQueryAttention, and MultiHeadAttention over several axes: masks of all kinds, scores, windows, gates; Softmax with masks."""

import keras
from keras import layers

from . import case, integers, padded

Dot, Additive, Group, Mha = layers.Attention, layers.AdditiveAttention, layers.GroupQueryAttention, layers.MultiHeadAttention


def boolean(rng, shape, dtype):
    """Random booleans; the first column is true, so that every query sees something."""
    mask = rng.random(shape) < 0.6
    mask[..., 0] = True
    return mask.astype(dtype)


def holes(rng, shape, dtype):
    """Random tokens, some of them 0, and one whole row of 0 where there are several."""
    values = rng.integers(0, 5, shape) * rng.integers(0, 2, shape)
    if len(values) > 1:
        values[1] = 0
    values[0, 1] = 3
    return values.astype(dtype)


def outputs(result):
    return list(result) if isinstance(result, (tuple, list)) else result


def pair(layer, shapes=((4, 5), (6, 5)), call=None):
    """The layer on [query, value] or [query, value, key], each an input."""
    names = ("query", "value", "key")
    inputs = [keras.Input(s, name=n) for s, n in zip(shapes, names)]
    return keras.Model(inputs, outputs(layer(inputs, **(call or {}))))


def tokens(layer, both=True, call=None, dims=5, length=6):
    """The layer on masked sequences."""
    ids = keras.Input((length,), dtype="int32", name="ids")
    other = keras.Input((4, dims), name="other")
    x = layers.Embedding(6, dims, mask_zero=True)(ids)
    pairs = {"both": [x, x], "query": [x, other], "value": [other, x]}
    given = pairs["both" if both is True else both]
    used = [ids] if both is True else [ids, other]
    return keras.Model(used, outputs(layer(given, **(call or {}))))


def masked_pair(layer, first, second, call=None, shape=(6,)):
    """Masks given by hand: as inputs, or none."""
    q, v = keras.Input((4, 5), name="query"), keras.Input((6, 5), name="value")
    masks = [keras.Input((4,), dtype="bool", name="qm") if first else None, keras.Input((*shape,), dtype="bool", name="vm") if second else None]
    return keras.Model([q, v, *(m for m in masks if m is not None)], outputs(layer([q, v], mask=masks, **(call or {}))))


for word, L, extra in (("attention-layer", Dot, {}), ("additive-attention", Additive, {})):
    case(f"{word}-plain", lambda L=L: pair(L()))
    case(f"{word}-key", lambda L=L: pair(L(), ((4, 5), (6, 3), (6, 5))))
    case(f"{word}-scale", lambda L=L: pair(L(use_scale=True)))
    case(f"{word}-no-scale", lambda L=L: pair(L(use_scale=False)))
    case(f"{word}-causal", lambda L=L: pair(L(use_scale=True), call={"use_causal_mask": True}), ["kwargs"])
    case(f"{word}-scores", lambda L=L: pair(L(use_scale=True), call={"return_attention_scores": True}), ["kwargs"])
    case(f"{word}-dropout", lambda L=L: pair(L(use_scale=True, dropout=0.4, seed=3), call={"training": False}), ["kwargs"])
    case(f"{word}-dynamic", lambda L=L: pair(L(), ((None, 5), (None, 5))), ["dynamic"])
    case(f"{word}-dynamic-causal", lambda L=L: pair(L(), ((None, 5), (None, 5)), call={"use_causal_mask": True}), ["dynamic", "kwargs"])
    case(f"{word}-masked", lambda L=L: tokens(L()), ["mask"], ids=holes)
    case(f"{word}-masked-query", lambda L=L: tokens(L(), "query"), ["mask"], ids=holes)
    case(f"{word}-masked-value", lambda L=L: tokens(L(), "value"), ["mask"], ids=padded(6, 1))
    case(f"{word}-masked-causal", lambda L=L: tokens(L(use_scale=True), call={"use_causal_mask": True, "return_attention_scores": True}), ["mask", "kwargs"], ids=padded(6, 1))
    case(f"{word}-mask-both", lambda L=L: masked_pair(L(), True, True), ["mask", "kwargs"], qm=boolean, vm=boolean)
    case(f"{word}-mask-value", lambda L=L: masked_pair(L(), False, True), ["mask", "kwargs"], vm=boolean)
    case(f"{word}-mask-query", lambda L=L: masked_pair(L(), True, False), ["mask", "kwargs"], qm=boolean)
    case(f"{word}-mask-each", lambda L=L: masked_pair(L(), False, True, shape=(4, 6)), ["mask", "kwargs"], vm=boolean)
    case(f"{word}-images", lambda L=L: pair(L(), ((3, 4, 5), (3, 6, 5))))

case("attention-layer-concat", lambda: pair(Dot(score_mode="concat")))
case("attention-layer-concat-scale", lambda: pair(Dot(score_mode="concat", use_scale=True)))
case("attention-layer-concat-masked", lambda: tokens(Dot(score_mode="concat", use_scale=True), call={"use_causal_mask": True}), ["mask", "kwargs"], ids=holes)


def grouped(call=None, shape=(5, 6), source=None, key=None, **config):
    layer = Group(**{"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, **config})
    x = keras.Input(shape, name="x")
    if source is None:
        return keras.Model(x, outputs(layer(x, x, **(call or {}))))
    v = keras.Input(source, name="value")
    if key is None:
        return keras.Model([x, v], outputs(layer(x, v, **(call or {}))))
    k = keras.Input(key, name="key")
    return keras.Model([x, v, k], outputs(layer(x, v, key=k, **(call or {}))))


def grouped_masked(call=None, masks=(), **config):
    layer = Group(**{"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, **config})
    x = keras.Input((5, 6), name="x")
    given = {name: keras.Input(shape, dtype="bool", name=name) for name, shape in masks}
    return keras.Model([x, *given.values()], outputs(layer(x, x, **given, **(call or {}))))


case("group-query-attention", lambda: grouped())
case("group-query-attention-one-group", lambda: grouped(num_key_value_heads=1))
case("group-query-attention-each", lambda: grouped(num_key_value_heads=4, use_bias=False))
case("group-query-attention-value", lambda: grouped(source=(7, 6)))
case("group-query-attention-key", lambda: grouped(source=(7, 6), key=(7, 4), num_query_heads=6, num_key_value_heads=3))
case("group-query-attention-gate", lambda: grouped(use_gate=True))
case("group-query-attention-window", lambda: grouped(sliding_window=2))
case("group-query-attention-window-causal", lambda: grouped({"use_causal_mask": True}, sliding_window=3, use_gate=True, use_bias=False), ["kwargs"])
case("group-query-attention-causal", lambda: grouped({"use_causal_mask": True}), ["kwargs"])
case("group-query-attention-causal-scores", lambda: grouped({"use_causal_mask": True, "return_attention_scores": True}), ["kwargs"])
case("group-query-attention-dropout", lambda: grouped({"use_causal_mask": True}, dropout=0.3, seed=4), ["kwargs"])
case("group-query-attention-dynamic", lambda: grouped({"use_causal_mask": True}, shape=(None, 6)), ["dynamic", "kwargs"])
case("group-query-attention-mask", lambda: grouped_masked(masks=[("attention_mask", (5, 5))]), ["kwargs"], attention_mask=boolean)
case("group-query-attention-mask-heads", lambda: grouped_masked(masks=[("attention_mask", (4, 5, 5))]), ["kwargs"], attention_mask=boolean)
case("group-query-attention-query-mask", lambda: grouped_masked(masks=[("query_mask", (5,))]), ["kwargs", "mask"], query_mask=boolean)
case(
    "group-query-attention-all-masks",
    lambda: grouped_masked({"return_attention_scores": True}, [("query_mask", (5,)), ("value_mask", (5,)), ("attention_mask", (5, 5))]),
    ["kwargs", "mask"],
    query_mask=boolean,
    value_mask=boolean,
    attention_mask=boolean,
)


def grouped_tokens(call=None, then=None, **config):
    ids = keras.Input((6,), dtype="int32", name="ids")
    x = layers.Embedding(6, 5, mask_zero=True)(ids)
    y = Group(3, 4, 2, **config)(x, x, **(call or {}))
    return keras.Model(ids, then(y) if then else outputs(y))


case("group-query-attention-masked", lambda: grouped_tokens(), ["mask"], ids=holes)
case("group-query-attention-masked-scores", lambda: grouped_tokens({"return_attention_scores": True}), ["mask", "kwargs"], ids=holes)
case("group-query-attention-masked-on", lambda: grouped_tokens(then=lambda y: layers.GlobalAveragePooling1D()(y)), ["mask"], ids=padded(6, 1))


def over(axes, shape=(3, 4, 6), source=None, call=None, mask=None, **config):
    """MultiHeadAttention over images or volumes."""
    x = keras.Input(shape, name="x")
    layer = Mha(2, 3, attention_axes=axes, **config)
    used, given = [x], dict(call or {})
    if mask is not None:
        m = keras.Input(mask, dtype="bool", name="mask")
        used, given = [*used, m], {**given, "attention_mask": m}
    if source is None:
        return keras.Model(used, outputs(layer(x, x, **given)))
    v = keras.Input(source, name="value")
    return keras.Model([*used, v], outputs(layer(x, v, **given)))


case("multi-head-attention-image", lambda: over(None))
case("multi-head-attention-rows", lambda: over((1,)))
case("multi-head-attention-columns", lambda: over(2))
case("multi-head-attention-both-axes", lambda: over((1, 2), source=(2, 5, 6)))
case("multi-head-attention-axes-turned", lambda: over((2, 1)))
case("multi-head-attention-axis-negative", lambda: over((-2,), value_dim=4))
case("multi-head-attention-time", lambda: over((1,), (5, 6)))
case("multi-head-attention-columns-scores", lambda: over((2,), call={"return_attention_scores": True}), ["kwargs"])
case("multi-head-attention-image-scores", lambda: over(None, call={"return_attention_scores": True}), ["kwargs"])
case("multi-head-attention-columns-mask", lambda: over((2,), mask=(3, 4, 4)), ["kwargs"], mask=boolean)
case("multi-head-attention-columns-mask-heads", lambda: over((2,), mask=(3, 2, 4, 4)), ["kwargs"], mask=boolean)
case("multi-head-attention-image-mask", lambda: over(None, mask=(3, 4, 3, 4)), ["kwargs"], mask=boolean)
case("multi-head-attention-volume", lambda: over((1, 3), (2, 3, 2, 4)))
case("multi-head-attention-volume-all", lambda: over(None, (2, 3, 2, 4), use_gate=True, use_bias=False))
case("multi-head-attention-columns-dynamic", lambda: over((2,), (None, 4, 6)), ["dynamic"])
case("multi-head-attention-rows-dynamic", lambda: over((1,), (None, 4, 6)), ["dynamic"])
case("multi-head-attention-shape-of-two", lambda: over(None, (5, 6), output_shape=(2, 3)))
case("multi-head-attention-shape-image", lambda: over((2,), output_shape=(2, 3), dropout=0.2))
case("multi-head-attention-gate", lambda: over(None, (5, 6), use_gate=True, value_dim=4))
case("multi-head-attention-window", lambda: over(None, (6, 5), sliding_window=2))
case("multi-head-attention-window-causal", lambda: over(None, (6, 5), sliding_window=3, seed=7, call={"use_causal_mask": True, "return_attention_scores": True}), ["kwargs"])
case("multi-head-attention-window-dynamic", lambda: over(None, (None, 5), source=(None, 5), sliding_window=3), ["dynamic"])


def several_masks():
    q, v, k = keras.Input((4, 5), name="query"), keras.Input((6, 5), name="value"), keras.Input((6, 3), name="key")
    vm, km = keras.Input((6,), dtype="bool", name="vm"), keras.Input((6,), dtype="bool", name="km")
    m = keras.Input((4, 6), dtype="bool", name="m")
    return keras.Model([q, v, k, vm, km, m], Mha(2, 3)(q, v, key=k, value_mask=vm, key_mask=km, attention_mask=m))


case("multi-head-attention-several-masks", several_masks, ["kwargs", "mask"], vm=boolean, km=boolean, m=boolean)


def softmax(shape, axis, mask=None, dtype="bool"):
    x = keras.Input(shape, name="x")
    if mask is None:
        return keras.Model(x, layers.Softmax(axis=axis)(x))
    m = keras.Input(mask, name="m", dtype=dtype)
    return keras.Model([x, m], layers.Softmax(axis=axis)(x, mask=m))


case("softmax-mask", lambda: softmax((4, 5), -1, (4, 5)), ["mask", "kwargs"], m=integers(0, 2))
case("softmax-mask-row", lambda: softmax((4, 5), -1, (1, 5)), ["mask", "kwargs"], m=boolean)
case("softmax-mask-axis", lambda: softmax((4, 5), 1, (4, 1)), ["mask", "kwargs"], m=integers(0, 2))
case("softmax-mask-axes", lambda: softmax((3, 4, 5), [1, 3], (3, 4, 5)), ["mask", "kwargs"], m=boolean)
case("softmax-mask-float", lambda: softmax((4, 5), -1, (4, 5), "float32"), ["mask", "kwargs"])
case("softmax-axes-all", lambda: softmax((3, 4, 5), [1, 2, 3]))
case("softmax-axes-one", lambda: softmax((3, 4, 5), [2]))
case("softmax-axes-apart", lambda: softmax((3, 4, 5), [-1, -3]))
