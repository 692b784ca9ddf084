"""Elementwise operations of keras.ops: several in one model, each on an output of its own, for several types and ranks."""

import keras
import numpy as np
from keras import ops

from . import case, integers, scaled, uniform

F, I = "float32", "int32"


def many(inputs, *uses):
    """A model of one output for each use of the inputs; an input is a shape, or a shape and a type."""
    tensors = []
    for name, given in zip("xyz", inputs):
        shape, dtype = given if given and isinstance(given[0], tuple) else (given, F)
        tensors.append(keras.Input(shape, dtype=dtype, name=name))
    return keras.Model(tensors, [use(*tensors) for use in uses])


def seen(*inputs):
    """An output that moves with the first input, beside such as do not move by a hundredth."""
    return inputs[0] * 3


def named(*names):
    return [lambda x, n=n: getattr(ops, n)(x) for n in names]


def pairs(*names):
    return [lambda x, y, n=n: getattr(ops, n)(x, y) for n in names]


INSIDE, WIDE, POSITIVE = uniform(-0.95, 0.95), scaled(3.0), uniform(0.05, 4.0)
case("arc-functions", lambda: many([(3, 4)], *named("arccos", "arcsin", "arctan", "arctanh", "arcsinh")), x=INSIDE)
case("arccosh-log", lambda: many([(5,)], lambda x: ops.arccosh(x + 1.0), *named("log", "log10", "log2", "log1p", "sqrt", "rsqrt", "reciprocal")), x=POSITIVE)
case("hyperbolic", lambda: many([(2, 3)], *named("cosh", "sinh", "tanh", "sin", "cos", "tan")), x=uniform(-1.4, 1.4))
case("exponentials", lambda: many([(2, 3)], *named("exp", "exp2", "expm1", "sinc", "cbrt", "deg2rad", "rad2deg", "square")), x=scaled(1.5))
case("expm1-log1p-small", lambda: many([(6,)], lambda x: ops.expm1(x * 1e-4) * 1e4, lambda x: ops.log1p(x * 1e-4) * 1e4), x=scaled(1.0))
case("expm1-log1p-large", lambda: many([(6,)], lambda x: ops.expm1(x), lambda x: ops.log1p(ops.exp(x))), x=uniform(-20, 20))
case("rounding", lambda: many([(4, 5)], *named("floor", "ceil", "trunc", "round", "sign", "abs", "absolute", "fabs", "negative")), x=WIDE)
case("rounding-decimals", lambda: many([(5,)], lambda x: ops.round(x, 2), lambda x: ops.round(x, -1), lambda x: ops.round(x, decimals=1)), x=scaled(30.0))
case("rounding-halves", lambda: many([(7,)], seen, lambda x: ops.round(ops.floor(x) + 0.5)), x=scaled(5.0))
case("rounding-integers", lambda: many([((5,), I)], lambda x: ops.round(x, -1), lambda x: ops.round(x, 2), *named("trunc", "sign", "abs", "negative", "square")), x=integers(-99, 100))
case("floats-of-integers", lambda: many([((5,), I)], *named("exp", "sin", "sqrt", "log1p", "tanh", "floor", "fabs", "cbrt", "deg2rad", "expm1", "exp2")), x=integers(0, 9))
case("floats-of-int64", lambda: many([((5,), "int64")], *named("cos", "sqrt", "arctan", "ceil", "log10")), x=integers(1, 9))
case("floats-of-uint8", lambda: many([((3, 2), "uint8")], *named("tan", "arcsinh", "log2", "rad2deg", "square")), x=integers(1, 9))
case("small-integers", lambda: many([((6,), "int8")], *named("abs", "sign", "negative", "square", "bitwise_not", "bitwise_invert")), x=integers(-11, 12))
case("int16-functions", lambda: many([((6,), "int16")], *named("abs", "sign", "negative", "square", "exp", "trunc")), x=integers(-11, 12))
case("bool-functions", lambda: many([((16,), I), ((16,), "bool")], seen, *(lambda x, y, n=n: getattr(ops, n)(y) for n in ("square", "exp", "logical_not", "abs", "cos"))))
case("angles", lambda: many([(3, 3)], *named("angle", "real", "conj", "conjugate", "copy"), lambda x: ops.imag(x) + x, lambda x: ops.array(x, dtype="float32")), x=WIDE)
case("angle-of-integers", lambda: many([((9,), I)], *named("angle", "real", "copy"), lambda x: ops.array(x, dtype="float32"), lambda x: ops.view(x, "int32")), x=integers(-9, 9))
case("i0", lambda: many([(6,)], *named("i0")), x=uniform(-6, 6))
case("i0-large", lambda: many([(6,)], lambda x: ops.log(ops.i0(x))), x=uniform(-80, 80))
case("i0-integers", lambda: many([((4,), I)], *named("i0")), x=integers(0, 12))


def special(rng, shape, dtype):
    """Numbers among which there are NaN, both infinities and both zeros."""
    x = rng.standard_normal(shape)
    flat = x.reshape(-1)
    flat[:: 5] = rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0], flat[::5].shape)
    return x.astype(dtype)


def zeros_and_infinities(rng, shape, dtype):
    x = rng.standard_normal(shape)
    flat = x.reshape(-1)
    flat[::2] = rng.choice([np.inf, -np.inf, 0.0, -0.0], flat[::2].shape)
    return x.astype(dtype)


def finite(x):
    """Infinities and NaN made numbers that are no others'."""
    return ops.where(ops.isnan(x), 77.0, ops.clip(x, -50.0, 50.0))


TESTS = ("isnan", "isinf", "isfinite", "isneginf", "isposinf")
case("tests-of-floats", lambda: many([(8, 8)], lambda *i: finite(seen(*i)), *named(*TESTS), lambda x: ops.isreal(x) & (x > 0)), x=special)
case("tests-of-integers", lambda: many([((9,), I)], lambda x: ops.isneginf(x) | (x > 3), lambda x: ops.isreal(x) & (x > 3)))
case("nan-to-num", lambda: many([(8, 8)], lambda x: ops.clip(ops.nan_to_num(x) * 1e-30, -9, 9) + ops.clip(ops.nan_to_num(x), -9, 9), lambda x: ops.nan_to_num(x, 1.5, 20.0, -30.0), lambda x: ops.nan_to_num(x, nan=2.0, posinf=3.0, neginf=-4.0)), x=special)
case("nan-to-num-integers", lambda: many([((5,), I)], named("nan_to_num")[0]))
case("signbit", lambda: many([(8, 8)], lambda *i: finite(seen(*i)), *named("signbit")), x=zeros_and_infinities)
case("signbit-integers", lambda: many([((12,), I)], *named("signbit")), x=integers(-9, 9))
case("special-values", lambda: many([(6, 8)], *(lambda x, n=n: finite(getattr(ops, n)(x)) for n in ("sign", "abs", "floor", "trunc", "round", "exp", "log1p", "expm1", "tanh"))), x=special)

REALS = ("arctan2", "hypot", "logaddexp", "logaddexp2", "divide", "true_divide", "divide_no_nan", "heaviside", "fmax", "fmin", "maximum", "minimum")
case("pairs-of-floats", lambda: many([(3, 4), (3, 4)], *pairs(*REALS)), x=WIDE, y=WIDE)
case("pairs-broadcast", lambda: many([(3, 1), (1, 4)], *pairs(*REALS)), x=WIDE, y=WIDE)
case("pairs-of-ranks", lambda: many([(2, 3, 4), (1, 1, 1)], *pairs("add", "subtract", "multiply", "arctan2", "power", "mod")), x=POSITIVE, y=POSITIVE)
case("pairs-of-integers", lambda: many([((6,), I), ((6,), I)], *pairs("arctan2", "hypot", "logaddexp", "divide", "divide_no_nan", "heaviside", "fmax", "fmin", "maximum", "subtract")), x=integers(-5, 6), y=integers(1, 6))
case("pairs-of-types", lambda: many([((6,), I), (6,)], *pairs("add", "arctan2", "hypot", "fmax", "minimum", "divide", "mod", "heaviside", "greater", "isclose")[:9]), x=integers(-5, 6))
case("pairs-special", lambda: many([(8, 8), (8, 8)], *(lambda x, y, n=n: finite(getattr(ops, n)(x, y)) for n in ("arctan2", "fmax", "fmin", "maximum", "minimum", "logaddexp", "logaddexp2", "divide_no_nan", "heaviside", "nextafter"))), x=special, y=special)
case("arctan2-axes", lambda: many([(8, 8), (8, 8)], lambda *i: finite(seen(*i)), *pairs("arctan2")), x=zeros_and_infinities, y=zeros_and_infinities)
case("nextafter", lambda: many([(3, 4), (3, 1)], *pairs("nextafter")))
case("mod-floats", lambda: many([(5, 4), (5, 4)], *pairs("mod", "fmod", "floor_divide")), x=scaled(6.0), y=scaled(2.0))
case("mod-integers", lambda: many([((5, 4), I), ((5, 1), I)], *(lambda x, y, n=n: getattr(ops, n)(x, y * 2 + 1) for n in ("mod", "fmod", "floor_divide"))), x=integers(-40, 40), y=integers(-4, 4))
case("mod-int64", lambda: many([((7,), "int64"), ((7,), "int64")], *(lambda x, y, n=n: getattr(ops, n)(x, y * 2 + 1) for n in ("mod", "fmod", "floor_divide"))), x=integers(-40, 40), y=integers(-4, 4))
case("mod-int8", lambda: many([((7,), "int8"), ((7,), "int8")], *(lambda x, y, n=n: getattr(ops, n)(x, y * 2 + 1) for n in ("mod", "fmod", "floor_divide"))), x=integers(-40, 40), y=integers(-4, 4))
case("mod-uint8", lambda: many([((7,), "uint8"), ((7,), "uint8")], *(lambda x, y, n=n: getattr(ops, n)(x, y + 1) for n in ("mod", "fmod", "floor_divide"))), x=integers(0, 200), y=integers(0, 9))
case("mod-numbers", lambda: many([((7,), I)], lambda x: x % 3, lambda x: x // -4, lambda x: ops.fmod(x, -3), lambda x: x % 2.5, lambda x: 100 // (x * x + 1), lambda x: x // 0.3), x=integers(-40, 40))
case("power-floats", lambda: many([(4, 3), (4, 3)], *pairs("power"), lambda x, y: x**2, lambda x, y: 2.0**y, lambda x, y: x**-1.5), x=POSITIVE)
case("power-integers", lambda: many([((6,), I), ((6,), I)], *pairs("power"), lambda x, y: x**3, lambda x, y: (x * 1000) ** 5, lambda x, y: 3**y, lambda x, y: x**0.5), x=integers(0, 9), y=integers(0, 7))
case("power-small-integers", lambda: many([((6,), "int8"), ((6,), "uint8")], lambda x, y: ops.power(x, 3), lambda x, y: ops.power(y, 4), lambda x, y: ops.power(x, y)), x=integers(-9, 9), y=integers(0, 7))
case("power-int64", lambda: many([((6,), "int64"), ((6,), I)], *pairs("power"), lambda x, y: x**40), x=integers(-9, 9), y=integers(0, 25))
case("bitwise", lambda: many([((6,), I), ((6,), I)], *pairs("bitwise_and", "bitwise_or", "bitwise_xor"), lambda x, y: ops.bitwise_and(x, y + 12), lambda x, y: ops.bitwise_invert(x)), x=integers(-99, 99), y=integers(-99, 99))
case("bitwise-types", lambda: many([((6,), "uint8"), ((6,), "int8")], *pairs("bitwise_and", "bitwise_or", "bitwise_xor")), x=integers(0, 255), y=integers(-99, 99))
SHIFTS = pairs("left_shift", "right_shift", "bitwise_left_shift", "bitwise_right_shift")
case("shifts", lambda: many([((6,), I), ((6,), I)], *SHIFTS), x=integers(-999, 999), y=integers(-2, 40))
case("shifts-int64", lambda: many([((6,), "int64"), ((6,), "int64")], *SHIFTS), x=integers(-999, 999), y=integers(0, 70))
case("shifts-int8", lambda: many([((6,), "int8"), ((6,), "int8")], *SHIFTS), x=integers(-120, 120), y=integers(0, 9))
case("shifts-uint8", lambda: many([((6,), "uint8"), ((6,), "uint8")], *SHIFTS), x=integers(0, 250), y=integers(0, 9))
case("shifts-numbers", lambda: many([((6,), I)], lambda x: ops.left_shift(x, 3), lambda x: ops.right_shift(x, 2)), x=integers(-999, 999))
case("gcd-lcm", lambda: many([((6,), I), ((6,), I)], *pairs("gcd", "lcm")), x=integers(-99, 99), y=integers(-99, 99))
case("gcd-lcm-large", lambda: many([((6,), "int64"), ((1,), "int64")], lambda x, y: ops.gcd(x * 5702887, y * 9227465), lambda x, y: ops.lcm(x, y)), x=integers(1, 99), y=integers(1, 99))
case("gcd-lcm-small", lambda: many([((6,), "int8"), ((6,), "uint8")], lambda x, y: ops.gcd(x, x + 8), lambda x, y: ops.gcd(y, y + 8), lambda x, y: ops.gcd(x, y), lambda x, y: ops.lcm(x, 4)), x=integers(-99, 99), y=integers(0, 99))
case("ldexp", lambda: many([(6,), ((6,), I)], *pairs("ldexp"), lambda x, y: ops.ldexp(x * 0.0 + 1.5, y), lambda x, y: ops.ldexp(y, y)), y=integers(-6, 7))
case("isclose", lambda: many([(8, 8), (8, 8)], seen, lambda x, y: ops.isclose(x, x + y * 1e-5), lambda x, y: ops.isclose(x, y, rtol=0.5, atol=0.1), lambda x, y: ops.isclose(x, y, 0.2, 0.3)))
case("isclose-special", lambda: many([(8, 8), (8, 8)], lambda *i: finite(seen(*i)), lambda x, y: ops.isclose(x, y, rtol=0.5), lambda x, y: ops.isclose(x, x, equal_nan=True), lambda x, y: ops.isclose(x, x)), x=special, y=special)
case("isclose-integers", lambda: many([((20,), I), ((20,), I)], seen, *pairs("isclose")), x=integers(0, 3), y=integers(0, 3))
case("all-close", lambda: many([(3,), (3,)], lambda x, y: ops.where(ops.allclose(x, y, rtol=100.0, atol=100.0), x, y), lambda x, y: ops.where(ops.allclose(x, y), x, y)))
case("comparisons", lambda: many([(5, 6), (5, 1)], seen, *pairs("greater", "greater_equal", "less", "less_equal", "equal", "not_equal")), x=lambda r, s, d: r.integers(-2, 3, s).astype(d), y=lambda r, s, d: r.integers(-2, 3, s).astype(d))
case("comparisons-types", lambda: many([((20,), "uint8"), ((20,), "int8")], *pairs("greater", "equal", "less_equal"), lambda x, y: x > 2, lambda x, y: y >= 0.5, lambda x, y: ops.not_equal(x, 3)), x=integers(0, 5), y=integers(-3, 5))
case("comparisons-int64", lambda: many([((20,), "int64"), ((20,), I)], *pairs("greater", "equal", "less_equal"), lambda x, y: x < 2, lambda x, y: y <= 1.5), x=integers(-3, 3), y=integers(-3, 3))
case("logical", lambda: many([((20,), I), (20,)], lambda x, y: seen(y), *pairs("logical_and", "logical_or", "logical_xor"), lambda x, y: ops.logical_not(x)), x=integers(0, 2), y=lambda r, s, d: r.integers(0, 2, s).astype(d))
case("wrapping", lambda: many([((6,), I), ((6,), "int8"), ((6,), "uint8")], lambda x, y, z: x * x * x, lambda x, y, z: y * y, lambda x, y, z: z - 100, lambda x, y, z: y + 200, lambda x, y, z: z * y, lambda x, y, z: x + 2147483648, lambda x, y, z: ops.maximum(z, 300)), x=integers(-9999, 9999), y=integers(-99, 99), z=integers(0, 255))
case("wrapping-int16", lambda: many([((6,), "int16"), ((6,), "uint8")], *pairs("add", "multiply", "subtract", "maximum", "minimum"), lambda x, y: x * x), x=integers(-999, 999), y=integers(0, 255))
case("clip", lambda: many([(4, 3)], lambda x: ops.clip(x, -1, 2), lambda x: ops.clip(x, -0.5, 0.25), lambda x: ops.clip(x, -3.5, -0.25)), x=WIDE)
case("clip-integers", lambda: many([((9,), I)], lambda x: ops.clip(x, -3, 4)), x=integers(-9, 9))
case("clip-int16", lambda: many([((9,), "int16"), ((9,), "uint8")], lambda x, y: ops.clip(x, -3, 4), lambda x, y: ops.clip(y, 2, 7)), x=integers(-9, 9))
case("where-types", lambda: many([((9,), I), (9,)], lambda x, y: ops.where(x > 2, x, y), lambda x, y: ops.where(x > 2, 1, 2.5), lambda x, y: ops.where(x, y, 0), lambda x, y: ops.where(y > 0, x, 1), lambda x, y: ops.where(y > 0, 3, -2)), x=integers(0, 6))
case("where-small", lambda: many([((9,), "int8"), ((9,), "bool")], lambda x, y: ops.where(y, x, -x), lambda x, y: ops.where(x > 2, y, True), lambda x, y: ops.where(y, x, 300)), x=integers(0, 6))
case("size", lambda: many([(3, 2)], lambda x: x * ops.cast(ops.size(x), "float32"), lambda x: x + 1.0))
case("corner-numbers", lambda: many([((5,), I)], lambda x: ops.mod(x, 2.5), lambda x: ops.fmax(x, 3), lambda x: ops.fmin(x, 1.5), lambda x: ops.divide_no_nan(x, 0.0) + x, lambda x: ops.divide(3, x * x + 1), lambda x: ops.maximum(2, x)), x=integers(-5, 6))
