"""Layers of bfloat16: mixed with float32 variables, and bfloat16 throughout."""

from suite._typed import MODELS, register

PURE = "dense conv2d batch-normalization attention embedding operations two-kinds typed-input nested transformer add"

register("bfloat16-mixed", "mixed_bfloat16", [key for key in MODELS if key != "normalization"])  # 8 bits: a twin of its inputs moves it too little
register("bfloat16-pure", "bfloat16", PURE.split())
