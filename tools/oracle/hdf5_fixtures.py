"""HDF5 files that h5py writes, and what it reads out of them: expected values of packages/core/src/artifact/hdf5/read-hdf5.test.ts.

Usage: python tools/oracle/hdf5_fixtures.py > packages/core/src/artifact/hdf5/known/h5py.json
       python tools/oracle/hdf5_fixtures.py --newer > packages/core/src/artifact/hdf5/known/h5py-newer.json   (superblocks 2 and 3)
       python tools/oracle/hdf5_fixtures.py --links N FILE.h5   writes a file with N links in a group, and prints nothing
       python tools/oracle/hdf5_fixtures.py --large > packages/core/src/artifact/hdf5/known/large.json   the parts of a sparse file of 6 GiB
       python tools/oracle/hdf5_fixtures.py --views FILE.h5...   writes FILE.h5.json for each, from a process of its own: what h5py sees, or its error
       python tools/oracle/hdf5_fixtures.py FILE.h5   prints what h5py sees in a file, in the same form (the differential test calls it)

A file is base64 of its zlib form, and so is the JSON text of `packed` objects. A view of a file: path to object, in h5py's order of visiting; an object is
{"kind", "attributes": {name: value}} and for datasets {"dtype", "shape", "chunks", "filters", "stored", "value"}.
A value is {"shape", "strings": [...]} or {"shape", "dtype", "hex"} with little-endian elements in C order, or {"empty": true}.
"""
import base64
import io
import json
import os
import resource
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


def made(fill, track_order=False, **options):
    with tempfile.NamedTemporaryFile() as out:
        with h5py.File(out.name, "w", track_order=track_order, **options) as file:
            fill(file)
        return out.read()


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


def few_links(file):
    file.create_group("a/b")
    file["x"] = np.arange(3)
    file.attrs["one"] = 1
    file.create_group("empty")


def dense_links(file):
    """More than a root direct block holds: indirect blocks, and B-trees with inner nodes."""
    group = file.create_group("group")
    for n in range(1500):
        group.create_group("link number %d %s" % (n, "x" * (n % 50)))
    for n in range(0, 1500, 3):
        del group["link number %d %s" % (n, "x" * (n % 50))]
    wide = file.create_group("wide names")
    for n in range(12):
        wide.create_group("%d " % n + "long name " * 400)


def dense_attributes(file):
    for n in range(600):
        file.attrs["attribute %d" % n] = "value %d" % n if n % 2 else np.arange(n % 40, dtype="i2")
    item = file.create_dataset("data", data=np.arange(4))
    item.attrs["huge"] = np.arange(20000, dtype="f4")
    item.attrs["larger than managed"] = "y" * 5000
    item.attrs["fixed, larger than managed"] = np.bytes_(b"z" * 5000)
    item.attrs["names"] = [b"name %d" % n for n in range(1000)]
    item.attrs["none"] = h5py.Empty("f4")
    item.attrs["flag"] = np.array([True, False])
    group = file.create_group("deleted")
    for n in range(40):
        group.attrs["attribute %d" % n] = "x" * n * 20
    for n in range(0, 40, 3):
        del group.attrs["attribute %d" % n]


def compact_again(file):
    """Dense storage that became compact again."""
    group = file.create_group("group")
    for n in range(20):
        group.create_group("g%d" % n)
        group.attrs["a%d" % n] = n
    for n in range(18):
        del group["g%d" % n]
        del group.attrs["a%d" % n]


def committed(file):
    file["type"] = np.dtype("f4")
    file["text type"] = h5py.string_dtype()
    file.create_dataset("typed", data=[1, 2], dtype=file["type"])
    file.create_dataset("texts", data=["a", "b"], dtype=file["text type"])
    file.attrs.create("attribute", [1.5, 2.5], dtype=file["type"])


def early(file, name, shape, chunk, dtype="i2"):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk(chunk)
    creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    item = h5py.h5d.create(file.id, name, h5py.h5t.py_create(np.dtype(dtype)), h5py.h5s.create_simple(shape), creation)
    item.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(np.prod(shape), dtype=dtype).reshape(shape))


def chunk_indexes(file):
    """Each index of a version 4 layout, plain and filtered, with pages where an array has them."""
    data = (np.arange(7 * 11 * 5) % 97).reshape(7, 11, 5).astype("f4")
    file.create_dataset("single", data=data, chunks=(7, 11, 5))
    file.create_dataset("single, filtered", data=data, chunks=(7, 11, 5), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("single, larger", data=data[:, 0, 0], chunks=(9,), maxshape=(9,))
    early(file, b"implicit", (7, 10), (3, 4))
    file.create_dataset("fixed", data=data, chunks=(3, 4, 5))
    file.create_dataset("fixed, filtered", data=data, chunks=(3, 4, 2), compression="gzip")
    file.create_dataset("fixed, can grow", data=data, chunks=(3, 4, 5), maxshape=(20, 30, 7))
    file.create_dataset("fixed, paged", data=np.arange(3000, dtype="u1"), chunks=(1,))
    part = file.create_dataset("fixed, partly written", shape=(5000,), dtype="i2", chunks=(2,), fillvalue=-1, compression="gzip")
    part[3000:3010] = 7
    file.create_dataset("extensible", data=data, chunks=(3, 4, 5), maxshape=(None, 11, 5))
    file.create_dataset("extensible, last axis", data=data, chunks=(3, 4, 2), maxshape=(7, 20, None))
    file.create_dataset("extensible, middle", data=data, chunks=(3, 4, 2), maxshape=(7, None, 9), compression="gzip")
    file.create_dataset("extensible, long", data=np.arange(3000, dtype="i2"), chunks=(1,), maxshape=(None,))
    grown = file.create_dataset("extensible, paged", shape=(140000,), dtype="u1", chunks=(1,), maxshape=(None,), fillvalue=9)
    grown[139990:] = np.arange(10)
    grown[5] = 5
    shrunk = file.create_dataset("extensible, shrunk", data=np.arange(400, dtype="i4"), chunks=(3,), maxshape=(None,))
    shrunk.resize((100,))
    file.create_dataset("tree", data=data, chunks=(3, 4, 2), maxshape=(None, None, 5))
    file.create_dataset("tree, filtered", data=data, chunks=(3, 4, 2), maxshape=(None, None, None), compression="gzip", fletcher32=True)
    file.create_dataset("tree, deep", data=np.arange(1600, dtype="i2").reshape(40, 40), chunks=(1, 1), maxshape=(None, None))
    file.create_dataset("no elements", shape=(0, 3), maxshape=(None, None), chunks=(2, 2), dtype="f4")


READ = [numbers, strings, attributes, groups, chunked, unwritten, compact, modified, committed]
REFUSED = [others, hard_links, soft_link, external_link, external_storage, virtual, dynamic_filter, scale_offset, shape_bomb]
NEWER = [numbers, strings, attributes, chunked, unwritten, compact, modified, few_links, dense_links, dense_attributes, compact_again, committed, chunk_indexes]
LATEST = {"libver": "latest"}
V108 = {"libver": ("v108", "v108")}
ORDERED = {"libver": "latest", "track_order": True}
OTHERWISE = [
    ("few links of 1.8", few_links, V108),
    ("attributes of 1.8", attributes, V108),
    ("groups of 1.8", groups, V108),
    ("chunked of 1.10", chunked, {"libver": ("v110", "v110")}),
    ("strings of 1.12", strings, {"libver": ("v112", "v112")}),
    ("compact of 1.14", compact, {"libver": ("v114", "v114")}),
    ("modified, in order of creation", modified, ORDERED),
    ("attributes, in order of creation", attributes, ORDERED),
    ("groups, in order of creation", groups, ORDERED),
    ("earliest, in order of creation", modified, {"track_order": True}),
    ("few links behind a user block", few_links, {"libver": "latest", "userblock_size": 512}),
    ("few links in pages", few_links, {"libver": "latest", "fs_strategy": "page", "fs_persist": True}),
]
NEWER_REFUSED = [others, hard_links, soft_link, external_link, external_storage, virtual, dynamic_filter, scale_offset, shape_bomb]


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


def shown(data, pack):
    with h5py.File(io.BytesIO(data), "r") as file:
        objects = view(file)
    text = lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return {"packed": packed(text(objects).encode())} if pack else {"objects": objects}


def print_fixtures(files, refused, pack=False):
    print('{"made": "tools/oracle/hdf5_fixtures.py, h5py %s, HDF5 %s",' % (h5py.version.version, h5py.version.hdf5_version))
    print('"read": [')
    lines = []
    for name, data in files:
        lines.append(json.dumps({"name": name, "file": packed(data), **shown(data, pack)}, separators=(",", ":"), ensure_ascii=False))
    print(",\n".join(lines))
    print('],\n"refused": [')
    print(",\n".join(json.dumps({"name": name, "file": packed(data)}, separators=(",", ":")) for name, data in refused))
    print("]}")


def named(makers, **options):
    return [(make.__name__, made(make, **options)) for make in makers]


def print_older():
    print_fixtures(named(READ) + [("user block", made(numbers, userblock_size=1024)), ("keras", keras_file())], named(REFUSED))


def print_newer():
    print_fixtures(named(NEWER, **LATEST) + [(name, made(make, **options)) for name, make, options in OTHERWISE], named(NEWER_REFUSED, **LATEST), pack=True)


def write_links(count, path):
    with h5py.File(path, "w", libver="latest") as file:
        group = file.create_group("group")
        group["target"] = 1
        for n in range(count):
            group["link %d" % n] = group["target"]


def print_large():
    """A data set of 5 GiB that nobody wrote, with others before and behind it: addresses past 2^32."""
    parts = []
    with tempfile.NamedTemporaryFile() as out:
        with h5py.File(out.name, "w", libver="latest") as file:
            file["before"] = np.arange(5, dtype="f4")
            creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
            creation.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
            h5py.h5d.create(file.id, b"large", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((5 * 2**28,)), creation)
            file["behind"] = np.arange(7, dtype="f8")
            file.create_dataset("chunks behind", data=np.arange(40, dtype="i2"), chunks=(8,), compression="gzip")
            file["behind"].attrs["text"] = "behind"
        size, at = os.path.getsize(out.name), 0
        with open(out.name, "rb") as file:
            while at < size:
                try:
                    start = os.lseek(file.fileno(), at, os.SEEK_DATA)
                except OSError:
                    break
                at = os.lseek(file.fileno(), start, os.SEEK_HOLE)
                parts.append([start, packed(os.pread(file.fileno(), at - start, start))])
        with h5py.File(out.name) as file:
            behind = {path: {**dataset_view(file[path]), "kind": "dataset", "attributes": {k: value_of(v) for k, v in file[path].attrs.items()}} for path in ("before", "behind", "chunks behind")}
    json.dump({"made": "tools/oracle/hdf5_fixtures.py --large", "size": size, "parts": parts, "objects": behind}, sys.stdout, separators=(",", ":"))


def write_views(paths):
    for path in paths:
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (5, 5))  # libhdf5 does not come to an end with every file
            try:
                with h5py.File(path, "r") as file:
                    answer = {"objects": view(file)}
            except BaseException as error:
                answer = {"error": "%s: %s" % (type(error).__name__, error)}
            with open(path + ".json", "w") as out:
                json.dump(answer, out, separators=(",", ":"), ensure_ascii=False)
            os._exit(0)
        os.waitpid(child, 0)  # a file that crashed it has no answer


if sys.argv[1:2] == ["--large"]:
    print_large()
elif sys.argv[1:2] == ["--views"]:
    write_views(sys.argv[2:])
elif sys.argv[1:2] == ["--newer"]:
    print_newer()
elif sys.argv[1:2] == ["--links"]:
    write_links(int(sys.argv[2]), sys.argv[3])
elif len(sys.argv) > 1:
    with h5py.File(sys.argv[1], "r") as opened:
        json.dump(view(opened), sys.stdout, separators=(",", ":"), ensure_ascii=False)
else:
    print_older()
