"""Prints the table of digests that Keras publishes for files which it downloads: packages/core/src/confirm-hash/known/keras.ts.

    python3 tools/known-digests.py path/to/site-packages/keras > packages/core/src/confirm-hash/known/keras.ts && npx biome check --write packages/core/src/confirm-hash/known

The package is read with `ast`, never imported. Names and digests stand in calls of `get_file`, or in tables called WEIGHTS_HASHES of a pair for each variant:
with its top, without. How a file is called by such a table is what RULES says; `--try` asks the real Keras of this Python instead, and compares.
"""

import ast
import os
import re
import sys

RULES = {
    "efficientnet": lambda key: (f"efficientnet{key}.h5", f"efficientnet{key}_notop.h5"),
    "efficientnet_v2": lambda key: tuple(f"efficientnetv2-{key.removeprefix('-')}{end}.h5" for end in ("", "_notop")),
    "convnext": lambda key: (f"{key}.h5", f"{key}_notop.h5"),
    "resnet": lambda key: tuple(f"{key}_weights_tf_dim_ordering_tf_kernels{end}.h5" for end in ("", "_notop")),
    "mobilenet_v3": lambda key: (f"weights_mobilenet_v3_{key}.h5", f"weights_mobilenet_v3_{key}_no_top_v2.h5"),
}
DIGEST = re.compile(r"^(?:[0-9a-f]{32}|[0-9a-f]{64})$")


def text_of(node, constants):
    """A literal, a constant of the module, or the literal end of a text that is put together: an address whose folder is a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    if isinstance(node, (ast.JoinedStr, ast.BinOp)):
        parts = node.values if isinstance(node, ast.JoinedStr) else (node.left, node.right)
        return "".join(text_of(part, constants) or "" for part in parts)
    return None


def named(call, constants):
    """The names in Keras' cache and on its server: NASNet's are not the same."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    digest = text_of(given.get("file_hash"), constants)
    if digest is None or not DIGEST.match(digest):
        return
    for key, place in (("fname", 0), ("origin", 1)):
        name = os.path.basename(text_of(given.get(key, call.args[place] if len(call.args) > place else None), constants) or "")
        if "." in name:
            yield name, digest


def rows_of(path):
    module = os.path.splitext(os.path.basename(path))[0]
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    constants = {}
    # In the order of their lines: a name is what was last written above its use.
    for node in sorted((node for node in ast.walk(tree) if isinstance(node, (ast.Assign, ast.Call))), key=lambda node: node.lineno):
        if isinstance(node, ast.Assign):
            constants[ast.unparse(node.targets[0])] = text_of(node.value, constants)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "get_file":
            yield from named(node, constants)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WEIGHTS_HASHES":
            for key, pair in ast.literal_eval(node.value).items():
                yield from zip(RULES[module](key), pair)


def version_of(keras):
    with open(os.path.join(keras, "src", "version.py"), encoding="utf-8") as file:
        return re.search(r'__version__ = "([^"]+)"', file.read())[1]


def table(keras):
    rows = {}
    for folder in ("applications", "datasets"):
        for name in sorted(os.listdir(os.path.join(keras, "src", folder))):
            if not name.endswith(".py") or name.endswith("_test.py"):
                continue
            for file, digest in rows_of(os.path.join(keras, "src", folder, name)):
                assert rows.get(file, (None, digest))[1] == digest, f"{file} has two digests"
                rows[file] = (f"{folder}/{name[:-3]}", digest)
    return rows


def real():
    """What real Keras would download, asked of itself: `get_file` is taken away, and weights are never made."""
    import keras
    from keras.src.utils import file_utils

    seen = {}

    class Asked(Exception):
        pass

    def ask(fname=None, origin=None, file_hash=None, **_):
        if file_hash is not None:
            seen[os.path.basename(fname)] = seen[os.path.basename(origin)] = file_hash
        raise Asked

    file_utils.get_file = ask
    builders = {name: model for name, model in vars(keras.applications).items() if callable(model)}
    for name, model in sorted(builders.items()):
        small = [{"minimalistic": True}, {"alpha": 0.75}] if name.startswith("MobileNetV3") else []
        for options in [{}, *small]:
            for top in (True, False):
                try:
                    with keras.StatelessScope():
                        model(include_top=top, **options)
                except Asked:
                    pass
                keras.backend.clear_session()
    return seen


def main():
    rows = table(sys.argv[1])
    if "--try" in sys.argv:
        seen = real()
        wrong = {name: digest for name, digest in seen.items() if rows.get(name, (None, None))[1] != digest}
        unseen = sorted(name for name, (module, _) in rows.items() if module.startswith("applications") and name not in seen)
        print(f"{len(seen)} files of real Keras; not in the table: {wrong}; in the table alone: {unseen}")
        sys.exit(1 if wrong else 0)
    print("/**")
    print(" * Digests that Keras publishes for the files which it downloads, by the name under which they are published. Printed by `tools/known-digests.py`.")
    print(" *")
    print(" * Those of 32 digits are MD5: they tell one published file from another, and are no proof against a file that was made to have the same one.")
    print(" */")
    print(f"export const KERAS_PUBLISHED = {{\n  version: {version_of(sys.argv[1])!r},\n  files: {{")
    for name in sorted(rows):
        module, digest = rows[name]
        print(f"    {name!r}: [{digest!r}, {module!r}],")
    print("  },")
    print("} as const satisfies { version: string; files: Readonly<Record<string, readonly [digest: string, module: string]>> };")


main()
