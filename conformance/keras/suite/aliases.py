"""The twenty other names of layers: a file may say `Convolution2D`, its weights are those of a Conv2D all the same."""

from keras import layers

from . import case, one_layer

ALIASES = {
    "AvgPool": ("AveragePooling", (1, 2, 3), lambda name: getattr(layers, name)(2, padding="same")),
    "Convolution": ("Conv", (1, 2, 3), lambda name: getattr(layers, name)(3, 2, activation="tanh")),
    "GlobalAvgPool": ("GlobalAveragePooling", (1, 2, 3), lambda name: getattr(layers, name)(keepdims=True)),
    "GlobalMaxPool": ("GlobalMaxPooling", (1, 2, 3), lambda name: getattr(layers, name)()),
    "MaxPool": ("MaxPooling", (1, 2, 3), lambda name: getattr(layers, name)(2)),
    "SeparableConvolution": ("SeparableConv", (1, 2), lambda name: getattr(layers, name)(3, 2, depth_multiplier=2)),
}


def named(public, alias):
    """The configuration with another name for each layer of a class."""

    def rename(value):
        if isinstance(value, list):
            return [rename(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {key: alias if key == "class_name" and item == public else rename(item) for key, item in value.items()}

    return rename


def alias(public, other, rank, make):
    shape = (*(6, 5, 4)[:rank], 3)
    case(f"alias-{other.lower()}", lambda: one_layer(shape, make(public)), edit=named(public, other))


for word, (public, ranks, make) in ALIASES.items():
    for rank in ranks:
        alias(f"{public}{rank}D", f"{word}{rank}D", rank, make)
for rank in (1, 2, 3):
    alias(f"Conv{rank}DTranspose", f"Convolution{rank}DTranspose", rank, lambda name: getattr(layers, name)(2, 3, strides=2))
