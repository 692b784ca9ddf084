"""Estimators of the installed scikit-learn by module, as rows of packages/core/src/scanner/pickle/allow-list.ts; classes with a `__setstate__` or `__reduce__` of their own go to stderr, to be read.

Usage: python tools/oracle/sklearn_classes.py
"""

import collections
import sys
import warnings

from sklearn.utils import all_estimators

warnings.simplefilter("ignore")
rows = collections.defaultdict(set)
for _, cls in all_estimators():
    rows[cls.__module__].add(cls.__qualname__)
    for method in ("__setstate__", "__reduce__", "__reduce_ex__"):
        owner = getattr(getattr(cls, method, None), "__qualname__", "").split(".")[0]
        if owner not in ("", "object", "BaseEstimator"):
            print(f"{cls.__module__}.{cls.__qualname__}: {owner}.{method}", file=sys.stderr)
for module, names in sorted(rows.items()):
    print(f"  {{ profile: 'sklearn', module: '{module}', names: '{' '.join(sorted(names))}', may: 'new state', why: ESTIMATOR }},")
