"""
Archives, compressed streams and what lies beside models. Benign ones by Python's own modules, py7zr, zstandard, lz4 and Pillow; hostile ones are built
from the formats' specifications, with a harmless payload where a payload matters.

    python conformance/scanner/family_archives.py
"""

import sys

sys.path.append(sys.path.pop(0))  # files beside this one are called like libraries

import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib

import lz4.frame
import PIL
import py7zr
import py7zr.compressor
import py7zr.py7zr
import zstandard
from PIL import Image, PngImagePlugin

from manifest import Family

# The clock and chance stay out of the artifacts: a second run makes the same bytes.
py7zr.py7zr.ArchiveTimestamp.from_now = classmethod(lambda cls: cls.from_datetime(1_700_000_000))
py7zr.compressor.get_random_bytes = lambda count: bytes(range(count))

family = Family(
    "archives",
    {"python": sys.version.split()[0], "py7zr": py7zr.__version__, "zstandard": zstandard.__version__, "lz4": lz4.__version__, "pillow": PIL.__version__},
)

# A pickle of protocol 4 that would run os.system: the stock loader of every container below would hand it on.
PAYLOAD = b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x18touch \"$HORNGATE_CANARY\"\x85R."
CALL = ["pickle/unlisted-call", "critical"]
STRUCTURE = ["archive/structure", "high"]
TRAILING = ["archive/trailing-data", "medium"]
TRAVERSAL = ["archive/traversal", "critical"]
LINK = ["archive/link", "high"]
SPECIAL = ["archive/special-file", "high"]
DUPLICATE = ["archive/duplicate", "high"]
LIMIT = ["scan/limit", "high"]
UNREAD = ["scan/unread", "medium"]
EXTENSION = ["scan/extension", "medium"]
SEVERAL = ["scan/several-formats", "high"]
MISMATCH = ["zip/mismatch", "high"]
ZIP = ["zip/structure", "high"]
PREFIX = ["zip/prefix-data", "high"]

WORDS = b"import os\neval(\n__reduce__\nos.system\nexec(compile(\npickle.loads\n" * 20
NUMBERS = b"".join(b"%d,%d\n" % (n, n * n) for n in range(400))


def gz(data, **options):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0, **options) as stream:
        stream.write(data)
    return out.getvalue()


def tar(*members, form=tarfile.PAX_FORMAT, **options):
    """members: (name, data) or TarInfo with data."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, **options) as archive:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def seven(members, filters=None, **options):
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=filters, **options) as archive:
        for name, data in members:
            archive.writestr(data, name)
    return out.getvalue()


def renamed(old, new):
    """py7zr writes no such names: they are changed in a header that is not packed, and its checksums made true again."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=LZMA2) as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(NUMBERS, old)
    data = bytearray(out.getvalue().replace(old.encode("utf-16le"), new.encode("utf-16le")))
    at, size = struct.unpack_from("<QQ", data, 12)
    struct.pack_into("<I", data, 28, zlib.crc32(data[32 + at : 32 + at + size]))
    struct.pack_into("<I", data, 8, zlib.crc32(data[12:32]))
    return bytes(data)


def wrong_member():
    """The checksum of a member is changed in a header that is not packed, and the header's own made true again."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=COPY) as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(PAYLOAD, "model.pkl")
    data = out.getvalue()
    offset, size = struct.unpack("<QQ", data[12:28])
    header = data[32 + offset : 32 + offset + size]
    digest = struct.pack("<I", zlib.crc32(PAYLOAD))
    assert header.count(digest) == 1
    header = header.replace(digest, struct.pack("<I", zlib.crc32(PAYLOAD) ^ 1))
    start = data[12:28] + struct.pack("<I", zlib.crc32(header))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32 : 32 + offset] + header


LZMA2 = [{"id": py7zr.FILTER_LZMA2, "preset": 6}]
LZMA1 = [{"id": py7zr.FILTER_LZMA}]
COPY = [{"id": py7zr.FILTER_COPY}]
FILTERS = {"delta": py7zr.FILTER_DELTA, "arm": py7zr.FILTER_ARM, "armthumb": py7zr.FILTER_ARMTHUMB, "powerpc": py7zr.FILTER_POWERPC, "sparc": py7zr.FILTER_SPARC}
BCJ = [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2, "preset": 6}]


def zst(data, **options):
    return zstandard.ZstdCompressor(write_checksum=True, **options).compress(data)


def zst_stream(data):
    """As who appends a line at a time to a log: nobody knows how much it will be, so each frame says a window of 8 MB."""
    out = io.BytesIO()
    with zstandard.ZstdCompressor(level=19, write_checksum=True, write_content_size=False).stream_writer(out, closefd=False) as stream:
        stream.write(data[:50])
        stream.write(data[50:])
    return out.getvalue()


def alone(data):
    return lzma.compress(data, format=lzma.FORMAT_ALONE)


PACKERS = {"gzip": (gz, "gz"), "zlib": (zlib.compress, "zlib"), "bzip2": (bz2.compress, "bz2"), "xz": (lzma.compress, "xz"), "lzma": (alone, "lzma"), "lz4": (lz4.frame.compress, "lz4"), "zstd": (zst, "zst")}

# 1 a pickle in each container, and two or three deep

for kind, (pack, ending) in PACKERS.items():
    family.hostile(f"archive-{kind}-pickle", f"{kind}-pickle.pkl.{ending}", pack(PAYLOAD), "compression wrapper", [CALL])
family.hostile("archive-tar-pickle", "pickle.tar", tar(("model.pkl", PAYLOAD)), "nested", [CALL])
family.hostile("archive-tgz-pickle", "pickle.tgz", gz(tar(("model.pkl", PAYLOAD))), "nested", [CALL])
family.hostile("archive-three-deep", "three-deep.tar.xz", lzma.compress(tar(("inner.zip", zipped(("inner.bz2", bz2.compress(PAYLOAD)))))), "nested", [CALL])
family.hostile("archive-zip-gz-pickle", "zip-gz.zip", zipped(("model.pkl.gz", gz(PAYLOAD))), "nested", [CALL])
family.hostile("archive-7z-zst-pickle", "seven-zst.7z", seven([("model.pkl.zst", zst(PAYLOAD))], LZMA2), "nested", [CALL])
for name, filters in {"lzma": LZMA1, "lzma2": LZMA2, "copy": COPY, "bcj": BCJ, "bzip2": [{"id": py7zr.FILTER_BZIP2}], "deflate": [{"id": py7zr.FILTER_DEFLATE}], **{name: [{"id": one}, LZMA2[0]] for name, one in FILTERS.items()}}.items():
    family.hostile(f"archive-7z-{name}-pickle", f"{name}.7z", seven([("readme.txt", NUMBERS), ("model.pkl", PAYLOAD)], filters), "nested", [CALL])
family.hostile("archive-nullifai", "nullifai.pt", seven([("model/data.pkl", PAYLOAD)], LZMA2), "zip differences", [CALL, EXTENSION], "nullifAI")
for name, method in {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}.items():
    family.hostile(f"archive-zip-{name}-pickle", f"method-{name}.zip", zipped(("model.pkl", PAYLOAD), method=method), "compression method", [CALL])

# 2 streams that are cut, damaged or longer than they say

family.hostile("archive-gzip-wrong-crc", "wrong-crc.pkl.gz", gz(PAYLOAD)[:-8] + b"\0\0\0\0" + gz(PAYLOAD)[-4:], "parse error = clean", [CALL, STRUCTURE])
family.hostile("archive-gzip-cut", "cut.pkl.gz", gz(PAYLOAD)[:-8], "parse error = clean", [CALL, STRUCTURE])
family.hostile("archive-gzip-broken-behind", "broken-behind.pkl.gz", gz(PAYLOAD + NUMBERS, compresslevel=0)[:-40], "parse error = clean", [CALL, STRUCTURE, ["pickle/trailing-data", "medium"]])
family.hostile("archive-zlib-wrong-sum", "wrong-sum.pkl.zlib", zlib.compress(PAYLOAD)[:-4] + b"\0\0\0\0", "parse error = clean", [CALL, STRUCTURE])
family.hostile("archive-xz-wrong-check", "wrong-check.pkl.xz", (lambda b: b[:-40] + bytes([b[-40] ^ 255]) + b[-39:])(lzma.compress(PAYLOAD, check=lzma.CHECK_CRC32)), "parse error = clean", [CALL, STRUCTURE])
family.hostile("archive-gzip-trailing-pickle", "trailing-pickle.csv.gz", gz(NUMBERS) + PAYLOAD, "appended", [CALL, TRAILING])
family.hostile("archive-bzip2-trailing-pickle", "trailing-pickle.csv.bz2", bz2.compress(NUMBERS) + PAYLOAD, "appended", [CALL, TRAILING])
def flipped(data, at):
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


CHECKED = {"content_checksum": True, "block_checksum": True, "block_linked": True}
LZ4 = lz4.frame.compress(PAYLOAD, **CHECKED)
# Behind the header of 15 bytes (with the size of the content) stand the size of the block, the block and its checksum; end mark and checksum of the content are last.
for part, at in {"header": 14, "block": len(LZ4) - 12, "content": len(LZ4) - 1}.items():
    family.hostile(f"archive-lz4-wrong-{part}", f"wrong-{part}.pkl.lz4", flipped(LZ4, at), "checksum", [CALL, STRUCTURE])
family.hostile("archive-zstd-wrong-checksum", "wrong-checksum.pkl.zst", flipped(zst(PAYLOAD), -1), "checksum", [CALL, STRUCTURE])
family.hostile("archive-zstd-second-wrong", "second-wrong.pkl.zst", zst(PAYLOAD[:20]) + flipped(zst(PAYLOAD[20:]), -1), "checksum", [CALL, STRUCTURE])
family.hostile("archive-zstd-broken-behind", "broken-behind.pkl.zst", zst(PAYLOAD) + zst(NUMBERS)[:-20], "parse error = clean", [CALL, STRUCTURE])
for check, kind in {"crc64": lzma.CHECK_CRC64, "sha256": lzma.CHECK_SHA256}.items():
    packed = lzma.compress(PAYLOAD, check=kind)
    backward = (struct.unpack("<I", packed[-8:-4])[0] + 1) * 4
    family.hostile(f"archive-xz-wrong-{check}", f"wrong-{check}.pkl.xz", flipped(packed, len(packed) - 12 - backward - 1), "checksum", [CALL, STRUCTURE])
family.hostile("archive-7z-wrong-member", "wrong-member.7z", wrong_member(), "checksum", [CALL, STRUCTURE])
family.hostile("archive-lz4-trailing-pickle", "trailing-pickle.csv.lz4", lz4.frame.compress(NUMBERS) + PAYLOAD, "appended", [CALL, TRAILING])
family.hostile("archive-gzip-second-member", "second-member.pkl.gz", gz(pickle.dumps([1, 2, 3], 4)) + gz(PAYLOAD), "multi-member", [CALL])

# 3 bombs

ZEROS = bytes(3_000_000)
for kind, (pack, ending) in PACKERS.items():
    if kind == "lz4":
        continue  # at most 255 to 1, and so small that it is none
    data = pack(ZEROS)
    family.hostile(f"archive-{kind}-bomb", f"{kind}-bomb.{ending}", data, "bomb", [LIMIT, *([] if kind == "zstd" else [UNREAD])])
family.hostile("archive-nested-bomb", "nested-bomb.gz", gz(gz(ZEROS)), "bomb", [LIMIT, UNREAD])
family.hostile("archive-7z-bomb", "bomb.7z", seven([("zeros", ZEROS)], LZMA2), "bomb", [LIMIT])
family.hostile("archive-zip-bomb", "bomb.zip", zipped(("zeros", ZEROS)), "bomb", [UNREAD, ["zip/ratio", "high"]])
deep = PAYLOAD
for _ in range(12):
    deep = gz(deep)
family.hostile("archive-too-deep", "too-deep.gz", deep, "nesting", [LIMIT])

# 4 tar: names, links, devices, two views

family.hostile("archive-tar-traversal", "traversal.tar", tar(("../../etc/cron.d/x", NUMBERS)), "traversal", [TRAVERSAL], "CVE-2007-4559")
family.hostile("archive-tar-absolute", "absolute.tar", tar(("/etc/cron.d/x", NUMBERS)), "traversal", [TRAVERSAL], "CVE-2007-4559")
family.hostile("archive-tar-gnu-long-traversal", "gnu-long.tar", tar(("../" * 60 + "x", NUMBERS), form=tarfile.GNU_FORMAT), "traversal", [TRAVERSAL])
family.hostile("archive-tar-pax-traversal", "pax-long.tar", tar(("a/" * 60 + "../" * 70 + "x", NUMBERS)), "traversal", [TRAVERSAL])
family.hostile("archive-tar-symlink", "symlink.tar", tar(special("weights", tarfile.SYMTYPE, "../../secret"), ("weights/x", NUMBERS)), "link", [LINK], "CVE-2025-4517")
family.hostile("archive-tar-hardlink", "hardlink.tar", tar(special("weights", tarfile.LNKTYPE, "/etc/shadow")), "link", [LINK])
family.hostile("archive-tar-device", "device.tar", tar(special("null", tarfile.CHRTYPE)), "special file", [SPECIAL])
family.hostile("archive-tar-pipe", "pipe.tar", tar(special("pipe", tarfile.FIFOTYPE)), "special file", [SPECIAL])
family.hostile("archive-tar-duplicate", "duplicate.tar", tar(("model.csv", NUMBERS), ("model.csv", NUMBERS[:100])), "duplicate names", [DUPLICATE])
family.hostile("archive-tar-case", "case.tar", tar(("model.csv", NUMBERS), ("MODEL.csv", NUMBERS[:100])), "duplicate names", [DUPLICATE])
family.hostile("archive-tar-behind-the-end", "behind.tar", tar(("a.csv", NUMBERS)) + tar(("b.pkl", PAYLOAD)), "appended", [CALL, TRAILING])
broken = bytearray(tar(("a.pkl", PAYLOAD), ("b.csv", NUMBERS)))
broken[1024 + 148] ^= 1
family.hostile("archive-tar-wrong-checksum", "wrong-checksum.tar", bytes(broken), "parse error = clean", [CALL, STRUCTURE])
family.hostile("archive-tar-cut", "cut.tar", tar(("a.pkl", PAYLOAD), ("b.csv", NUMBERS))[:2600], "parse error = clean", [CALL, STRUCTURE])
# Who follows the extended header sees one member of 1024 bytes; who follows the plain one sees an empty member, and then the pickle.
two = tarfile.TarInfo("outer.csv")
two.pax_headers = {"size": "1024"}
smuggled = two.tobuf(tarfile.PAX_FORMAT) + tar(("inner.pkl", PAYLOAD))[:1024] + bytes(1024)
family.hostile("archive-tar-two-sizes", "two-sizes.tar", smuggled, "two views", [["archive/mismatch", "high"], CALL, EXTENSION], "CVE-2025-62518")

# 5 7z: names, links, what is not read

family.hostile("archive-7z-traversal", "traversal.7z", renamed("aaaaaaaaaaa", "../../x.csv"), "traversal", [TRAVERSAL])
family.hostile("archive-7z-duplicate", "duplicate.7z", seven([("a.csv", NUMBERS), ("A.csv", NUMBERS)], LZMA2), "duplicate names", [DUPLICATE])
family.hostile("archive-7z-encrypted", "encrypted.7z", seven([("model.pkl", PAYLOAD)], password="horngate"), "encryption", [UNREAD])
family.hostile("archive-7z-ppmd", "ppmd.7z", seven([("model.pkl", PAYLOAD)], [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}]), "compression method", [UNREAD])
family.hostile("archive-7z-trailing-pickle", "trailing.7z", seven([("a.csv", NUMBERS)], LZMA2) + PAYLOAD, "appended", [CALL, TRAILING])
family.hostile("archive-7z-wrong-start", "wrong-start.7z", (lambda b: b[:8] + b"\0\0\0\0" + b[12:])(seven([("a.csv", NUMBERS)], LZMA2)), "parse error = clean", [STRUCTURE])
family.hostile("archive-7z-damaged", "damaged.7z", (lambda b: b[:60] + b"\xff" * 8 + b[68:])(seven([("a.csv", NUMBERS)], LZMA2)), "parse error = clean", [STRUCTURE])

# 6 zip: both views


def local(name, data, flags=0, method=0, crc=None, size=None, plain=None):
    """plain: what comes out of packed data."""
    plain = data if plain is None else plain
    crc = zlib.crc32(plain) if crc is None else crc
    size = len(data) if size is None else size
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, method, 0, 33, crc, size, len(plain), len(name), 0) + name + data


def central(name, data, offset, flags=0, method=0, crc=None, plain=None):
    plain = data if plain is None else plain
    crc = zlib.crc32(plain) if crc is None else crc
    return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flags, method, 0, 33, crc, len(data), len(plain), len(name), 0, 0, 0, 0, 0, offset) + name


def end(count, size, offset, comment=b""):
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, offset, len(comment)) + comment


def views(locals_, centrals, prefix=b""):
    """locals_: byte strings one behind the other; centrals: of (name, data, index of its local, options)."""
    offsets, at = [], len(prefix)
    for one in locals_:
        offsets.append(at)
        at += len(one)
    directory = b"".join(central(name, data, offsets[index], **options) for name, data, index, options in centrals)
    return prefix + b"".join(locals_) + directory + end(len(centrals), len(directory), at)


A = (b"a.csv", NUMBERS)
AS_TEXT = ("a.csv", NUMBERS)
family.hostile("archive-zip-hidden-local", "hidden-local.zip", views([local(*A), local(b"model.pkl", PAYLOAD)], [(*A, 0, {})]), "two views", [CALL, ZIP])
family.hostile("archive-zip-local-name", "local-name.zip", views([local(b"model.pkl", PAYLOAD)], [(b"data.txt", PAYLOAD, 0, {})]), "two views", [CALL, EXTENSION, MISMATCH], "CVE-2025-1944")
family.hostile("archive-zip-flag-bits", "flag-bits.zip", views([local(b"model.pkl", PAYLOAD)], [(b"model.pkl", PAYLOAD, 0, {"flags": 1})]), "two views", [CALL, MISMATCH, ["zip/encrypted", "medium"]], "CVE-2025-1945")
family.hostile("archive-zip-local-flag-bits", "local-flag-bits.zip", views([local(b"model.pkl", PAYLOAD, flags=1)], [(b"model.pkl", PAYLOAD, 0, {})]), "two views", [CALL, MISMATCH], "CVE-2025-1945")
family.hostile("archive-zip-wrong-crc", "wrong-crc.zip", views([local(b"model.pkl", PAYLOAD, crc=1)], [(b"model.pkl", PAYLOAD, 0, {"crc": 1})]), "two views", [CALL, MISMATCH], "CVE-2025-10156")
family.hostile("archive-zip-prefix", "prefix.zip", PAYLOAD + zipped(AS_TEXT), "prefix", [CALL, SEVERAL, PREFIX, EXTENSION, ["pickle/trailing-data", "medium"]])
family.hostile("archive-zip-two-archives", "two-archives.zip", zipped(("model.pkl", PAYLOAD)) + zipped(AS_TEXT), "prefix", [CALL, PREFIX, ZIP])
first = views([local(b"model.pkl", PAYLOAD)], [(b"model.pkl", PAYLOAD, 0, {})])
family.hostile("archive-zip-second-end", "second-end.zip", first + views([local(*A)], [(*A, 0, {})]), "second EOCD", [CALL, PREFIX, ZIP])
family.hostile("archive-zip-duplicate", "duplicate.zip", views([local(b"a.csv", NUMBERS[:50]), local(*A)], [(b"a.csv", NUMBERS[:50], 0, {}), (*A, 1, {})]), "duplicate names", [["zip/duplicate", "high"]])
inner = local(b"model.pkl", PAYLOAD)
overlapping = local(b"a.zip", inner)
directory = central(b"a.zip", inner, 0) + central(b"model.pkl", PAYLOAD, len(overlapping) - len(inner))
family.hostile("archive-zip-overlap", "overlap.zip", overlapping + directory + end(2, len(directory), len(overlapping)), "overlap", [CALL, ZIP])
family.hostile("archive-zip-trailing-pickle", "trailing-pickle.zip", zipped(("a.csv", NUMBERS)) + PAYLOAD, "appended", [["zip/trailing-data", "high"]])
family.hostile("archive-zip-traversal", "traversal.zip", zipped(("../../x.csv", NUMBERS)), "traversal", [["zip/traversal", "critical"]])
link = zipfile.ZipInfo("weights")
link.external_attr = 0o120777 << 16
link.create_system = 3
family.hostile("archive-zip-link", "link.zip", zipped((link, b"../../secret")), "link", [["zip/link", "high"]])
family.hostile("archive-zip-unknown-method", "unknown-method.zip", views([local(b"a.pkl", PAYLOAD, method=98)], [(b"a.pkl", PAYLOAD, 0, {"method": 98})]), "compression method", [UNREAD, ["zip/structure", "medium"]])
family.hostile("archive-zip-no-directory", "no-directory.zip", local(b"model.pkl", PAYLOAD) + local(*A), "parse error = clean", [CALL, ZIP])



def zip_xz(packed):
    return views([local(b"model.pkl", packed, method=95, plain=PAYLOAD)], [(b"model.pkl", packed, 0, {"method": 95, "plain": PAYLOAD})])


XZ = lzma.compress(PAYLOAD, check=lzma.CHECK_CRC64)
family.hostile("archive-zip-xz-pickle", "method-xz.zip", zip_xz(XZ), "compression method", [CALL])
family.hostile("archive-zip-xz-wrong-check", "method-xz-wrong.zip", zip_xz(flipped(XZ, len(XZ) - 12 - (struct.unpack("<I", XZ[-8:-4])[0] + 1) * 4 - 1)), "checksum", [CALL, MISMATCH])

# 7 pictures and programs

picture = Image.new("RGB", (12, 9), (200, 30, 90))


def image(form, source=picture, **options):
    out = io.BytesIO()
    source.save(out, form, **options)
    return out.getvalue()


for form, ending in {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}.items():
    family.hostile(f"archive-{ending}-trailing-pickle", f"trailing-pickle.{ending}", image(form) + PAYLOAD, "appended", [CALL, TRAILING])
    family.hostile(f"archive-{ending}-cut", f"cut.{ending}", image(form)[:-6], "damaged", [STRUCTURE])
family.hostile("archive-png-zip", "both.png", image("PNG") + zipped(("model.pkl", PAYLOAD)), "two formats", [CALL, PREFIX, SEVERAL, TRAILING])
family.hostile("archive-png-is-pickle", "is-pickle.png", PAYLOAD, "extension decides", [CALL, EXTENSION])
family.hostile("archive-csv-is-tar", "is-tar.csv", tar(("a.pkl", PAYLOAD)), "extension decides", [CALL, EXTENSION])
family.hostile("archive-safetensors-is-pickle", "is-pickle.safetensors", PAYLOAD, "extension decides", [CALL, EXTENSION])
family.hostile("archive-bin-is-gzip-pickle", "pytorch_model.bin", gz(PAYLOAD), "extension decides", [CALL], "CVE-2025-10155")
ELF = b"\x7fELF\x02\x01\x01" + bytes(57)
PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(100)
family.hostile("archive-elf", "op.so", ELF, "program", [["code/program", "high"], ["scan/source-code", "low"]])
family.hostile("archive-elf-in-zip", "elf.zip", zipped(("lib/op", ELF)), "program", [["code/program", "high"]])
family.hostile("archive-pe", "setup.exe", PE, "program", [["code/program", "high"]])
family.hostile("archive-mach-o", "op", b"\xcf\xfa\xed\xfe" + bytes(60), "program", [["code/program", "high"]])
family.hostile("archive-script", "install", b"#!/bin/sh\ntouch \"$HORNGATE_CANARY\"\n", "script", [["code/script", "medium"]])
family.benign("archive-python", "modeling_custom.py", b"import os\n\n\ndef run():\n    return 1\n", [["scan/source-code", "low"]])
family.benign("archive-python-in-tar", "python.tar", tar(("model/setup.py", b"import os\n")), [["scan/source-code", "low"]])

# 8 benign

HARMLESS = pickle.dumps({"words": ["import os", "eval(", "__reduce__"], "n": [1, 2.5, None]}, 4)
for kind, (pack, ending) in PACKERS.items():
    family.benign(f"benign-{kind}-text", f"words-{kind}.txt.{ending}", pack(WORDS))
    family.benign(f"benign-{kind}-pickle", f"values-{kind}.pkl.{ending}", pack(HARMLESS))
family.benign("benign-gzip-members", "members.csv.gz", gz(NUMBERS) + gz(NUMBERS))
family.benign("benign-gzip-zeros-behind", "zeros-behind.csv.gz", gz(NUMBERS) + bytes(100))
family.benign("benign-gzip-stored", "stored.csv.gz", gz(NUMBERS, compresslevel=0))
family.benign("benign-bzip2-streams", "streams.csv.bz2", bz2.compress(NUMBERS) + bz2.compress(NUMBERS))
family.benign("benign-xz-streams", "streams.csv.xz", lzma.compress(NUMBERS) + bytes(8) + lzma.compress(NUMBERS))
family.benign("benign-xz-sha256", "sha256.csv.xz", lzma.compress(NUMBERS, check=lzma.CHECK_SHA256))
family.benign("benign-xz-crc32", "crc32.csv.xz", lzma.compress(NUMBERS, check=lzma.CHECK_CRC32))
family.benign("benign-lz4-checked", "checked.csv.lz4", lz4.frame.compress(NUMBERS, content_checksum=True, block_checksum=True, block_linked=True, compression_level=9))
family.benign("benign-zstd-appended", "appended.csv.zst", b"".join(zst_stream(NUMBERS[at : at + 100]) for at in range(0, 2000, 100)))
family.benign("benign-zstd-19", "level-19.csv.zst", zst(NUMBERS, level=19))
for name, form in {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}.items():
    family.benign(f"benign-tar-{name}", f"{name}.tar", tar(("model/readme.md", WORDS), ("model/values.pkl", HARMLESS), ("model/table.csv", NUMBERS), form=form))
long = "model/" + "a-rather-long-name-" * 8 + ".csv"
family.benign("benign-tar-gnu-long", "gnu-long-name.tar", tar((long, NUMBERS), form=tarfile.GNU_FORMAT))
family.benign("benign-tar-pax-long", "pax-long-name.tar", tar((long, NUMBERS), ("modèle/été.csv", NUMBERS)))
folder = tarfile.TarInfo("model")
folder.type = tarfile.DIRTYPE
family.benign("benign-tar-folder", "folder.tar", tar((folder, b""), ("model/a.csv", NUMBERS)))
family.benign("benign-tgz", "model.tgz", gz(tar(("model/readme.md", WORDS), ("model/table.csv", NUMBERS))))
family.benign("benign-tar-xz", "model.tar.xz", lzma.compress(tar(("model/table.csv", NUMBERS))))
family.benign("benign-tar-zst", "model.tar.zst", zst(tar(("model/table.csv", NUMBERS))))
family.benign("benign-tar-empty-member", "empty-member.tar", tar(("notes.csv", NUMBERS), ("more/notes.md", WORDS)))
for name, filters in {"lzma": LZMA1, "lzma2": LZMA2, "copy": COPY, "default": None}.items():
    family.benign(f"benign-7z-{name}", f"benign-{name}.7z", seven([("readme.md", WORDS), ("table.csv", NUMBERS), ("values.pkl", HARMLESS)], filters))
for name, method in {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}.items():
    family.benign(f"benign-zip-{name}", f"benign-{name}.zip", zipped(("readme.md", WORDS), ("table.csv", NUMBERS), ("values.pkl", HARMLESS), method=method))
family.benign("benign-zip-in-zip", "zip-in-zip.zip", zipped(("inner.zip", zipped(("table.csv", NUMBERS))), method=zipfile.ZIP_STORED))
for form, ending in {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}.items():
    family.benign(f"benign-{ending}", f"picture.{ending}", image(form))
notes = PngImagePlugin.PngInfo()
notes.add_text("Comment", WORDS.decode())
family.benign("benign-png-text", "text.png", image("PNG", pnginfo=notes))
family.benign("benign-png-16-bit", "sixteen.png", image("PNG", Image.new("I;16", (5, 5), 40000)))
family.benign("benign-png-animated", "animated.png", image("PNG", save_all=True, append_images=[Image.new("RGB", (12, 9), (n, n, n)) for n in range(3)]))
family.benign("benign-jpeg-cmyk", "cmyk.jpg", image("JPEG", Image.new("CMYK", (9, 9))))
family.benign("benign-jpeg-progressive", "progressive.jpg", image("JPEG", progressive=True, comment=WORDS[:200]))
family.benign("benign-gif-animated", "animated.gif", image("GIF", save_all=True, append_images=[Image.new("RGB", (12, 9), (n * 9, n, n)) for n in range(3)], duration=50))
family.benign("benign-webp-lossless", "lossless.webp", image("WEBP", lossless=True))
family.benign("benign-licence", "LICENSE", b"Permission is hereby granted, free of charge, to any person obtaining a copy\n" * 20)
family.benign("benign-readme", "README.md", "# Modèle\n\n```python\nimport os\neval(\"1\")\n```\n".encode() * 5)
family.benign("benign-csv", "words.csv", WORDS + NUMBERS)

family.write()
