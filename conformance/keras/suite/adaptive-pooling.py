"""Adaptive pooling: cells that divide the size, that do not, that are more than there are."""

from keras import layers

from . import case, one_layer

SHAPES = {1: (10, 3), 2: (10, 7, 2), 3: (5, 6, 7, 2)}
CELLS = {
    1: {"whole": 5, "uneven": 3, "overlap": 7, "more": 13, "same": 10, "odd": 4},
    2: {"whole": (5, 7), "uneven": 3, "overlap": (7, 4), "more": (13, 9), "odd": (4, 2)},
    3: {"whole": (5, 3, 7), "uneven": (3, 4, 2), "overlap": (4, 4, 5), "more": (6, 8, 7), "odd": 2},
}

for kind in ("Average", "Max"):
    for rank, cells in CELLS.items():
        layer = getattr(layers, f"Adaptive{kind}Pooling{rank}D")
        name = f"adaptive-{kind.lower()}-pooling-{rank}d"
        for word, size in cells.items():
            case(f"{name}-{word}", lambda layer=layer, size=size, rank=rank: one_layer(SHAPES[rank], layer(size)))
        first = (3, *(9, 8, 5)[:rank])
        case(f"{name}-first", lambda layer=layer, first=first: one_layer(first, layer(4, data_format="channels_first")))
        case(f"{name}-first-more", lambda layer=layer, first=first: one_layer(first, layer(10, data_format="channels_first")))
        if rank > 1:
            case(f"{name}-first-uneven", lambda layer=layer, first=first, rank=rank: one_layer(first, layer((2, 5, 3)[:rank], data_format="channels_first")))
