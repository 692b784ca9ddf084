"""Writes the artifacts and the manifest of one family of the scanner's corpus; used by the `family_<family>.py` beside it."""

import json
import pathlib
import shutil

ROOT = pathlib.Path(__file__).parent

# What a hostile artifact would do: create the file that this variable names.
CANARY = "HORNGATE_CANARY"


class Family:
    def __init__(self, name, made):
        self.name, self.made, self.cases = name, made, []
        self.folder = ROOT / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    def hostile(self, name, file, data, cause, expect, advisory=None, loader=None):
        self._add(name, file, data, hostile=True, cause=cause, advisory=advisory, expect=expect, loader=loader)

    def benign(self, name, file, data, expect=()):
        """expect: at most `low`."""
        self._add(name, file, data, hostile=False, expect=list(expect))

    def _add(self, name, file, data, expect, **row):
        """data: bytes of the file, or {path: bytes} where `file` ends with "/"."""
        if any(case["name"] == name or case["file"] == file for case in self.cases):
            raise ValueError(f"{name} is there twice")
        for path, content in data.items() if file.endswith("/") else [("", data)]:
            place = self.folder / file / path if path else self.folder / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        self.cases.append({"name": name, "file": file, **row, "expect": sorted(expect)})

    def write(self):
        rows = ",\n".join("  " + json.dumps(case) for case in self.cases)
        head = json.dumps({"version": 1, "family": self.name, "made": self.made})[:-1]
        (self.folder / "manifest.json").write_text(f'{head}, "cases": [\n{rows}\n]}}\n')
        hostile = sum(case["hostile"] for case in self.cases)
        print(f"{self.name}: {hostile} hostile, {len(self.cases) - hostile} benign")
