"""Layers of float16: mixed with float32 variables, and float16 throughout."""

from suite._typed import register

PURE = "dense conv2d batch-normalization layer-normalization attention lstm embedding operations two-kinds typed-input nested residual transformer softmax rescaling normalization"

register("half-mixed", "mixed_float16")
register("half-pure", "float16", PURE.split())
