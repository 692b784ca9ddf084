"""The shortest script that answers with a model: `python keras_once.py MODEL.keras INPUTS.npz`, Keras on TensorFlow with one thread."""

import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
model = keras.models.load_model(sys.argv[1])
with np.load(sys.argv[2]) as file:
    inputs = [file[tensor.name] for tensor in model.inputs]
print(model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0).ravel()[:3])
