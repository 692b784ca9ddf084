"""Trains the digits classifier of this folder with real Keras on scikit-learn's digits, and picks its test images.

    tools/oracle/setup && .venv/oracle/bin/python examples/digits/train.py

Seeded and deterministic: on the same processor and versions the file comes out equal to the byte.
"""

import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools/oracle"))

import keras  # noqa: E402
import numpy as np  # noqa: E402
import sklearn  # noqa: E402
import tensorflow as tf  # noqa: E402
from sklearn.datasets import load_digits  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from stable import save  # noqa: E402

SEED = 20260101
IMAGES = 5


def data():
    """1797 images of 8x8 with grey values 0 to 16; a fifth is kept for the test."""
    digits = load_digits()
    images = digits.images.astype("float32")[..., None]
    return train_test_split(images, digits.target, test_size=0.2, random_state=SEED, stratify=digits.target)


def build():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((8, 8, 1), name="image"),
            layers.Rescaling(1 / 16),
            layers.Conv2D(16, 3, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ],
        name="digits",
    )


def write_images(images, labels):
    """One test image of five different digits, batch 1: the shape that the model takes."""
    folder = HERE / "images"
    folder.mkdir(exist_ok=True)
    for label in (3, 0, 7, 5, 8)[:IMAGES]:
        np.save(folder / f"{label}.npy", images[np.flatnonzero(labels == label)[0]][None])


def main():
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    x, x_test, y, y_test = data()
    model = build()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=40, batch_size=64, verbose=0)
    accuracy = np.mean(model.predict(x_test, verbose=0).argmax(-1) == y_test)
    size = len(save(model, HERE / "digits.keras"))
    write_images(x_test, y_test)
    (HERE / "labels.txt").write_text("".join(f"{n}\n" for n in "zero one two three four five six seven eight nine".split()))
    print(f"test accuracy {accuracy:.4f} on {len(y_test)} images, {model.count_params()} parameters, {size} bytes")
    print(f"keras {keras.__version__}, tensorflow {tf.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}")


if __name__ == "__main__":
    main()
