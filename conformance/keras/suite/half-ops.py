"""Operations of keras.ops on float16: halves come in, through a layer of that type, and go out."""

import keras
from keras import layers, ops

from . import case, integers, scaled, uniform
from .numpy_models import named, pairs, whole

H = "float16"


def halves(shapes, *uses):
    given = [keras.Input(shape, name=name, dtype=H) for name, shape in zip("xyz", shapes)]
    inside = [layers.Identity(dtype=H)(x) for x in given]
    return keras.Model(given, [use(*inside) for use in uses])


def each(name, shapes, *uses, **inputs):
    case(f"half-{name}", lambda: halves(shapes, *uses), **inputs)


def scale(x, *others):
    return x * 3


POSITIVE = uniform(0.2, 3.0)
each("exponentials", [(3, 4)], *named("exp", "expm1", "sinh", "cosh", "tanh", "sin", "cos", "tan", "arctan", "arcsinh"), x=uniform(-1.3, 1.3))
each("logarithms", [(3, 4)], *named("log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "cbrt"), x=POSITIVE)
each("arcs", [(3, 4)], *named("arccos", "arcsin", "arctanh", "arctan"), x=uniform(-0.9, 0.9))
each("rounding", [(3, 5)], *named("floor", "ceil", "trunc", "round", "sign", "abs", "negative", "square"), scale, x=scaled(3.0))
each("pairs", [(3, 4), (3, 4)], *pairs("add", "subtract", "multiply", "divide", "maximum", "minimum", "arctan2", "hypot", "logaddexp", "divide_no_nan"), x=POSITIVE, y=POSITIVE)
each("pairs-broadcast", [(3, 1), (1, 4)], *pairs("add", "multiply", "power", "fmax", "fmin"), x=POSITIVE, y=POSITIVE)
each("mod", [(3, 4), (3, 1)], *pairs("mod", "fmod", "floor_divide"), scale, x=whole(1, 40), y=whole(2, 9))
each("comparisons", [(5, 6), (5, 1)], *pairs("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"), scale, x=whole(-2, 3), y=whole(-2, 3))
each("where", [(3, 4), (3, 4)], lambda x, y: ops.where(x > y, x, y * 2), lambda x, y: ops.where(x > 0, 1.5, y), lambda x, y: ops.clip(x, -0.5, 0.75), lambda x, y: ops.nan_to_num(x + y))
each("reductions", [(4, 5)], *named("sum", "mean", "max", "min", "ptp", "amax", "amin", axis=-1), x=POSITIVE)
each("spread", [(4, 5)], *named("std", "var", axis=-1), *named("std", "var", axis=(1, 2), keepdims=True), x=scaled(2.0))
each("products", [(4, 5)], *named("prod", axis=1), lambda x: ops.cumsum(x, axis=1), lambda x: ops.cumprod(x, axis=2), x=uniform(0.5, 2.5))
each("places", [(4, 9)], *named("argmax", "argmin", axis=-1), lambda x: ops.argsort(x, axis=-1), lambda x: ops.sort(x, axis=1), scale)
each("top-k", [(4, 9)], lambda x: ops.top_k(x, 3)[0], lambda x: ops.top_k(x, 3)[1], scale)
each("quantiles", [(4, 9)], lambda x: ops.median(x, axis=-1), lambda x: ops.quantile(x, 0.3, axis=-1), lambda x: ops.percentile(x, 80.0, axis=1), x=scaled(2.0))
each("matmul", [(3, 4), (4, 5)], lambda x, y: ops.matmul(x, y), lambda x, y: ops.einsum("bij,bjk->bki", x, y))
each("tensordot", [(4, 3), (4, 5)], lambda x, y: ops.einsum("bij,bik->bjk", x, y), lambda x, y: ops.vdot(x, x) * y * 0.1)
each("outer", [(4,), (4,)], lambda x, y: ops.multiply(x[:, :, None], y[:, None]), lambda x, y: ops.sum(x * y, axis=-1, keepdims=True))
each("shapes", [(4, 6)], lambda x: ops.transpose(x, (0, 2, 1)), lambda x: ops.reshape(x, (-1, 3, 8)), lambda x: ops.flip(x, axis=1), lambda x: ops.roll(x, 2, axis=-1), lambda x: ops.tile(x, (1, 2, 1)), lambda x: ops.repeat(x, 2, axis=1), lambda x: ops.expand_dims(x, 1))
each("pads", [(4, 6)], lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 1))), lambda x: ops.pad(x, ((0, 0), (1, 1), (0, 0)), mode="reflect"), lambda x: ops.pad(x, ((0, 0), (0, 0), (2, 0)), constant_values=1.5))
each("joins", [(3, 4), (3, 4)], lambda x, y: ops.concatenate([x, y], axis=1), lambda x, y: ops.stack([x, y], axis=-1), lambda x, y: ops.split(x, 2, axis=-1)[1], lambda x, y: ops.hstack([x, y]))
each("takes", [(5, 4)], lambda x: ops.take(x, [3, 0, 1], axis=1), lambda x: x[:, 1:4:2], lambda x: x[..., -1], lambda x: ops.tril(x), lambda x: ops.triu(x, 1), lambda x: ops.diagonal(x, axis1=1, axis2=2))
each("norms", [(4, 5)], lambda x: ops.norm(x, axis=-1), lambda x: ops.norm(x, ord=1, axis=1), lambda x: ops.normalize(x, axis=-1, order=2), lambda x: ops.softmax(x), lambda x: ops.log_softmax(x))
each("heaviside", [(3, 1), (1, 4)], *pairs("heaviside", "copysign")[:1], scale)
each("sums-of-exponentials", [(4, 5)], lambda x: ops.logsumexp(x, axis=-1), lambda x: ops.logsumexp(x, axis=1, keepdims=True), x=scaled(4.0))
each("truth", [(4, 5)], lambda x: ops.any(x > 1, axis=-1), lambda x: ops.logical_not(x > 0), lambda x: ops.logical_xor(x > 0, x > 1), scale)
each("casts", [(3, 4)], lambda x: ops.cast(x, "float32") / 3, lambda x: ops.cast(x * 10, "int32"), lambda x: x + 1, lambda x: 2.5 * x - 1, lambda x: x**2, lambda x: 1 / (x * x + 1))
each("likes", [(3, 4)], lambda x: ops.zeros_like(x) + x, lambda x: ops.ones_like(x) * x, lambda x: ops.full_like(x, 0.5) - x)
each("pools", [(6, 4)], lambda x: ops.max_pool(x, 2), lambda x: ops.average_pool(x, 3, strides=2, padding="same"))
each("images", [(6, 5, 3)], lambda x: ops.image.resize(x, (4, 4)), lambda x: ops.image.rgb_to_grayscale(x), x=uniform(0, 1))
