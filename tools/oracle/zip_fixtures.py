"""ZIP archives that CPython's zipfile writes, and what it reads out of them: expected values of packages/core/src/artifact/zip/read-zip.test.ts.

Usage: python tools/oracle/zip_fixtures.py > packages/core/src/artifact/zip/known/python-zip.json

Each case: name, base64 of the archive, members as [name, size, CRC-32, method, hexadecimal SHA-256 of the bytes] in order, or null where zipfile refuses.
"""
import base64
import hashlib
import io
import json
import stat
import struct
import sys
import zipfile

DATE = (2026, 1, 1, 0, 0, 0)


class Pipe(io.RawIOBase):
    """Cannot seek, so zipfile writes data descriptors."""

    def __init__(self):
        self.data = io.BytesIO()

    def writable(self):
        return True

    def write(self, part):
        return self.data.write(bytes(part))


def info(name, method=zipfile.ZIP_STORED, attributes=0o600):
    item = zipfile.ZipInfo(name, DATE)
    item.compress_type = method
    item.external_attr = attributes << 16
    return item


def archive(members, method=zipfile.ZIP_STORED, stream=False, force_zip64=False, comment=b""):
    out = Pipe() if stream else io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.comment = comment
        for name, data in members:
            with target.open(info(name, method), "w", force_zip64=force_zip64) as member:
                member.write(data)
    return (out.data if stream else out).getvalue()


KERAS = [("metadata.json", b'{"keras_version": "3.15.1"}'), ("config.json", b'{"module": "keras", "class_name": "Sequential"}' * 9), ("model.weights.h5", bytes(range(256)) * 8)]


def with_attributes(mode):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(info("a"), b"1")
        target.writestr(info("link", attributes=mode), b"/etc/passwd")
    return out.getvalue()


def folders():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(info("assets/", attributes=0o40755), b"")
        target.writestr(info("assets/vocabulary.txt"), b"a\nb\n")
    return out.getvalue()


def duplicates():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(info("config.json"), b"first")
        sys.stderr = io.StringIO()  # zipfile warns
        target.writestr(info("config.json"), b"second")
    return out.getvalue()


def zip64_end():
    """The end records that zipfile writes past 65,535 members, on a small archive: same bytes, as struct lays them out in zipfile._write_end_record."""
    data = archive(KERAS)
    end = data[-22:]
    count, size, offset = struct.unpack("<HLL", end[10:20])
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + size, 1)
    return data[:-22] + wide + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def cases():
    plain = archive(KERAS)
    yield "as Keras writes it", plain
    yield "deflated", archive(KERAS, zipfile.ZIP_DEFLATED)
    yield "streamed with descriptors", archive(KERAS, stream=True)
    yield "streamed and deflated", archive(KERAS, zipfile.ZIP_DEFLATED, stream=True)
    yield "ZIP64 fields", archive(KERAS, force_zip64=True)
    yield "ZIP64 fields, streamed", archive(KERAS, stream=True, force_zip64=True)
    yield "ZIP64 end records", zip64_end()
    yield "no members", archive([])
    yield "an empty member", archive([("a", b""), ("b", b"1")])
    yield "an empty member, deflated", archive([("a", b"")], zipfile.ZIP_DEFLATED)
    yield "folders", folders()
    yield "UTF-8 names", archive([("größe/字.txt", b"1"), ("é", b"2")])
    yield "an end record inside a stored member", archive([("inner.zip", plain)])
    yield "a comment", archive(KERAS, comment=b"made by hand")
    yield "a duplicate name", duplicates()
    yield "a symbolic link", with_attributes(stat.S_IFLNK | 0o777)
    yield "a device", with_attributes(stat.S_IFCHR | 0o600)
    yield "bytes before", b"#!/bin/sh\n" + plain
    yield "bytes behind", plain + b"\0" * 9
    yield "an end record in the comment", archive(KERAS, comment=archive([("config.json", b"other")])[-22:])
    yield "an archive in the comment", archive(KERAS, comment=archive([("config.json", b"other")]))
    yield "two archives", archive([("config.json", b"other")]) + plain
    yield "traversal", archive([("../a", b"1"), ("b/../../c", b"2")])
    yield "an absolute name", archive([("/etc/cron.d/a", b"1")])
    yield "a backslash", archive([("a\\b", b"1")])
    yield "a drive", archive([("C:/a", b"1")])
    yield "names that collide", archive([("Config.json", b"1"), ("config.json", b"2")])
    yield "Unicode forms that collide", archive([("\u00e9", b"1"), ("e\u0301", b"2")])
    yield "a NUL in a name", plain.replace(b"metadata.json", b"config.json\0x")
    yield "a bomb", archive([("config.json", b"\0" * 300_000)], zipfile.ZIP_DEFLATED)
    yield "bzip2", archive([("a", b"1" * 100)], zipfile.ZIP_BZIP2)
    yield "a CP437 name", archive([("a\u00e9", b"1")]).replace(b"\xc3\xa9", b"\x82\x83").replace(struct.pack("<3H", 20, 0x800, 0), struct.pack("<3H", 20, 0, 0))
    yield "a wrong checksum", plain.replace(b'"Sequential"}', b'"Functional"}', 1)
    yield "cut", plain[:-1]
    yield "cut in the directory", plain[:-40]
    yield "nothing", b""
    yield "not an archive", b"hello world, this is not an archive at all"


def view(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return [member(source, item) for item in source.infolist()]
    except zipfile.BadZipFile:
        return None


def member(source, item):
    try:
        digest = hashlib.sha256(source.read(item)).hexdigest()
    except zipfile.BadZipFile:
        digest = None
    return [item.filename, item.file_size, item.CRC, item.compress_type, digest]


print('{"made": "tools/oracle/zip_fixtures.py, CPython %s", "cases": [' % sys.version.split()[0])
print(",\n".join(json.dumps({"name": name, "zip": base64.b64encode(data).decode(), "members": view(data)}) for name, data in cases()))
print("]}")
