"""Image layers that act in training: what `predict` makes of them, alone, in models, in pipelines; those that act always."""

import keras
from keras import layers

from . import case, integers, one_layer, uniform

PIXELS = uniform(0, 255)
L = layers

# Each in several ways that a model may say; at inference all of them give their images back.
IDLE = {
    "AugMix": [{}, {"value_range": (0, 1), "num_chains": 2, "chain_depth": 2, "factor": 0.2, "all_ops": False}],
    "CutMix": [{}, {"factor": 0.5, "seed": 3}],
    "MaxNumBoundingBoxes": [{"max_number": 3}],
    "MixUp": [{}, {"alpha": 0.5}],
    "RandAugment": [{}, {"value_range": (0, 1), "num_ops": 1, "factor": 0.9}],
    "RandomBrightness": [{"factor": 0.3}, {"factor": (-0.5, 0.5), "value_range": (0, 1), "seed": 1}],
    "RandomColorDegeneration": [{"factor": 0.5}, {"factor": (0.1, 0.9), "value_range": (-1, 1)}],
    "RandomColorJitter": [{"brightness_factor": 0.2}, {"contrast_factor": 0.2, "saturation_factor": 0.4, "hue_factor": 0.1, "value_range": (0, 1)}],
    "RandomContrast": [{"factor": 0.3}, {"factor": (0.1, 0.7), "value_range": (0, 1)}],
    "RandomElasticTransform": [{}, {"factor": 0.5, "scale": 0.3, "interpolation": "nearest", "fill_mode": "constant", "fill_value": 3}],
    "RandomErasing": [{}, {"factor": 0.9, "scale": (0.1, 0.2), "fill_value": 0.5}],
    "RandomFlip": [{}, {"mode": "horizontal"}, {"mode": "vertical", "seed": 4}],
    "RandomGaussianBlur": [{}, {"kernel_size": (3, 5), "sigma": (0.5, 2.0)}],
    "RandomGrayscale": [{}, {"factor": 0.9}],
    "RandomHue": [{"factor": 0.3}, {"factor": (0.1, 0.2), "value_range": (0, 1)}],
    "RandomInvert": [{}, {"factor": 0.3, "value_range": (0, 1)}],
    "RandomPerspective": [{}, {"factor": 0.5, "scale": 0.4, "interpolation": "nearest", "fill_value": 1.0}],
    "RandomPosterization": [{"factor": 3}, {"factor": (2, 6), "value_range": (0, 1)}],
    "RandomRotation": [{"factor": 0.2}, {"factor": (-0.1, 0.3), "fill_mode": "wrap", "interpolation": "nearest"}],
    "RandomSaturation": [{"factor": 0.3}, {"factor": (0.1, 0.2), "value_range": (0, 1)}],
    "RandomSharpness": [{"factor": 0.3}, {"factor": (0.1, 0.2), "value_range": (0, 1)}],
    "RandomTranslation": [{"height_factor": 0.2, "width_factor": 0.3}, {"height_factor": (-0.2, 0.1), "width_factor": 0.0, "fill_mode": "nearest"}],
    "RandomZoom": [{"height_factor": 0.2}, {"height_factor": (-0.2, 0.1), "width_factor": 0.3, "fill_mode": "constant", "fill_value": 2.0}],
    "Solarization": [{}, {"addition_factor": 0.1, "threshold_factor": (0.1, 0.9), "value_range": (0, 255)}],
}


def kebab(name):
    return keras.src.utils.naming.to_snake_case(name).replace("_", "-")


def between(layer, shape=(6, 7, 3), dtype="float32"):
    """A convolution on what the layer gives, so that a model stands around it."""
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, layers.Conv2D(2, 3)(layer(x)))


for name, configs in IDLE.items():
    for index, config in enumerate(configs):
        make = lambda name=name, config=config: getattr(L, name)(**config)
        case(f"{kebab(name)}-{index}", lambda make=make: between(make()), x=PIXELS)
    first = {**configs[0], "data_format": "channels_first"}
    make = lambda name=name, config=configs[0]: getattr(L, name)(**config)
    case(f"{kebab(name)}-bytes", lambda make=make: between(make(), dtype="uint8"), x=integers(0, 256))
    case(f"{kebab(name)}-false", lambda make=make: keras.Model(x := keras.Input((5, 4, 3), name="x"), layers.Conv2D(2, 3)(make()(x, training=False))), ["kwargs"], x=PIXELS)
    case(f"{kebab(name)}-dynamic", lambda make=make: between(make(), (None, None, 3)), ["dynamic"], x=PIXELS)
    case(f"{kebab(name)}-first", lambda name=name, first=first: one_layer((3, 4, 5), getattr(L, name)(**first)), x=PIXELS)
    case(f"{kebab(name)}-behind", lambda make=make: keras.Model(x := keras.Input((7, 6, 2), name="x"), make()(layers.Conv2D(3, 2)(x))), x=PIXELS)
    case(f"{kebab(name)}-sequential", lambda make=make: keras.Sequential([keras.Input((5, 6, 3), name="x"), layers.Rescaling(1 / 255), make(), layers.Flatten(), layers.Dense(3)]), x=PIXELS)

crops = {"": (6, 7, {}), "-tall": (7, 2, {"seed": 3}), "-one": (1, 1, {}), "-first": (4, 5, {"data_format": "channels_first"})}
for word, (height, width, config) in crops.items():
    shape = (3, height, width) if config.get("data_format") else (height, width, 3)
    case(f"random-crop{word}", lambda height=height, width=width, config=config, shape=shape: one_layer(shape, L.RandomCrop(height, width, **config)), x=PIXELS)
case("random-crop-bytes", lambda: one_layer((4, 5, 3), L.RandomCrop(4, 5), dtype="uint8"), x=integers(0, 256))
case("random-crop-between", lambda: keras.Model(x := keras.Input((6, 7, 3), name="x"), layers.Conv2D(2, 3)(L.RandomCrop(5, 6)(layers.Conv2D(4, 2)(x)))), x=PIXELS)
case("random-crop-false", lambda: keras.Model(x := keras.Input((3, 4, 2), name="x"), layers.Dense(3)(L.RandomCrop(3, 4)(x, training=False))), ["kwargs"], x=PIXELS)
case("random-crop-sequential", lambda: keras.Sequential([keras.Input((5, 5, 1), name="x"), L.RandomCrop(5, 5), layers.Conv2D(2, 2)]), x=PIXELS)


def flat(rng, shape, dtype):
    """Images with channels of one colour among them."""
    x = rng.uniform(10, 200, shape)
    x[0, ..., 0], x[-1, ..., -1] = 0, 77
    return x.astype(dtype)


A = L.AutoContrast


def mixed(shape, layer, dtype="float32"):
    """Stretching undoes every factor, so that a twin must be a weight behind it."""
    x = keras.Input(shape, name="x", dtype=dtype)
    return keras.Model(x, layers.Dense(shape[-1])(layer(x)))


case("auto-contrast", lambda: mixed((6, 7, 3), A()), x=uniform(30, 180))
case("auto-contrast-bytes", lambda: mixed((6, 7, 3), A(), dtype="uint8"), x=integers(20, 200))
case("auto-contrast-unit", lambda: mixed((6, 7, 3), A(value_range=(0, 1))), x=uniform(0.2, 0.8))
case("auto-contrast-signed", lambda: mixed((6, 7, 2), A(value_range=(-1, 1))), x=uniform(-0.3, 0.5))
case("auto-contrast-turned", lambda: mixed((6, 7, 2), A(value_range=(1, -1))), x=uniform(-0.3, 0.5))
case("auto-contrast-flat", lambda: mixed((5, 4, 3), A()), x=flat)
case("auto-contrast-dynamic", lambda: mixed((None, None, 3), A()), ["dynamic"], x=uniform(30, 180))
case("auto-contrast-first", lambda: mixed((3, 6, 7), A(data_format="channels_first")), x=uniform(30, 180))
case("auto-contrast-model", lambda: between(A(value_range=(0, 1))), x=uniform(0.2, 0.8))

C = L.ContrastLimitedAdaptiveHistogramEqualization


def clahe(name, shape=(12, 10, 3), dtype="float32", x=uniform(20, 220), **config):
    case(f"clahe-{name}", lambda: one_layer(shape, C(**{"tile_grid_size": (2, 2), **config}), dtype=dtype), x=x)


clahe("plain")
clahe("bytes", dtype="uint8", x=integers(20, 220))
clahe("default-grid", (16, 17, 1), tile_grid_size=(8, 8))
clahe("uneven", (11, 7, 2), tile_grid_size=(3, 2))
clahe("no-limit", clip_limit=0)
clahe("low-limit", clip_limit=0.5)
clahe("whole-limit", clip_limit=40)
clahe("unit", value_range=(0, 1), x=uniform(0.1, 0.9))
clahe("beyond", x=uniform(-40, 300))
clahe("one-tile", tile_grid_size=(1, 1))
clahe("first", (3, 10, 12), data_format="channels_first", tile_grid_size=(2, 3))
case("clahe-model", lambda: between(C(tile_grid_size=(3, 3)), (9, 9, 3)), x=uniform(0, 255))


def pipe(name, make, shape=(6, 7, 3), dtype="float32", x=PIXELS, tags=()):
    case(f"pipeline-{name}", lambda: one_layer(shape, L.Pipeline(make()), dtype=dtype), tags, x=x)


pipe("augment", lambda: [L.RandomFlip(), L.RandomRotation(0.1), L.RandomZoom(0.2), L.Rescaling(1 / 255)])
pipe("contrast", lambda: [A(), L.Rescaling(1 / 127.5, offset=-1)], x=uniform(30, 180))
pipe("equalization", lambda: [L.Equalization(), L.Rescaling(0.5)])
pipe("equalization-range", lambda: [L.Rescaling(1 / 255), L.Equalization(value_range=(0, 1), bins=64)])
pipe("equalization-alone", lambda: [L.Equalization(bins=16, data_format="channels_first")])
pipe("equalization-twice", lambda: [L.Equalization(bins=8), L.RandomHue(0.2), L.Equalization(value_range=(0, 100))], dtype="uint8", x=integers(0, 256))
pipe("weights", lambda: [layers.Dense(4, activation="relu"), layers.BatchNormalization(), layers.Dense(2)], x=uniform(-1, 1))
pipe("convolutions", lambda: [layers.Conv2D(3, 2), L.RandomContrast(0.2), layers.Conv2D(2, 2, name="second"), layers.GlobalAveragePooling2D()], x=uniform(-1, 1))
pipe("one", lambda: [layers.Conv2D(3, 2)], x=uniform(-1, 1))
pipe("nested", lambda: [L.Pipeline([layers.Dense(3), L.RandomFlip()]), layers.Dense(2)], x=uniform(-1, 1))
pipe("model", lambda: [keras.Sequential([keras.Input((6, 7, 3)), layers.Conv2D(2, 3)]), layers.Flatten(), layers.Dense(2)], x=uniform(-1, 1))
pipe("dynamic", lambda: [L.RandomTranslation(0.1, 0.1), layers.Conv2D(2, 3, padding="same")], (None, None, 3), tags=["dynamic"])


def masked_pipe():
    ids = keras.Input((6,), dtype="int32", name="ids")
    x = layers.Embedding(9, 4, mask_zero=True)(ids)
    return keras.Model(ids, layers.GlobalAveragePooling1D()(L.Pipeline([layers.Dense(3), layers.LSTM(3, return_sequences=True)])(x)))


case("pipeline-masked", masked_pipe, ["mask"], ids=lambda rng, shape, dtype: (rng.integers(1, 9, shape) * (rng.random(shape) < 0.7)).astype(dtype))
