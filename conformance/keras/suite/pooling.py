"""Max, average and global pooling: padding, strides, odd sizes, sizes known only at run time."""

from keras import layers

from . import case, one_layer


def pool(name, shape, layer, tags=()):
    case(name, lambda: one_layer(shape, layer()), tags)


for kind, p1, p2 in (("max", layers.MaxPooling1D, layers.MaxPooling2D), ("average", layers.AveragePooling1D, layers.AveragePooling2D)):
    pool(f"{kind}-pooling-1d", (7, 3), lambda p=p1: p(2))
    pool(f"{kind}-pooling-1d-same", (7, 3), lambda p=p1: p(3, strides=2, padding="same"))
    pool(f"{kind}-pooling-1d-dynamic", (None, 3), lambda p=p1: p(2, padding="same"), ["dynamic"])
    pool(f"{kind}-pooling-2d", (6, 7, 2), lambda p=p2: p(2))
    pool(f"{kind}-pooling-2d-same", (7, 5, 2), lambda p=p2: p(3, strides=2, padding="same"))
    pool(f"{kind}-pooling-2d-same-even", (6, 8, 2), lambda p=p2: p((2, 3), strides=(1, 2), padding="same"))
    pool(f"{kind}-pooling-2d-overlap", (7, 6, 2), lambda p=p2: p(3, strides=1))
    pool(f"{kind}-pooling-2d-dynamic", (None, None, 2), lambda p=p2: p(3, strides=2, padding="same"), ["dynamic"])

for kind in ("Average", "Max"):
    g1, g2 = getattr(layers, f"Global{kind}Pooling1D"), getattr(layers, f"Global{kind}Pooling2D")
    pool(f"global-{kind.lower()}-pooling-1d", (5, 3), lambda g=g1: g())
    pool(f"global-{kind.lower()}-pooling-1d-keepdims", (None, 3), lambda g=g1: g(keepdims=True), ["dynamic"])
    pool(f"global-{kind.lower()}-pooling-2d", (5, 4, 3), lambda g=g2: g())
    pool(f"global-{kind.lower()}-pooling-2d-keepdims", (None, None, 3), lambda g=g2: g(keepdims=True), ["dynamic"])

for kind, P1, P2, P3 in (
    ("max", layers.MaxPooling1D, layers.MaxPooling2D, layers.MaxPooling3D),
    ("average", layers.AveragePooling1D, layers.AveragePooling2D, layers.AveragePooling3D),
):
    pool(f"{kind}-pooling-1d-beyond-window", (9, 3), lambda p=P1: p(2, strides=4, padding="same"))
    pool(f"{kind}-pooling-2d-first", (2, 7, 8), lambda p=P2: p((3, 2), strides=(2, 3), padding="same", data_format="channels_first"))
    pool(f"{kind}-pooling-3d", (5, 6, 7, 2), lambda p=P3: p(2))
    pool(f"{kind}-pooling-3d-same", (5, 6, 7, 2), lambda p=P3: p((3, 2, 3), strides=2, padding="same"))

for kind in ("Average", "Max"):
    pool(f"global-{kind.lower()}-pooling-3d", (3, 4, 5, 2), lambda g=getattr(layers, f"Global{kind}Pooling3D"): g())
    pool(f"global-{kind.lower()}-pooling-2d-first", (2, 4, 5), lambda g=getattr(layers, f"Global{kind}Pooling2D"): g(data_format="channels_first", keepdims=True))
    case(f"global-{kind.lower()}-pooling-1d-integers", lambda g=getattr(layers, f"Global{kind}Pooling1D"): one_layer((5, 3), g(), dtype="int32"))
