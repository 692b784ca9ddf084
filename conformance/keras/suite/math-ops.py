"""Operations of `keras.ops.math` as nodes: transforms, segments, ranks, error functions, distances."""

import keras
import numpy as np
from keras import layers, ops

from . import case, integers, scaled, uniform


def on(name, shape, use, width=4, tags=(), dtype="float32", x=None):
    """`use` on the output of a Dense, or on the input itself for width None."""

    def build():
        y = keras.Input(shape, name="x", dtype=dtype)
        return keras.Model(y, use(layers.Dense(width)(y) if width else y))

    case(name, build, tags, **({"x": x} if x else {}))


def pair(name, shape, use, width=4, tags=()):
    def build():
        y = keras.Input(shape, name="x")
        return keras.Model(y, use((layers.Dense(width)(y), layers.Dense(width)(y))))

    case(name, build, tags)


pair("fft-node", (3, 5), lambda x: list(ops.fft(x)), 6)
pair("fft-node-odd", (5,), lambda x: list(ops.fft(x)), 7)
pair("fft2-node", (3, 5), lambda x: list(ops.fft2(x)), 4)
pair("ifft2-node", (5, 2), lambda x: list(ops.ifft2(x)), 3)
on("rfft-node", (3, 5), lambda y: list(ops.rfft(y)), 6)
on("rfft-node-longer", (3, 5), lambda y: list(ops.rfft(y, 9)), 6)
on("rfft-node-shorter", (5,), lambda y: list(ops.rfft(y, fft_length=5)), 8)
pair("irfft-node", (3, 5), lambda x: ops.irfft(x), 5)
pair("irfft-node-odd", (3, 5), lambda x: ops.irfft(x, 7), 5)
pair("irfft-node-shorter", (5,), lambda x: ops.irfft(x, fft_length=6), 7)
on("stft-node", (2, 40), lambda y: list(ops.stft(y, 8, 4, 8)), None)
on("stft-node-odd", (37,), lambda y: list(ops.stft(y, 7, 3, 12, window="hamming")), None)
on("stft-node-open", (37,), lambda y: list(ops.stft(y, 6, 5, 9, window=None, center=False)), None)
on("stft-node-dynamic", (None,), lambda y: list(ops.stft(ops.concatenate([y, y, y], axis=1), 5, 2, 6)), None, ["dynamic"])
pair("istft-node", (6, 3), lambda x: ops.istft(x, 8, 4, 8), 5)
pair("istft-node-hamming", (7, 3), lambda x: ops.istft(x, 7, 3, 12, window="hamming"), 7)
pair("istft-node-length", (6, 3), lambda x: ops.istft(x, 8, 3, 8, length=11, window=None), 5)
pair("istft-node-open", (6, 3), lambda x: ops.istft(x, 6, 4, 8, window="hamming", center=False)[..., 2:-2], 5)
on("extract-sequences-node", (11,), lambda y: ops.extract_sequences(y, 4, 3), None)
on("extract-sequences-node-rank3", (2, 9), lambda y: ops.extract_sequences(y, 3, 1), None, dtype="int32")
on("extract-sequences-node-dynamic", (None,), lambda y: ops.extract_sequences(y, 3, 2), None, ["dynamic"])
on("logsumexp-node", (3, 5), lambda y: ops.logsumexp(y * 30.0, axis=-1))
on("logsumexp-node-axes", (3, 5), lambda y: ops.logsumexp(y, axis=(1, 2), keepdims=True))
on("logsumexp-node-integers", (3, 5), lambda y: ops.logsumexp(ops.cast(y, "float32"), axis=1), None, dtype="int32", x=integers(-9, 9))
on("erfc-node", (3, 5), lambda y: ops.log(ops.erfc(y * 2.0)))
on("erfc-node-plain", (3, 5), lambda y: ops.erfc(y))
on("erfinv-node", (3, 5), lambda y: ops.erfinv(y), None, x=uniform(-0.99, 0.99))
on("erfinv-node-tail", (3, 5), lambda y: ops.erfinv(y), None, x=uniform(0.985, 0.9899))
on("top-k-node", (3, 5), lambda y: list(ops.top_k(y, 3)), 7)
on("top-k-node-ties", (9,), lambda y: list(ops.top_k(y, 5)), None, dtype="int32", x=integers(0, 4))
on("top-k-node-one", (9,), lambda y: list(ops.top_k(y, 1, sorted=False)), None)
case(
    "in-top-k-node",
    lambda: keras.Model(inputs := [keras.Input((7,), name="a"), keras.Input((), name="b", dtype="int32")], [ops.in_top_k(inputs[1], inputs[0], 3), inputs[0] * 2.0]),
    b=integers(0, 7),
)
case(
    "in-top-k-node-row",
    lambda: keras.Model(
        inputs := [keras.Input((4, 5), name="a", dtype="int32"), keras.Input((4,), name="b", dtype="int32")],
        ops.reshape(ops.in_top_k(ops.reshape(inputs[1], (-1,)), ops.reshape(ops.cast(inputs[0], "float32"), (-1, 5)), 2), (-1, 4)),
    ),
    a=integers(0, 4),
    b=integers(-1, 6),
)
IDS = np.array([2, 0, 2, -1, 3], "int32")
for kind, use in (("sum", ops.segment_sum), ("max", ops.segment_max), ("min", ops.segment_min), ("prod", ops.segment_prod)):
    on(f"segment-{kind}-node", (5, 3), lambda y, u=use: ops.clip(ops.transpose(u(ops.transpose(y, (1, 0, 2)), IDS, num_segments=4), (1, 0, 2)), -9, 9), None)
    on(
        f"segment-{kind}-node-integers",
        (5,),
        lambda y, u=use: ops.transpose(u(ops.transpose(y), ops.convert_to_tensor([1, 0, 1, 0, 1]), num_segments=2)),
        None,
        dtype="int32",
        x=integers(-9, 9),
    )
case(
    "segment-sum-node-ids",
    lambda: keras.Model(inputs := [keras.Input((4,), name="a"), keras.Input((), name="b", dtype="int32")], inputs[0] + ops.mean(ops.segment_sum(inputs[0], inputs[1], num_segments=5), axis=0)),
    b=integers(-1, 5),
)


def rows(name, use, p=(3, 4), q=(5, 4)):
    case(name, lambda: keras.Model(inputs := [keras.Input(p, name="a"), keras.Input(q, name="b")], use(*inputs)))


rows("cdist-node", lambda a, b: ops.cdist(a, b))
rows("cdist-node-broadcast", lambda a, b: ops.cdist(a, b), (2, 3, 4), (1, 5, 4))
