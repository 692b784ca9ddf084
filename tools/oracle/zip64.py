"""Reads an archive of ours with ZIP64 by Python's zipfile and keeps what it sees: hexadecimal digits come in, `known/zip64.json` comes out.

    python tools/oracle/zip64.py < archive.hex > packages/core/src/artifact/zip/known/zip64.json
"""

import io
import json
import sys
import zipfile

data = bytes.fromhex(sys.stdin.read())
with zipfile.ZipFile(io.BytesIO(data)) as archive:
    assert archive.testzip() is None
    members = [
        {"path": info.filename, "bytes": info.file_size, "offset": info.header_offset, "version": info.extract_version, "extra": info.extra.hex(), "hex": archive.read(info).hex()}
        for info in archive.infolist()
    ]
print(json.dumps({"python": sys.version.split()[0], "archive": data.hex(), "members": members}))
