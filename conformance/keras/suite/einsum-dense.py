"""EinsumDense: equations of every shape that Keras takes."""

import keras
from keras import layers as L
from suite import case, integers, one_layer


def einsum(name, shape, equation, output, bias=None, dtype="float32", tags=(), given=None, **more):
    inputs = {"x": given} if given else {}
    case(f"einsum-dense-{name}", lambda: one_layer(shape, L.EinsumDense(equation, output, bias_axes=bias, **more), dtype), tags, **inputs)


einsum("plain", (5,), "ab,bc->ac", 4, "c")
einsum("no-bias", (5,), "ab,bc->ac", 4)
einsum("ellipsis", (3, 5), "...x,xy->...y", 4, "y", activation="relu")
einsum("ellipsis-rank4", (2, 3, 5), "...x,xy->...y", 4, "y")
einsum("ellipsis-rank5", (2, 3, 2, 5), "...xa,ay->...yx", (3, 2), "yx")
einsum("ellipsis-right", (3, 4, 2), "ab...,bc->ac...", 5, "c")
einsum("ellipsis-right-more", (3, 4, 2, 3), "abc...,cd->abd...", (3, 5), "bd")
einsum("sequence", (6, 5), "abc,cd->abd", (None, 4), "d", activation="tanh")
einsum("sequence-dynamic", (None, 5), "abc,cd->abd", (None, 4), "d", tags=["dynamic"])
einsum("heads", (6, 8), "abc,cde->abde", (None, 2, 3), "de")
einsum("heads-dynamic", (None, 8), "abc,cde->abde", (None, 2, 3), "de", tags=["dynamic"])
einsum("heads-joined", (6, 2, 3), "abcd,cde->abe", (None, 7), "e")
einsum("bias-in-the-middle", (6, 8), "abc,cde->abde", (None, 2, 3), "d")
einsum("bias-over-sequence", (6, 5), "abc,cd->abd", (6, 4), "bd")
einsum("batched-kernel", (4, 5), "abc,bcd->abd", (4, 3), "d")
einsum("batched-kernel-two", (2, 3, 5), "abcd,bcde->abce", (2, 3, 4), "ce")
einsum("batched-kernel-dynamic", (None, 4, 5), "abcd,cde->abce", (None, 4, 3), "e", tags=["dynamic"])
einsum("transposed-output", (4, 5), "abc,cd->adb", (6, 4), "d")
einsum("transposed-kernel", (4, 5), "abc,dc->abd", (4, 6), "d")
einsum("two-summed", (3, 4, 5), "abcd,cde->abe", (3, 6))
einsum("two-summed-crossed", (3, 4, 5), "abcd,dce->abe", (3, 6))
einsum("summed-from-input", (4, 5), "abc,cd->ad", 6, "d")
einsum("outer-product", (4,), "ab,c->abc", (4, 3), "c")
einsum("scaled", (4, 3), "abc,c->abc", (4, 3), "bc")
einsum("rows-gone", (4, 3), "abc,bcd->ad", 5, "d")
einsum("diagonal", (4, 4), "abb,bc->abc", (4, 3), "c")
einsum("softmax", (3, 5), "abc,cd->abd", (None, 4), "d", activation="softmax")
einsum("capitals", (3, 5), "aBC,Cd->aBd", (3, 4), "d")
einsum("whole-numbers", (5,), "ab,bc->ac", 4, "c", "int32", given=integers(-9, 9))


def typed(policy):
    x = keras.Input((4, 6), name="x")
    h = L.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de", dtype=policy)(x)
    return keras.Model(x, L.EinsumDense("abcd,cde->abe", (None, 5), bias_axes="e", activation="gelu", dtype=policy)(h))


for policy in ("mixed_float16", "mixed_bfloat16", "float16"):
    case(f"einsum-dense-{policy}", lambda p=policy: typed(p), [policy])


def lora():
    x = keras.Input((4, 6), name="x")
    return keras.Model(x, L.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d", lora_rank=2)(x))


case("einsum-dense-lora", lora, ["lora"])
