"""What CPython's json.loads(bytes) makes of a corpus: the expected values of packages/core/src/artifact/json/read-json.test.ts.

Usage: python tools/oracle/json_corpus.py > packages/core/src/artifact/json/known/python-json.json

Each case is [hexadecimal bytes, value], value null where Python refuses. A value is tagged, so that nothing is lost on the way:
["c", null|true|false], ["n", bits of a float64], ["i", decimal digits past 2^53], ["s", UTF-16-BE in hexadecimal], ["l", values], ["d", [key, value] pairs].
"""
import json
import random
import struct
import sys

SAFE = 2**53 - 1


def tagged(value):
    if value is None or isinstance(value, bool):
        return ["c", value]
    if isinstance(value, int) and abs(value) > SAFE:
        return ["i", str(value)]
    if isinstance(value, (int, float)):
        bits = struct.pack(">d", value)
        return ["n", "nan" if value != value else bits.hex()]
    if isinstance(value, str):
        return ["s", value.encode("utf-16-be", "surrogatepass").hex()]
    if isinstance(value, list):
        return ["l", [tagged(item) for item in value]]
    return ["d", [[key.encode("utf-16-be", "surrogatepass").hex(), tagged(item)] for key, item in value.items()]]


def case(data):
    try:
        return [data.hex(), tagged(json.loads(data))]
    except (ValueError, RecursionError):
        return [data.hex(), None]


TEXTS = [
    "", " ", "null", "true", "false", "nul", "nulll", "True", "NaN", "-NaN", "Infinity", "-Infinity", "+Infinity", "-I", "-Infinit", "[NaN,Infinity,-Infinity]",
    "0", "-0", "-0.0", "0.0", "00", "01", "-01", "1.", ".5", "-.5", "1e5", "1E+5", "1e-5", "1e", "1e+", "1.5e3", "-", "--1", "+1", "1e999", "-1e999", "1e-999", "0x10", "1_000", "1 2",
    "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993", "9007199254740993.0", "140616101954000", "1" * 400, "1" * 4300, "1" * 4301, "-" + "9" * 4300, "1" * 5000 + ".0",
    "0." + "1" * 800, "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e308", "1.7976931348623159e308", "0.1", "123456789.123456789e-10",
    '""', '"a"', '"a', "'a'", '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u0041"', '"\\u004cambda"', '"\\u00e9"', '"\\U0041"', '"\\u41"', '"\\u00g1"', '"\\u+041"', '"\\u 041"', '"\\x41"', '"\\a"', '"\\', '"\\u', '"\\u00',
    '"\\ud83d\\ude00"', '"\\ud83d"', '"\\ude00"', '"\\ude00\\ud83d"', '"\\ud83dx"', '"\\ud83d\\u0041"', '"\\ud83d\\ud83d\\ude00"', '"\\u0000"', '"\x00"', '"\x1f"', '"\x7f"', '"\t"', '"\n"', '"\u2028"', '"é€😀"',
    "[]", "[ ]", "[1]", "[1,]", "[,1]", "[1 2]", "[1", "[", "]", "[[[[]]]]", "[[1,[2]],3]", "[1,2,3]]", "[null,true,false]", "\f[]", "\v[]", "\u00a0[]", "[]\u00a0", " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 ] \t\r\n",
    "{}", "{ }", '{"a":1}', '{"a":1,}', '{,"a":1}', "{a:1}", "{'a':1}", '{"a"}', '{"a":}', '{"a" 1}', '{"a":1 "b":2}', "{1:2}", '{"a":1', '{"a"', "{", '{"a":{"b":[{"c":null}]}}', '{"a":1}}', '{"a":1,"b":2,"a":3}', '{"a":[1],"a":{"a":1,"a":2}}',
    '{"":0}', '{"__proto__":{"polluted":true}}', '{"constructor":1,"hasOwnProperty":2,"toString":3}', '{"\\u0061":1,"a":2}', '{"a/b":1,"a~b":2}', '{"b":1,"a":2}', "/* x */ 1", "// x\n1", "1 // x", '{"a":1}\x00', "\x00", "undefined", '"\ufeff"', "\ufeff1",
    '{"class_name":"Lambda","config":{"function":{"class_name":"__lambda__"}}}',
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
BYTES = [
    b"\xff", b'"\xff"', b'"\xc0\x80"', b'"\xc1\xbf"', b'"\xe0\x80\x80"', b'"\xed\xa0\x80"', b'"\xed\xbf\xbf"', b'"\xed\xa0"', b'"\xf0\x80\x80\x80"', b'"\xf4\x8f\xbf\xbf"', b'"\xf4\x90\x80\x80"', b'"\xf5\x80\x80\x80"', b'"\xe2\x82"', b'"\xe2\x82\xac"',
    b"\xef\xbb\xbf\xef\xbb\xbf1", b"\xef\xbb\xbf", b"\xef\xbb", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\x00\x00\xfe\xff\x00\x00\x00", b"\xff\xfe1", b"\xff\xfe1\x00\x20", b"1\x00", b"\x001", b"\x001\x00", b"1\x00\x00", b"1\x00\x00\x00", b"\x00\x00\x001",
    b"\x00\x00", b"\x00\x00\x00", b"\x00\x00\x00\x00", b"\xff\xfe\"\x00\x00\xd8\"\x00", b"\xff\xfe\"\x00\x00\xdc\"\x00", b"\xff\xfe\"\x00\x3d\xd8\x00\xde\"\x00", b"\xff\xfe\"\x00\x00\xd8", b'"\x00\x00\x00\x00\xd8\x00\x00"\x00\x00\x00', b'"\x00\x00\x00\x00\x00\x11\x00"\x00\x00\x00', b'"\x00\x00\x00\xff\xff\x10\x00"\x00\x00\x00',
    b'"\x00\x00\x00\x00\xf6\x01\x00"\x00\x00\x00', b"1\x002\x00", b"\x001\x002",
]


def random_value(rng, depth):
    kind = rng.randrange(8 if depth < 5 else 5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice([0, -1, 2**53, -(2**70), rng.randrange(10**6)])
    if kind == 2:
        return rng.choice([0.5, -0.0, 1e300, float("nan"), float("inf"), rng.random()])
    if kind < 5:
        return "".join(rng.choice(["a", "é", "\u20ac", "\U0001f600", "\n", '"', "\\", "/", "~", "\ud800", "\udfff"]) for _ in range(rng.randrange(4)))
    if kind < 7:
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(["a", "b", "é", "__proto__", ""]): random_value(rng, depth + 1) for _ in range(rng.randrange(4))}


def mutated(rng, data):
    data = bytearray(data)
    for _ in range(rng.randrange(3)):
        if not data:
            break
        at = rng.randrange(len(data))
        how = rng.randrange(4)
        if how == 0:
            data[at] = rng.choice(b'{}[]",:0-+.eE\\u \x00\xff\xd8')
        elif how == 1:
            del data[at]
        elif how == 2:
            data.insert(at, rng.choice(b'{}[]",:09-\\uN'))
        else:
            data[at:at] = data[at : at + 6]
    return bytes(data)


def main():
    rng = random.Random(20260101)
    corpus = list(BYTES)
    for text in TEXTS:
        for encoding in ENCODINGS if len(text) < 40 else ["utf-8"]:
            corpus.append(text.encode(encoding, "surrogatepass"))
    for _ in range(400):
        text = json.dumps(random_value(rng, 0), ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, None, 1]))
        corpus.append(mutated(rng, text.encode(rng.choice(["utf-8"] * 4 + ENCODINGS), "surrogatepass")))
    unique = list(dict.fromkeys(corpus))
    print('{"made": "tools/oracle/json_corpus.py, CPython %s", "cases": [' % sys.version.split()[0])
    print(",\n".join(json.dumps(case(data), separators=(",", ":")) for data in unique))
    print("]}")


main()
