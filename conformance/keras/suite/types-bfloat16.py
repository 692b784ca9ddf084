"""Layers of bfloat16: mixed with float32 variables, and bfloat16 throughout."""

from suite._typed import register

PURE = "dense conv2d batch-normalization layer-normalization attention gru embedding operations two-kinds typed-input nested sequential transformer add"

register("bfloat16-mixed", "mixed_bfloat16")
register("bfloat16-pure", "bfloat16", PURE.split())
