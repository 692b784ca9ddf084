"""Writes packages/core/src/stages/known/tensorflow.json: what TensorFlow makes of a corpus of odd texts, for the tests of the string stages.

    python tools/oracle/stage_corpus.py
"""

import json
import os
import pathlib
import random

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import tensorflow as tf  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/core/src/stages/known/tensorflow.json"
PUNCTUATION = r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']'  # keras/src/layers/preprocessing/text_vectorization.py
KEYS = [[0, 0], [1, 2], [133, 137], [-1, 2**63 - 1], [0x0706050403020100, 0x0F0E0D0C0B0A0908]]

ODD = [
    "", " ", "a", "ab", "abc", "Hello, World!", "  two  spaces ", "tab\tand\nnewline\r\n", "vertical\x0btab\x0cform feed", "\x1cfile\x1dgroup\x1erecord\x1funit",
    "no\u00a0break", "em\u2003space", "line\u2028separator", "next\u0085line", "zero\u200bwidth", "\ufeffmark", "ideographic\u3000space",
    "ÄÖÜ Größe", "İstanbul I ı", "ΑΒΓ ΣΑΣ ς", "ЖУК", "ǅ ǈ", "ﬁ ﬂ", "ẞ ß", "K Å", "Ａｂｃ", "日本語 テキスト", "👨‍👩‍👧‍👦 🇩🇪", "e\u0301 é", "क्षि", "שָׁלוֹם", "مرحبا",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𐐀𐐨", "«quotes» “curly” ‘single’ — dash – en", "¡¿", "don't can't", "a-b_c.d,e;f:g", "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'", "x\0y", "\0", "tail\0",
    "1234567890", "-17", "A" * 100, "é" * 40, "\ud7ff\ue000", "\U0010ffff", "mixed CASE Ünd ÀÉÎ", "[UNK]", "a  b\tc\nd",
]  # fmt: skip


def corpus():
    rng = random.Random(20261124)
    ranges = [(1, 0x7F), (0x80, 0x24F), (0x370, 0x4FF), (0x1E00, 0x206F), (0x3000, 0x30FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)]

    def char():
        return chr(rng.randint(*rng.choice(ranges)))

    lengths = [*range(1, 140), 191, 192, 193, 255, 256, 257, 1000]
    ascii_only = ["".join(chr(rng.randint(32, 126)) for _ in range(n)) for n in lengths]
    return ODD + ascii_only + ["".join(char() for _ in range(rng.randint(1, 40))) for _ in range(120)]


def texts(tensor):
    return [t.decode() for t in tensor.numpy()]


def row(text):
    x = tf.constant([text])
    lower, bare = tf.strings.lower(x), tf.strings.regex_replace(x, PUNCTUATION, "")
    words, characters = tf.strings.split(x)[0], tf.strings.unicode_split(x, "UTF-8")[0]
    return {
        "text": text,
        "lower": texts(lower)[0],
        "bare": texts(bare)[0],
        "words": texts(words),
        "characters": len(characters),
        "joined": texts(tf.strings.ngrams(words, (2, 1), separator=" ")) if len(words) < 12 else None,
        "fingerprint": int(tf.fingerprint(x).numpy()[0].view("<u8")[0]).__str__(),
        "fast": int(tf.strings.to_hash_bucket_fast(x, 1_000_003)[0]),
        "strong": [int(tf.strings.to_hash_bucket_strong(x, 1_000_003, key=key)[0]) for key in KEYS],
    }


def crosses():
    rng = random.Random(7)
    rows = []
    for _ in range(60):
        columns = [rng.choice([rng.randint(-(2**63), 2**63 - 1), rng.randint(-9, 9), rng.choice(ODD)]) for _ in range(rng.randint(2, 4))]
        tensors = [tf.constant([[c]], dtype=tf.string if isinstance(c, str) else tf.int64) for c in columns]
        bins = rng.choice([1, 2, 7, 1000, 2**31])
        value = tf.sparse.to_dense(tf.sparse.cross_hashed(tensors, bins)).numpy()[0, 0]
        rows.append({"columns": [c if isinstance(c, str) else {"int": str(c)} for c in columns], "bins": bins, "value": int(value)})
    return rows


def main():
    rows = [row(text) for text in corpus()]
    head = {"tensorflow": tf.__version__, "keys": [[str(k) for k in key] for key in KEYS]}
    lines = ",\n".join("    " + json.dumps(r) for r in rows)
    crossed = ",\n".join("    " + json.dumps(r) for r in crosses())
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(f'{{\n  "versions": {json.dumps(head)},\n  "texts": [\n{lines}\n  ],\n  "crosses": [\n{crossed}\n  ]\n}}\n')
    print(len(rows), OUT.stat().st_size)


if __name__ == "__main__":
    main()
