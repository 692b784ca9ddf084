"""Shapes of graphs: Sequential with and without an input, shared layers, several inputs and outputs, dictionaries, models in models."""

import keras
from keras import layers

from . import case, padded

D = layers.Dense


def sequential_bare():
    model = keras.Sequential([D(4, activation="relu"), D(3)])
    model.build((None, 5))
    return model


def sequential_image():
    return keras.Sequential([keras.Input((6, 6, 2)), layers.Conv2D(3, 3), layers.ReLU(), layers.Flatten(), D(4)])


def sequential_bare_image():
    model = keras.Sequential([layers.Conv2D(3, 3, activation="relu"), layers.GlobalAveragePooling2D(), D(4)])
    model.build((None, 6, 6, 2))
    return model


def sequential_bare_lstm():
    model = keras.Sequential([layers.Embedding(10, 4), layers.LSTM(3), D(2)])
    model.build((None, 5))
    return model


def sequential_nested():
    inner = keras.Sequential([keras.Input((4,)), D(5, activation="tanh"), D(4)])
    return keras.Sequential([keras.Input((6,)), D(4), inner, D(3)])


def shared_layer():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = D(3, activation="tanh")
    return keras.Model([a, b], layers.Concatenate()([shared(a), shared(b)]))


def shared_twice_in_a_row():
    x = keras.Input((4,), name="x")
    shared = D(4, activation="tanh")
    return keras.Model(x, shared(shared(x)))


def siamese():
    a, b = keras.Input((6, 6, 1), name="left"), keras.Input((6, 6, 1), name="right")
    tower = keras.Sequential([keras.Input((6, 6, 1)), layers.Conv2D(3, 3, activation="relu"), layers.Flatten(), D(4)], name="tower")
    return keras.Model([a, b], D(1)(layers.Subtract()([tower(a), tower(b)])))


def several_outputs():
    x = keras.Input((5,), name="x")
    y = D(4, activation="relu")(x)
    return keras.Model(x, [D(3, name="first")(y), D(2, name="second")(y), y])


def several_inputs():
    a, b, c = (keras.Input(s, name=n) for s, n in (((3,), "zulu"), ((4,), "alpha"), ((2,), "mike")))
    return keras.Model([a, b, c], D(3)(layers.Concatenate()([a, D(2)(b), c])))


def dict_inputs():
    inputs = {"words": keras.Input((4,), name="words"), "age": keras.Input((1,), name="age")}
    return keras.Model(inputs, D(3)(layers.Concatenate()([D(4)(inputs["words"]), inputs["age"]])))


def dict_outputs():
    x = keras.Input((5,), name="x")
    y = D(4, activation="relu")(x)
    return keras.Model(x, {"score": D(1)(y), "class": D(3)(y)})


def dict_both():
    a, b = keras.Input((3,), name="b_in"), keras.Input((3,), name="a_in")
    return keras.Model({"b_in": a, "a_in": b}, {"sum": layers.Add()([D(3)(a), b]), "difference": layers.Subtract()([a, D(3)(b)])})


def nested_functional():
    i = keras.Input((4,))
    inner = keras.Model(i, layers.Add()([D(4, activation="relu")(i), i]), name="block")
    x = keras.Input((5,), name="x")
    return keras.Model(x, D(2)(inner(D(4)(x))))


def nested_twice():
    i = keras.Input((4,))
    block = keras.Model(i, layers.Add()([D(4, activation="tanh")(i), i]), name="block")
    x = keras.Input((4,), name="x")
    return keras.Model(x, block(block(x)))


def nested_several():
    a, b = keras.Input((3,)), keras.Input((4,))
    both = layers.Concatenate()([a, b])
    inner = keras.Model([a, b], [D(2)(both), D(3)(both)], name="fork")
    p, q = keras.Input((3,), name="p"), keras.Input((4,), name="q")
    left, right = inner([p, q])
    return keras.Model([p, q], layers.Concatenate()([D(2)(left), right]))


def nested_deep():
    i = keras.Input((4,))
    low = keras.Model(i, D(4, activation="tanh")(i), name="low")
    j = keras.Input((4,))
    middle = keras.Model(j, layers.Add()([low(j), D(4)(j)]), name="middle")
    x = keras.Input((4,), name="x")
    return keras.Model(x, D(2)(middle(D(4)(x))))


def diamond():
    x = keras.Input((4,), name="x")
    a = D(4, name="a")(x)
    b, c = layers.ReLU()(a), layers.Activation("tanh")(a)
    return keras.Model(x, layers.Multiply()([layers.Add()([b, c]), a]))


def input_is_output():
    x = keras.Input((4,), name="x")
    return keras.Model(x, [layers.Dense(3)(x), x])


def unused_branch():
    x = keras.Input((4,), name="x")
    y = D(4, name="kept")(x)
    D(3, name="dropped")(y)
    return keras.Model(x, y)


def names_of_layers():
    x = keras.Input((4,), name="x")
    y = D(4, name="dense_7")(x)
    return keras.Model(x, D(3, name="dense")(D(4, name="block.1-final")(y)))


def compiled():
    model = keras.Sequential([keras.Input((5,), name="x"), D(4, activation="relu"), D(3)])
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    return model


def frozen():
    model = sequential_image()
    model.layers[0].trainable = False
    return model


def masks_in_nested():
    i = keras.Input((6, 4))
    inner = keras.Model(i, layers.LSTM(3)(layers.Dense(4)(i)), name="reader")
    x = keras.Input((6, 4), name="x")
    return keras.Model(x, inner(x))


def scalar_input():
    x = keras.Input((), name="x")
    return keras.Model(x, D(3)(layers.Reshape((1,))(x)))


def without_input_layer(config):
    """As Keras writes a Sequential that it cannot trace: no InputLayer, the shape beside the layers."""
    first, *rest = config["config"]["layers"]
    config["config"] |= {"layers": rest, "build_input_shape": first["config"]["batch_shape"]}
    return config


for name, build in (
    ("sequential-bare", sequential_bare),
    ("sequential-image", sequential_image),
    ("sequential-bare-image", sequential_bare_image),
    ("sequential-nested", sequential_nested),
    ("shared-layer", shared_layer),
    ("shared-in-a-row", shared_twice_in_a_row),
    ("siamese", siamese),
    ("several-outputs", several_outputs),
    ("several-inputs", several_inputs),
    ("dict-inputs", dict_inputs),
    ("dict-outputs", dict_outputs),
    ("dict-both", dict_both),
    ("nested-functional", nested_functional),
    ("nested-twice", nested_twice),
    ("nested-several", nested_several),
    ("nested-deep", nested_deep),
    ("nested-recurrent", masks_in_nested),
    ("diamond", diamond),
    ("input-is-output", input_is_output),
    ("unused-branch", unused_branch),
    ("layer-names", names_of_layers),
    ("compiled", compiled),
    ("frozen", frozen),
    ("scalar-input", scalar_input),
):
    case(f"graph-{name}", build)
case("graph-sequential-bare-lstm", sequential_bare_lstm, input_layer=padded())
case("graph-sequential-without-input", sequential_bare, edit=without_input_layer)
case("graph-sequential-without-input-image", sequential_bare_image, edit=without_input_layer)
