"""Archives whose members would be written outside the folder that they are unpacked into, by Python's own tarfile without a filter.

    python conformance/scanner/family_unpack.py

The only file that any of them writes is the canary: beside the folder (`..`), or at the absolute name by which `proved.py` shows its guest the same place.
"""

import gzip
import io
import lzma
import sys
import tarfile

from manifest import Family

family = Family("unpack", {"python": sys.version.split()[0]})

CANARY = "horngate-canary"
ABSOLUTE = f"/tmp/horngate/{CANARY}"
TEXT = b"1,2\n3,4\n"
TRAVERSAL = ["archive/traversal", "critical"]
LINK = ["archive/link", "high"]
DUPLICATE = ["archive/duplicate", "high"]


def tar(*members, form=tarfile.PAX_FORMAT):
    """members: (name, data), or (name, kind, target) for a link."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, what, *target in members:
            info = tarfile.TarInfo(name)
            if target:
                info.type, info.linkname = what, target[0]
            else:
                info.size = len(what)
            archive.addfile(info, None if target else io.BytesIO(what))
    return out.getvalue()


def hostile(name, data, cause, *expect, loader="tarfile", advisory="CVE-2007-4559", ending="tar"):
    family.hostile(f"unpack-{name}", f"{name}.{ending}", data, cause, list(expect), advisory, loader)


SYM, HARD = tarfile.SYMTYPE, tarfile.LNKTYPE
PARENT = tar((f"../{CANARY}", TEXT))
hostile("parent", PARENT, "traversal", TRAVERSAL)
hostile("absolute", tar((ABSOLUTE, TEXT)), "traversal", TRAVERSAL)
hostile("absolute-slashes", tar((f"//tmp/horngate/./{CANARY}", TEXT)), "traversal", TRAVERSAL)
hostile("gnu-long", tar(("./" * 60 + f"../{CANARY}", TEXT), form=tarfile.GNU_FORMAT), "traversal in a long name", TRAVERSAL)
hostile("pax-long", tar(("./" * 60 + f"../{CANARY}", TEXT)), "traversal in an extended header", TRAVERSAL)
hostile("ustar", tar(("./" * 60 + f"../{CANARY}", TEXT), form=tarfile.USTAR_FORMAT), "traversal in a name of two parts", TRAVERSAL)
hostile("behind-honest", tar(("model/table.csv", TEXT), (f"model/../../{CANARY}", TEXT)), "traversal", TRAVERSAL)
hostile("symlink-folder", tar(("weights", SYM, ".."), (f"weights/{CANARY}", TEXT)), "link", LINK, advisory="CVE-2025-4517")
hostile("symlink-absolute", tar(("weights", SYM, "/tmp/horngate"), (f"weights/{CANARY}", TEXT)), "link", LINK)
hostile("symlink-file", tar(("table.csv", SYM, f"../{CANARY}"), ("table.csv", TEXT)), "link", DUPLICATE, LINK)
hostile("symlink-chain", tar(("a/b/up", SYM, "../.."), ("out", SYM, "a/b/up/.."), (f"out/{CANARY}", TEXT)), "link through a link", LINK, advisory="CVE-2025-4330")
hostile("hardlink-to-symlink", tar(("one", SYM, f"../{CANARY}"), ("two", HARD, "one"), ("two", TEXT)), "link through a link", DUPLICATE, LINK)
hostile("gzip", gzip.compress(PARENT, mtime=0), "compression wrapper", TRAVERSAL, ending="tgz")
hostile("xz", lzma.compress(PARENT), "compression wrapper", TRAVERSAL, ending="tar.xz")
hostile("shutil", tar((f"../{CANARY}", b"5,6\n")), "traversal", TRAVERSAL, loader="shutil")
hostile("shutil-symlink", tar(("data", SYM, ".."), (f"data/{CANARY}", TEXT)), "link", LINK, loader="shutil")
hostile("shutil-gzip", gzip.compress(tar((ABSOLUTE, TEXT)), mtime=0), "traversal", TRAVERSAL, loader="shutil", ending="tar.gz")


def benign(name, data, ending="tar"):
    family.benign(f"benign-unpack-{name}", f"benign-{name}.{ending}", data)


benign("canary", tar((CANARY, TEXT)))
benign("folder", tar((f"model/{CANARY}", TEXT), ("model/table.csv", TEXT)))
benign("long", tar(("model/" + "a-rather-long-name-" * 8 + CANARY, TEXT), form=tarfile.GNU_FORMAT))
benign("dots", tar((f"model/..{CANARY}", TEXT), ("model/...", TEXT)))
benign("gzip", gzip.compress(tar((CANARY, TEXT)), mtime=0), ending="tgz")

family.write()
