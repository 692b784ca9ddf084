"""Streams of the compressions that models are packed in, written by their own libraries: known answers for packages/core/src/artifact/packed."""

import bz2, gzip, lzma, zlib, base64, json, sys, random, io, hashlib
import zstandard, lz4.frame, py7zr
r = random.Random(7)
text = b"".join(b"layer %d: weights of shape (%d, %d)\n" % (i, r.randrange(512), r.randrange(512)) for i in range(300))
noise = bytes(r.randrange(256) for _ in range(3000))
zeros = bytes(70000)
words = (b"import os; eval(" * 900) + noise[:500]
inputs = {"empty": b"", "one": b"a", "text": text, "noise": noise, "zeros": zeros, "words": words, "runs": b"".join(bytes([i]) * (i + 3) for i in range(256))}
def gz(d):
    b = io.BytesIO()
    with gzip.GzipFile(fileobj=b, mode="wb", filename="model.pkl", mtime=0) as f: f.write(d)
    return b.getvalue()
makers = {
 "gzip": gz,
 "zlib": lambda d: zlib.compress(d, 9),
 "bzip2": bz2.compress,
 "bzip2-1": lambda d: bz2.compress(d, 1),
 "xz": lzma.compress,
 "xz-crc32": lambda d: lzma.compress(d, check=lzma.CHECK_CRC32, preset=0),
 "xz-sha256": lambda d: lzma.compress(d, check=lzma.CHECK_SHA256, preset=9),
 "xz-lclppb": lambda d: lzma.compress(d, filters=[{"id": lzma.FILTER_LZMA2, "lc": 1, "lp": 2, "pb": 4, "dict_size": 4096}]),
 "lzma": lambda d: lzma.compress(d, format=lzma.FORMAT_ALONE),
 "lz4": lz4.frame.compress,
 "lz4-linked": lambda d: lz4.frame.compress(d, block_linked=True, block_size=lz4.frame.BLOCKSIZE_MAX64KB, content_checksum=True, block_checksum=True, compression_level=9),
 "zstd": lambda d: zstandard.ZstdCompressor(level=3, write_checksum=True).compress(d),
 "zstd-19": lambda d: zstandard.ZstdCompressor(level=19).compress(d),
}
out = {"made": {"python": sys.version.split()[0], "zstandard": zstandard.__version__, "lz4": lz4.__version__ if hasattr(lz4,'__version__') else '', "liblzma": "5"}, "cases": []}
for kind, make in makers.items():
    for name, data in inputs.items():
        p = make(data)
        out["cases"].append({"kind": kind.split("-")[0], "name": f"{kind} of {name}", "packed": base64.b64encode(p).decode(), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    if kind in ("gzip", "bzip2", "xz", "lz4", "zstd"):
        p = make(text) + make(words)
        out["cases"].append({"kind": kind, "name": f"{kind}: two streams", "packed": base64.b64encode(p).decode(), "bytes": len(text + words), "sha256": hashlib.sha256(text + words).hexdigest()})
# Words of branches among others: what the filters in front of LZMA2 change.
branches = b"".join(
    (
        bytes([r.randrange(256), r.randrange(256), r.randrange(256), 0xEB]),
        bytes([r.randrange(256), 0xF0 | r.randrange(8), r.randrange(256), 0xF8 | r.randrange(8)]),
        bytes([0x48 | r.randrange(4), r.randrange(256), r.randrange(256), r.randrange(64) * 4 + 1]),
        bytes([0x40, r.randrange(64), r.randrange(256), r.randrange(256)]),
        bytes([0x7F, 0xC0 | r.randrange(64), r.randrange(256), r.randrange(256)]),
        bytes([0xE8, r.randrange(256), r.randrange(256), r.choice([0, 255, 3])]),
        bytes(r.randrange(256) for _ in range(r.choice([4, 4, 4, 1]))),
    )[r.randrange(7)]
    for _ in range(300)
)
chains = {
    "arm": [{"id": lzma.FILTER_ARM}], "armthumb": [{"id": lzma.FILTER_ARMTHUMB}], "powerpc": [{"id": lzma.FILTER_POWERPC}], "sparc": [{"id": lzma.FILTER_SPARC}],
    "x86": [{"id": lzma.FILTER_X86}], "delta 1": [{"id": lzma.FILTER_DELTA, "dist": 1}], "delta 256": [{"id": lzma.FILTER_DELTA, "dist": 256}],
    "delta and arm": [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_ARM}],
    "powerpc from 4096": [{"id": lzma.FILTER_POWERPC, "start_offset": 4096}], "x86 from 4096": [{"id": lzma.FILTER_X86, "start_offset": 4096}],
}
for name, chain in chains.items():
    p = lzma.compress(branches, filters=[*chain, {"id": lzma.FILTER_LZMA2, "preset": 6}])
    out["cases"].append({"kind": "xz", "name": f"xz filtered by {name}", "packed": base64.b64encode(p).decode(), "bytes": len(branches), "sha256": hashlib.sha256(branches).hexdigest()})
json.dump(out, open(sys.argv[1], "w"))
