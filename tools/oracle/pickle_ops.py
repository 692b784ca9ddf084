"""Op-codes that CPython's `pickletools.genops` sees: expected values of packages/core/src/artifact/pickle/pickle-reader.test.ts.

Usage: python tools/oracle/pickle_ops.py > packages/core/src/artifact/pickle/known/genops.json
       python tools/oracle/pickle_ops.py --stdin   reads one pickle a line in hexadecimal, and prints what genops says of each
"""

import collections
import datetime
import json
import pickle
import pickletools
import sys

HAND = ["I01\n.", "L123L\n.", "S'a\\x41'\n.", "V\\u0041b\n.", "F1.5\n.", "(I1\nI2\nl.", "(I1\nI2\ndp0\n.", "cos\nsystem\n.", "(ios\nsystem\n.", "(cos\nsystem\no.", "Pkey\n.", "g0\n.", "(1N2(00.", "N(\x91."]
RAW = [b"\x80\x02\x82\x01.", b"\x80\x02\x83\x01\x00.", b"\x80\x02\x84\x01\x00\x00\x00.", b"\x80\x05\x97\x98.", b"\x80\x05\x8e\x03" + bytes(7) + b"abc.", b"\x80\x04\x8d\x02" + bytes(7) + b"ab.", b"T\x02\x00\x00\x00ab.", b"U\x02ab.", b"\x80\x02\x8b\x02\x00\x00\x00\x01\x02.", b"Nj\x00\x01\x00\x00.", b"Nr\x00\x01\x00\x00.", b"\x80\x02\x92.", b"Q.", b"J\xff\xff\xff\xff.", b"X\x02\x00\x00\x00ab.", b"(p0\n2.", b"\x80\x02Nq\x00h\x00\x8b\x01\x00\x00\x00\x01]Ka\x90\x8f\x85s.", b"N(Ne]Na.", b"N)\x81}b."]
VALUE = [1, 300, -5, 10**20, 1.5, "é", "x" * 300, b"ab", b"y" * 300, bytearray(b"c"), None, True, False, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], {}, {1: 2}, {1: 2, 3: 4}, {5}, frozenset([6]), collections.OrderedDict(a=1), datetime.date(2024, 1, 1)]


def ops(data):
    out, end = [], None
    try:
        for opcode, _, at in pickletools.genops(data):
            out.append([opcode.name, at])
    except Exception:
        return {"ops": out, "broken": True}
    return {"ops": out, "broken": False}


if "--stdin" in sys.argv:
    print(json.dumps([ops(bytes.fromhex(row)) for row in sys.stdin.read().split()]))
else:
    data = [pickle.dumps(VALUE, protocol) for protocol in range(6)] + [text.encode("latin1") for text in HAND] + RAW
    rows = [{"hex": one.hex(), **ops(one)} for one in data]
    names = [[opcode.name, ord(opcode.code), opcode.proto] for opcode in pickletools.opcodes]
    print(json.dumps({"python": sys.version.split()[0], "names": names, "pickles": rows}, separators=(",", ":")))
