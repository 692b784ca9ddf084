"""More of the layers that few cases had: other windows, borders, amounts and places in a model."""

import keras
from keras import layers

from . import after_dense, case, integers, one_layer, scaled, uniform

SHAPES = {1: (9, 3), 2: (7, 8, 2), 3: (5, 6, 7, 2)}
FIRST = {"data_format": "channels_first"}


def add(name, shape, make, tags=(), **inputs):
    case(f"more-{name}", lambda: one_layer(shape, make()), tags, **inputs)


def first(rank):
    return (SHAPES[rank][-1], *SHAPES[rank][:-1])


def dynamic(rank):
    return (*(None,) * rank, SHAPES[rank][-1])


for kind in ("Average", "Max"):
    for rank in (1, 2, 3):
        P, G = getattr(layers, f"{kind}Pooling{rank}D"), getattr(layers, f"Global{kind}Pooling{rank}D")
        name = f"{kind.lower()}-pooling-{rank}d"
        add(f"{name}-one", SHAPES[rank], lambda P=P: P(1, strides=2))
        add(f"{name}-long-strides", SHAPES[rank], lambda P=P: P(2, strides=3))
        add(f"{name}-wide", SHAPES[rank], lambda P=P: P(4, strides=1, padding="same"))
        add(f"{name}-first", first(rank), lambda P=P: P(2, **FIRST))
        add(f"{name}-first-same", first(rank), lambda P=P: P(3, strides=2, padding="same", **FIRST))
        add(f"{name}-dynamic-odd", dynamic(rank), lambda P=P: P(2, strides=2, padding="same"), ["dynamic"])
        add(f"global-{name}-first", first(rank), lambda G=G: G(**FIRST))
        add(f"global-{name}-first-keepdims", first(rank), lambda G=G: G(keepdims=True, **FIRST))
        add(f"global-{name}-dynamic", dynamic(rank), lambda G=G: G(), ["dynamic"])
        add(f"global-{name}-one", (*(1,) * rank, 4), lambda G=G: G())
        add(f"global-{name}-far", SHAPES[rank], lambda G=G: G(keepdims=True), x=scaled(3.0, -50.0))
        case(f"more-global-{name}-dense", lambda G=G, rank=rank: keras.Model(x := keras.Input(SHAPES[rank], name="x"), layers.Dense(3)(G()(layers.Dense(4)(x)))))
        case(f"more-global-{name}-both", lambda G=G, rank=rank: keras.Model(x := keras.Input(SHAPES[rank], name="x"), [G()(x), G(keepdims=True)(layers.ReLU()(x))]))

for rank in (1, 3):
    Z, C, U = (getattr(layers, f"{word}{rank}D") for word in ("ZeroPadding", "Cropping", "UpSampling"))
    uneven = ((1, 2), (0, 1), (3, 0)) if rank == 3 else (0, 2)
    add(f"zero-padding-{rank}d-one", SHAPES[rank], lambda Z=Z: Z(1))
    add(f"zero-padding-{rank}d-none", SHAPES[rank], lambda Z=Z: Z(0))
    add(f"zero-padding-{rank}d-uneven", SHAPES[rank], lambda Z=Z, uneven=uneven: Z(uneven))
    add(f"zero-padding-{rank}d-dynamic", dynamic(rank), lambda Z=Z, uneven=uneven: Z(uneven), ["dynamic"])
    add(f"zero-padding-{rank}d-first", first(rank), lambda Z=Z: Z(2, **FIRST))
    add(f"zero-padding-{rank}d-first-uneven", first(rank), lambda Z=Z, uneven=uneven: Z(uneven, **FIRST))
    add(f"zero-padding-{rank}d-integers", SHAPES[rank], lambda Z=Z: Z(1), x=integers(-4, 5))
    add(f"cropping-{rank}d-one", SHAPES[rank], lambda C=C: C(1))
    add(f"cropping-{rank}d-none", SHAPES[rank], lambda C=C: C(0))
    add(f"cropping-{rank}d-uneven", SHAPES[rank], lambda C=C, uneven=uneven: C(uneven))
    add(f"cropping-{rank}d-dynamic", dynamic(rank), lambda C=C, uneven=uneven: C(uneven), ["dynamic"])
    add(f"up-sampling-{rank}d-one", SHAPES[rank], lambda U=U: U(1))
    add(f"up-sampling-{rank}d-two", SHAPES[rank], lambda U=U: U(2))
    add(f"up-sampling-{rank}d-dynamic", dynamic(rank), lambda U=U: U(3), ["dynamic"])
    add(f"up-sampling-{rank}d-integers", SHAPES[rank], lambda U=U: U(2), x=integers(-4, 5))
    case(f"more-up-sampling-{rank}d-dense", lambda U=U, rank=rank: after_dense(SHAPES[rank], U(2)))
add("cropping-3d-first", first(3), lambda: layers.Cropping3D(((1, 0), (2, 1), (0, 3)), **FIRST))
add("cropping-3d-pairs", SHAPES[3], lambda: layers.Cropping3D((1, 2, 0)))
add("cropping-3d-most", SHAPES[3], lambda: layers.Cropping3D(((2, 2), (3, 2), (6, 0))))
add("cropping-1d-most", SHAPES[1], lambda: layers.Cropping1D((5, 3)))
add("up-sampling-3d-uneven", SHAPES[3], lambda: layers.UpSampling3D((1, 3, 2)))
add("up-sampling-3d-first", first(3), lambda: layers.UpSampling3D((2, 1, 3), **FIRST))
add("zero-padding-3d-pairs", SHAPES[3], lambda: layers.ZeroPadding3D((1, 0, 2)))

add("conv3d-one", SHAPES[3], lambda: layers.Conv3D(3, 1))
add("conv3d-dynamic", dynamic(3), lambda: layers.Conv3D(2, 3, padding="same", strides=2), ["dynamic"])
add("conv3d-same-even", SHAPES[3], lambda: layers.Conv3D(2, (2, 4, 2), padding="same", use_bias=False))
for name, config in {
    "valid": {},
    "same-even": {"kernel_size": 4, "padding": "same"},
    "multiplier": {"depth_multiplier": 3, "use_bias": False},
    "dilation": {"dilation_rate": 3, "padding": "same", "activation": "tanh"},
    "strides-same": {"strides": 2, "padding": "same", "activation": "elu"},
}.items():
    add(f"depthwise-conv1d-{name}", (11, 3), lambda config=config: layers.DepthwiseConv1D(**{"kernel_size": 3, **config}))
    add(f"separable-conv1d-{name}", (11, 3), lambda config=config: layers.SeparableConv1D(4, **{"kernel_size": 3, **config}))
add("depthwise-conv1d-dynamic", (None, 3), lambda: layers.DepthwiseConv1D(3, padding="same"), ["dynamic"])
add("separable-conv1d-one", (11, 3), lambda: layers.SeparableConv1D(4, 1))

ELUS = {"plain": {}, "small": {"alpha": 0.1}, "large": {"alpha": 2.5}, "none": {"alpha": 0.0}}
for name, config in ELUS.items():
    add(f"elu-{name}", (4, 5), lambda config=config: layers.ELU(**config), x=scaled(2.0))
add("elu-far", (4, 5), lambda: layers.ELU(0.7), x=uniform(-90, 20))
add("elu-dynamic", (None, 5), lambda: layers.ELU(1.5), ["dynamic"])
case("more-elu-inside", lambda: one_layer((4, 5), layers.Dense(3, activation=layers.ELU(0.3))))

IDLE = {
    "activity-regularization": lambda k: layers.ActivityRegularization(l1=0.1 * k, l2=0.2),
    "alpha-dropout": lambda k: layers.AlphaDropout(0.1 * k, seed=k, noise_shape=None),
    "gaussian-dropout": lambda k: layers.GaussianDropout(0.1 * k, seed=k),
    "gaussian-noise": lambda k: layers.GaussianNoise(0.1 * k, seed=k),
    "identity": lambda k: layers.Identity(),
}
for name, make in IDLE.items():
    add(f"{name}-vector", (6,), lambda make=make: make(1))
    add(f"{name}-dynamic", (None, 4), lambda make=make: make(2), ["dynamic"])
    add(f"{name}-image", (4, 5, 2), lambda make=make: make(3))
    case(f"more-{name}-behind", lambda make=make: after_dense((4, 3), make(4)))
    case(f"more-{name}-false", lambda make=make, name=name: keras.Model(x := keras.Input((4, 3), name="x"), layers.Dense(2)(make(5)(x, **({} if name in ("identity", "activity-regularization") else {"training": False})))))
    case(f"more-{name}-twice", lambda make=make: keras.Model(x := keras.Input((4, 3), name="x"), [make(6)(x), layers.Dense(2)(make(7)(layers.ReLU()(x)))]))
    case(f"more-{name}-sequential", lambda make=make: keras.Sequential([keras.Input((5,), name="x"), layers.Dense(4), make(8), layers.Dense(3)]))
    case(f"more-{name}-masked", lambda make=make: keras.Model(x := keras.Input((6,), name="x", dtype="int32"), layers.LSTM(3)(make(9)(layers.Embedding(9, 4, mask_zero=True)(x)))), ["mask"], x=integers(0, 4))
for rank in (1, 2, 3):
    D = getattr(layers, f"SpatialDropout{rank}D")
    for share in (0.0, 0.3, 0.9):
        add(f"spatial-dropout-{rank}d-{share}", SHAPES[rank], lambda D=D, share=share: D(share, seed=3))
    add(f"spatial-dropout-{rank}d-dynamic", dynamic(rank), lambda D=D: D(0.5), ["dynamic"])
    case(f"more-spatial-dropout-{rank}d-behind", lambda D=D, rank=rank: after_dense(SHAPES[rank], D(0.2)))
    case(f"more-spatial-dropout-{rank}d-between", lambda D=D, rank=rank: keras.Model(x := keras.Input(SHAPES[rank], name="x"), layers.Dense(3)(D(0.2)(layers.ReLU()(x)))))
    case(f"more-spatial-dropout-{rank}d-false", lambda D=D, rank=rank: keras.Model(x := keras.Input(SHAPES[rank], name="x"), layers.Dense(3)(D(0.2)(x, training=False))))
    if rank > 1:
        add(f"spatial-dropout-{rank}d-first", first(rank), lambda D=D: D(0.4, **FIRST))
    else:
        case("more-spatial-dropout-1d-masked", lambda D=D: keras.Model(x := keras.Input((6,), name="x", dtype="int32"), layers.GRU(3)(D(0.4)(layers.Embedding(9, 4, mask_zero=True)(x)))), ["mask"], x=integers(0, 4))
case("more-max-num-bounding-boxes-between", lambda: keras.Model(x := keras.Input((5, 6, 3), name="x"), layers.Conv2D(2, 2)(layers.MaxNumBoundingBoxes(7)(layers.Conv2D(3, 2)(x)))))
