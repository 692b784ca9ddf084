"""ReversibleEmbedding, forth and back."""

import keras
from keras import layers as L
from suite import case, integers, padded


def both(shape=(5,), **more):
    """Ids become rows, rows pass a Dense, and go back to logits by the same layer."""

    def build():
        ids = keras.Input(shape, dtype="int32", name="ids")
        table = L.ReversibleEmbedding(11, 6, **more)
        h = L.Dense(6)(table(ids))
        return keras.Model(ids, [table(h, reverse=True), h])

    return build


def forth(**more):
    def build():
        ids = keras.Input((5,), dtype="int32", name="ids")
        return keras.Model(ids, L.ReversibleEmbedding(11, 6, **more)(ids))

    return build


def back(dtype="float32", shape=(4, 6), **more):
    def build():
        x = keras.Input(shape, dtype=dtype, name="x")
        return keras.Model(x, L.ReversibleEmbedding(11, 6, **more)(x, reverse=True))

    return build


def masked():
    ids = keras.Input((6,), dtype="int32", name="ids")
    table = L.ReversibleEmbedding(11, 5, mask_zero=True)
    h = L.LSTM(5, return_sequences=True)(table(ids))
    return keras.Model(ids, table(h, reverse=True))


def case_of(name, build, tags=(), **inputs):
    case(f"reversible-embedding-{name}", build, tags, **inputs)


case_of("tied", both())
case_of("untied", both(tie_weights=False))
case_of("soft-cap", both(logit_soft_cap=3.0))
case_of("soft-cap-untied", both(tie_weights=False, logit_soft_cap=1))
case_of("rank3", both((3, 4)))
case_of("dynamic", both((None,)), ["dynamic"])
case_of("forth", forth(), ids=integers(0, 11))
case_of("back", back())
case_of("back-untied", back(tie_weights=False))
case_of("back-rank2", back(shape=(6,), logit_soft_cap=2.5))
case_of("masked", masked, ["mask"], ids=padded(11))
case_of("reverse-dtype", both(reverse_dtype="float16"), ["float16"])
case_of("mixed-float16", both(dtype="mixed_float16"), ["mixed_float16"])
case_of("mixed-bfloat16", both(dtype="mixed_bfloat16", logit_soft_cap=2.0), ["mixed_bfloat16"])
case_of("float16", both(dtype="float16"), ["float16"])
case_of("mixed-reverse-dtype", both(dtype="mixed_float16", reverse_dtype="float32", tie_weights=False), ["mixed_float16"])
