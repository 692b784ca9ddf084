"""HDF5 files that h5py writes, and what it reads out of them: expected values of packages/core/src/artifact/hdf5/read-hdf5.test.ts.

Usage: python tools/oracle/hdf5_fixtures.py > packages/core/src/artifact/hdf5/known/h5py.json
       python tools/oracle/hdf5_fixtures.py FILE.h5   prints what h5py sees in a file, in the same form (the differential test calls it)

A file is base64 of its zlib form. A view of a file: path to object, in h5py's order of visiting; an object is
{"kind", "attributes": {name: value}} and for datasets {"dtype", "shape", "chunks", "filters", "stored", "value"}.
A value is {"shape", "strings": [...]} or {"shape", "dtype", "hex"} with little-endian elements in C order, or {"empty": true}.
"""
import base64
import io
import json
import sys
import tempfile
import zlib

import h5py
import numpy as np


def value_of(value):
    if isinstance(value, h5py.Empty):
        return {"empty": True}
    array = np.asarray(value)
    if array.dtype.kind == "O" or array.dtype.kind == "S" or array.dtype.kind == "U":
        texts = [item.decode() if isinstance(item, bytes) else str(item) for item in array.ravel()]
        return {"shape": list(array.shape), "strings": texts}
    little = array.astype(array.dtype.newbyteorder("<"))
    return {"shape": list(array.shape), "dtype": little.dtype.name, "hex": little.tobytes().hex()}


FILTERS = {h5py.h5z.FILTER_DEFLATE: "gzip", h5py.h5z.FILTER_SHUFFLE: "shuffle", h5py.h5z.FILTER_FLETCHER32: "fletcher32"}


def dataset_view(item):
    pipeline = item.id.get_create_plist()
    filters = [pipeline.get_filter(n)[0] for n in range(pipeline.get_nfilters())]
    stored = item.id.get_storage_size()
    return {
        "dtype": "string" if item.dtype.kind in "OS" else item.dtype.name,
        "shape": None if item.shape is None else list(item.shape),
        "chunks": item.chunks is not None,
        "filters": [FILTERS.get(one, str(one)) for one in filters],
        "stored": stored,
        "value": value_of(item[()]),
    }


def view(file):
    objects = {}

    def visit(path, item):
        kind = "group" if isinstance(item, h5py.Group) else "dataset" if isinstance(item, h5py.Dataset) else "datatype"
        one = {"kind": kind, "attributes": {name: value_of(item.attrs[name]) for name in item.attrs} if kind != "datatype" else {}}
        if kind == "dataset":
            one.update(dataset_view(item))
        objects["/" + path] = one

    visit("", file)
    file.visititems(visit)
    return objects


def made(fill, **options):
    out = io.BytesIO()
    with h5py.File(out, "w", track_order=False, **options) as file:
        fill(file)
    return out.getvalue()


RNG = np.random.default_rng(7)


def numbers(file):
    for name in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"]:
        data = (RNG.standard_normal((2, 3)) * 50).astype(name) if "float" in name else RNG.integers(0, 100, (2, 3)).astype(name)
        file.create_dataset(name, data=data)
        file.create_dataset(name + "-big-endian", data=data.astype(np.dtype(name).newbyteorder(">")))
    file["extremes"] = np.array([np.iinfo("int64").min, np.iinfo("int64").max])
    file["specials"] = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324])
    file["half specials"] = np.array([np.nan, np.inf, -np.inf, -0.0, 6e-8, 65504], "float16")
    file["bool"] = np.array([[True, False], [False, True]])
    file["scalar"] = np.float32(3.25)
    file["empty"] = h5py.Empty("f4")
    file["no elements"] = np.zeros((0, 5), "f4")
    file["many dimensions"] = np.arange(64, dtype="i2").reshape((2,) * 6)


def strings(file):
    file["fixed"] = np.array([b"a", b"bcd", b"", b"d\xc3\xa9"], "S5")
    file["variable"] = np.array(["a", "", "größe 字 😀", "x" * 300], dtype=h5py.string_dtype())
    file["ascii"] = np.array([b"a", b"b"], dtype=h5py.string_dtype("ascii"))
    file["fixed utf-8"] = np.array(["é".encode(), b"b"], dtype=h5py.string_dtype("utf-8", 8))
    file["one"] = "a string"
    file["matrix"] = np.array([["a", "b"], ["c", "d"]], dtype=h5py.string_dtype())


def attributes(file):
    attrs = file.attrs
    attrs["text"] = "größe"
    attrs["bytes"] = np.bytes_(b"abc")
    attrs["int"] = 7
    attrs["float"] = 0.5
    attrs["big"] = np.uint64(2**64 - 1)
    attrs["half"] = np.float16(1.5)
    attrs["bool"] = True
    attrs["array"] = np.arange(6, dtype="i4").reshape(2, 3)
    attrs["names"] = np.array([b"kernel:0", b"bias:0"])
    attrs["variable names"] = ["a", "bé"]
    attrs["empty"] = h5py.Empty("f4")
    attrs["no names"] = np.zeros((0,))
    attrs["größe"] = 1
    group = file.create_group("many")
    for n in range(40):
        group.attrs["attribute %d" % n] = "value %d" % n * n
    file.create_dataset("data", data=1).attrs["long"] = "x" * 70000


def groups(file):
    for n in range(200):
        file.create_group("layers/dense_%d/vars" % n)
    deep = file
    for n in range(30):
        deep = deep.create_group("deeper")
    file["ünï/字"] = 1
    file["with space/a.b"] = 2


def chunked(file):
    data = (np.arange(7 * 11 * 5) % 97).reshape(7, 11, 5)
    for name, options in {
        "plain": {},
        "gzip": {"compression": "gzip"},
        "shuffled": {"compression": "gzip", "shuffle": True, "compression_opts": 9},
        "checked": {"fletcher32": True},
        "all": {"compression": "gzip", "shuffle": True, "fletcher32": True},
    }.items():
        file.create_dataset(name, data=data.astype("f4"), chunks=(3, 4, 5), **options)
    file.create_dataset("odd bytes", data=np.arange(33, dtype="u1"), chunks=(7,), fletcher32=True)
    file.create_dataset("one dimension", data=np.arange(1000, dtype="i8"), chunks=(64,), compression="gzip")
    file.create_dataset("many chunks", data=np.arange(3000, dtype="i2"), chunks=(10,))
    file.create_dataset("resizable", data=np.arange(12).reshape(3, 4), maxshape=(None, None), chunks=(2, 2))
    file.create_dataset("big-endian", data=np.arange(20, dtype=">f8"), chunks=(6,), shuffle=True)
    file.create_dataset("noise", data=RNG.integers(0, 256, 500).astype("u1"), chunks=(100,), compression="gzip")
    part = file.create_dataset("partly written", shape=(10, 10), dtype="f4", chunks=(4, 4), fillvalue=2.5)
    part[4:8, 4:8] = 1
    file.create_dataset("strings", data=np.array(["a", "bb", "ccc"] * 4, dtype=h5py.string_dtype()), chunks=(5,), compression="gzip")


def unwritten(file):
    file.create_dataset("zeros", shape=(3, 4), dtype="f4")
    file.create_dataset("filled", shape=(5,), dtype="i2", fillvalue=-3)
    file.create_dataset("chunked", shape=(6, 6), dtype="f8", chunks=(3, 3))


def compact(file):
    space = h5py.h5s.create_simple((4,))
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_layout(h5py.h5d.COMPACT)
    item = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, creation)
    item.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(4, dtype="f4"))


def modified(file):
    """Deletions leave gaps, and attributes that grow make continuation blocks."""
    for n in range(20):
        file.create_group("g%02d" % n)
    for n in range(0, 20, 3):
        del file["g%02d" % n]
    item = file.create_dataset("d", data=np.arange(3))
    for n in range(12):
        item.attrs["a%d" % n] = "x" * 20 * n
    for n in range(0, 12, 2):
        del item.attrs["a%d" % n]
    item.attrs["last"] = list("abc")


def others(file):
    """Types that no tensor has."""
    file["compound"] = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    file["complex"] = np.array([1 + 2j])
    file["enum"] = np.array([1], dtype=h5py.enum_dtype({"A": 1, "B": 2}, "i4"))
    file.create_dataset("sequence", (2,), dtype=h5py.vlen_dtype("i4"))[0] = [1, 2]
    h5py.h5d.create(file.id, b"array", h5py.h5t.array_create(h5py.h5t.NATIVE_INT32, (3,)), h5py.h5s.create_simple((2,)))
    file["reference"] = np.array([file.ref], dtype=h5py.ref_dtype)


def hard_links(file):
    file["a"] = 1
    file["b"] = file["a"]
    group = file.create_group("g")
    group["self"] = group
    file["g/root"] = file["/"]


def soft_link(file):
    file["a"] = 1
    file["soft"] = h5py.SoftLink("/a")


def external_link(file):
    file["a"] = 1
    file["external"] = h5py.ExternalLink("/etc/passwd.h5", "/secret")


def external_storage(file):
    file.create_dataset("external", shape=(8,), dtype="u1", external=[("/etc/hostname", 0, 8)])


def virtual(file):
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = h5py.VirtualSource("/tmp/other.h5", "x", shape=(4,))
    file.create_virtual_dataset("virtual", layout)


def dynamic_filter(file):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk((4,))
    creation.set_filter(32000, h5py.h5z.FLAG_OPTIONAL, (1, 2))
    h5py.h5d.create(file.id, b"dynamic", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((8,)), creation)


def scale_offset(file):
    file.create_dataset("scaled", data=np.arange(8), chunks=(4,), scaleoffset=0)


def shape_bomb(file):
    file.create_dataset("bomb", shape=(2**40,), dtype="f4")
    file.create_dataset("chunked bomb", shape=(2**20, 2**20), dtype="f4", chunks=(1024, 1024), compression="gzip")


def named_type(file):
    file["type"] = np.dtype("f4")
    file.create_dataset("typed", data=[1, 2], dtype=file["type"])


READ = [numbers, strings, attributes, groups, chunked, unwritten, compact, modified]
REFUSED = [others, hard_links, soft_link, external_link, external_storage, virtual, dynamic_filter, scale_offset, shape_bomb, named_type]


def keras_file():
    import keras

    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization(), keras.layers.Dense(2, dtype=keras.DTypePolicy("bfloat16"))])
    with tempfile.TemporaryDirectory() as folder:
        model.save_weights(folder + "/keras.weights.h5")
        with open(folder + "/keras.weights.h5", "rb") as file:
            return file.read()


def packed(data):
    return base64.b64encode(zlib.compress(data, 9)).decode()


def print_fixtures():
    print('{"made": "tools/oracle/hdf5_fixtures.py, h5py %s, HDF5 %s",' % (h5py.version.version, h5py.version.hdf5_version))
    print('"read": [')
    files = [(make.__name__, made(make)) for make in READ] + [("user block", made(numbers, userblock_size=1024)), ("keras", keras_file())]
    lines = []
    for name, data in files:
        with h5py.File(io.BytesIO(data), "r") as file:
            lines.append(json.dumps({"name": name, "file": packed(data), "objects": view(file)}, separators=(",", ":"), ensure_ascii=False))
    print(",\n".join(lines))
    print('],\n"refused": [')
    refused = [(make.__name__, made(make)) for make in REFUSED] + [("latest", made(attributes, libver="latest")), ("v108", made(groups, libver=("v108", "v108")))]
    print(",\n".join(json.dumps({"name": name, "file": packed(data)}, separators=(",", ":")) for name, data in refused))
    print("]}")


if len(sys.argv) > 1:
    with h5py.File(sys.argv[1], "r") as opened:
        json.dump(view(opened), sys.stdout, separators=(",", ":"), ensure_ascii=False)
else:
    print_fixtures()
