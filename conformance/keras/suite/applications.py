"""Every constructor of keras.applications: its whole topology with a small part of its width, on small images, logits instead of probabilities."""

import contextlib
import functools
import json

import keras
import numpy as np
from keras import applications

from . import case, integers

# Name, size of the images, what widths are divided by. Where branches are added up after others were put side by side, the divisor must divide them all.
MODELS = [
    ("ConvNeXtTiny", 32, 32),
    ("ConvNeXtSmall", 32, 48),
    ("ConvNeXtBase", 32, 64),
    ("ConvNeXtLarge", 32, 48),
    ("ConvNeXtXLarge", 32, 64),
    ("DenseNet121", 32, 32),
    ("DenseNet169", 32, 32),
    ("DenseNet201", 32, 32),
    ("EfficientNetB0", 32, 16),
    ("EfficientNetB1", 32, 24),
    ("EfficientNetB2", 32, 24),
    ("EfficientNetB3", 32, 32),
    ("EfficientNetB4", 32, 48),
    ("EfficientNetB5", 32, 48),
    ("EfficientNetB6", 32, 64),
    ("EfficientNetB7", 32, 96),
    ("EfficientNetV2B0", 32, 16),
    ("EfficientNetV2B1", 32, 16),
    ("EfficientNetV2B2", 32, 24),
    ("EfficientNetV2B3", 32, 32),
    ("EfficientNetV2L", 32, 96),
    ("EfficientNetV2M", 32, 96),
    ("EfficientNetV2S", 32, 48),
    ("InceptionResNetV2", 75, 32),
    ("InceptionV3", 75, 48),
    ("MobileNet", 32, 16),
    ("MobileNetV2", 32, 16),
    ("MobileNetV3Large", 32, 16),
    ("MobileNetV3Small", 32, 16),
    ("NASNetLarge", 32, 84),
    ("NASNetMobile", 32, 22),
    ("ResNet50", 32, 32),
    ("ResNet50V2", 32, 32),
    ("ResNet101", 32, 32),
    ("ResNet101V2", 32, 32),
    ("ResNet152", 32, 32),
    ("ResNet152V2", 32, 32),
    ("VGG16", 32, 64),
    ("VGG19", 32, 64),
    ("Xception", 71, 32),
]
CLASSES = 240
# Beside the offsets, where a hundred layers are chaos otherwise, and rounding alone makes another answer.
GAMMA = {"EfficientNetB4": 0.6, "ResNet101": 0.3, "ResNet152": 0.3}


def narrow(value, by):
    """The same configuration with every width divided; what Keras noted about the shapes of the wide model is dropped."""
    if isinstance(value, list):
        return [narrow(item, by) for item in value]
    if not isinstance(value, dict):
        return value

    def width(name, item):
        if name in ("filters", "units", "projection_dim") or (name == "groups" and item > 1):
            return max(1, round(item / by))
        if name == "target_shape":
            return [max(1, round(size / by)) if size > 1 else size for size in item]
        if name == "batch_shape" and item[-1] > 3:  # of an inner model; images have three channels
            return [*item[:-1], max(1, round(item[-1] / by))]
        return narrow(item, by)

    return {name: width(name, item) for name, item in value.items() if name != "build_config"}


@contextlib.contextmanager
def empty():
    """No random numbers for the hundreds of millions of weights of a wide model, of which nothing but the configuration stays."""
    kinds = [keras.initializers.VarianceScaling, keras.initializers.TruncatedNormal]
    kept = [kind.__call__ for kind in kinds]
    for kind in kinds:
        kind.__call__ = lambda self, shape, dtype=None: keras.ops.zeros(shape, dtype)
    try:
        yield
    finally:
        for kind, call in zip(kinds, kept):
            kind.__call__ = call


def small(name, size, by):
    def build():
        make = getattr(applications, name)
        extra = {"include_preprocessing": True} if "include_preprocessing" in make.__code__.co_varnames else {}
        with empty():
            wide = make(weights=None, input_shape=(size, size, 3), classes=CLASSES, classifier_activation=None, **extra)
        config = narrow(json.loads(json.dumps(wide.get_config())), by)
        del wide
        keras.utils.clear_session()
        return keras.Model.from_config(config)

    return build


def settle(model, gamma):
    """Statistics as training would have found them: with others a signal does not live through a hundred layers, and nothing would depend on the input."""
    norms = [layer for layer in model._flatten_layers() if isinstance(layer, keras.layers.BatchNormalization)]
    for layer in norms:
        if layer.scale:
            layer.gamma.assign(layer.gamma * gamma)
    kept = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    rng = np.random.default_rng(7)
    make = halves if not scaled_inside(model.name) else integers(0, 256)
    model(make(rng, (12, *model.input_shape[1:]), "float32"), training=True)
    for layer, momentum in zip(norms, kept):
        layer.momentum = momentum
    for weight in model.weights:  # eight binary digits are random enough, and pack into half
        if weight.dtype == "float32":
            weight.assign((np.array(weight, "float32").view("uint32") & 0xFFFF0000).view("float32"))
    for layer in model._flatten_layers():  # which keeps its statistics as constants besides
        if isinstance(layer, keras.layers.Normalization) and layer.built:
            layer.finalize_state()


def scaled_inside(name):
    return any(word in name.lower() for word in ("efficientnet", "convnext", "mobilenetv3"))


def halves(rng, shape, dtype):
    """Pixels from -2 to 2 in steps of a quarter, which pack well."""
    return (rng.integers(-8, 9, shape) / 4).astype(dtype)


for name, size, by in MODELS:
    calm = functools.partial(settle, gamma=GAMMA.get(name, 1.0))
    case(f"application-{name.lower()}", small(name, size, by), packed=True, settle=calm, input_layer=integers(0, 256) if scaled_inside(name) else halves)
