"""Prints packages/core/src/scanner/skops/types.ts: what skops trusts by default, by what a node does with it.

Run where skops, scikit-learn, scipy and numpy are installed; read the difference before it is committed: each name is a class or function that may be
built, or referred to, without a finding.
"""

import collections
import json
import warnings

warnings.simplefilter("ignore")

import numpy
import scipy
import sklearn
import skops
from skops.io import _scipy, _sklearn, _trusted_types as trusted
from skops.io._utils import get_module


def by_module(names):
    table = collections.defaultdict(set)
    for name in names:
        module, _, last = name.rpartition(".")
        table[module].add(last)
    return {module: " ".join(sorted(table[module])) for module in sorted(table)}


def name(kind):
    return f"{get_module(kind)}.{kind.__name__}"


objects = [
    *trusted.PRIMITIVE_TYPE_NAMES,
    *trusted.CONTAINER_TYPE_NAMES,
    *trusted.SKLEARN_ESTIMATOR_TYPE_NAMES,
    *trusted.SKLEARN_INTERNAL_TYPE_NAMES,
    *trusted.NUMPY_DTYPE_TYPE_NAMES,
    *trusted.NUMPY_RANDOM_BIT_GENERATOR_TYPE_NAMES,
    *[name(kind) for kind in _sklearn.ALLOWED_LOSSES],
    *[f"scipy.sparse.{module}.{kind}" for m in ("bsr", "coo", "csc", "csr", "dia", "dok", "lil") for module in (m, f"_{m}") for kind in (f"{m}_matrix", f"{m}_array")],
    "builtins.dict", "builtins.bytes", "builtins.bytearray", "builtins.slice", "builtins.NoneType",
    "collections.OrderedDict", "collections.defaultdict",
    "numpy.ndarray", "numpy.memmap", "numpy.ma.MaskedArray", "numpy.ma.core.MaskedArray", "numpy.dtype", "numpy.matrix",
    "numpy.random.RandomState", "numpy.random.mtrand.RandomState", "numpy.random.Generator", "numpy.random._generator.Generator",
    "sklearn.tree._tree.Tree", "sklearn.utils._bunch.Bunch", "zoneinfo.ZoneInfo",
]
made = {"skops": skops.__version__, "sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__}
functions = [*trusted.SCIPY_UFUNC_TYPE_NAMES, *trusted.NUMPY_UFUNC_TYPE_NAMES]


def table(what, about, names):
    rows = "\n".join(f"  {json.dumps(module)}: {json.dumps(names)}," for module, names in by_module(names).items())
    return f"/** {about} */\nexport const {what}: Readonly<Record<string, string>> = {{\n{rows}\n}};\n"


versions = ", ".join(f"{library} {version}" for library, version in made.items())
print("// Written by conformance/scanner/skops_types.py; names with blanks between them, by module.\n")
print(table("SKOPS_CLASSES", f"Classes that skops trusts by default ({versions}), with those that its own nodes build.", objects))
print(table("SKOPS_FUNCTIONS", "Functions on numbers that a file may refer to.", functions), end="")
