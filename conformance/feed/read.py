"""Reads feeds by Python's `tuf.ngclient`, from the layout of `cases.ts`: what it says of each, as JSON.

    python read.py CASES    ->  {"client": "tuf 7.0.1", "verdicts": {"name": "ok" | exception}}

A case is a folder with `root.json`, what the client began with, and `0/`, `1/`, …: what it saw, one after the other. The last one is what it is asked about.
"""

import json
import pathlib
import sys
import tempfile
import urllib.parse

import tuf
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater


class Folder(FetcherInterface):
    """From folders alone, so that no server stands between."""

    def _fetch(self, url):
        path = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(url).path))
        if not path.exists():
            raise DownloadHTTPError("not there", 404)
        yield path.read_bytes()


def ask(case, client, source):
    base = source.resolve().as_uri()
    updater = Updater(str(client), f"{base}/metadata/", str(client), f"{base}/targets/", fetcher=Folder(), bootstrap=None)
    target = updater.get_targetinfo("advisories.json")
    if target is None:
        raise LookupError("no target")
    updater.download_target(target, str(client / "out"))


def verdict(case):
    states = sorted((path for path in case.iterdir() if path.is_dir()), key=lambda path: int(path.name))
    with tempfile.TemporaryDirectory() as folder:
        client = pathlib.Path(folder)
        (client / "root.json").write_bytes((case / "root.json").read_bytes())
        for state in states[:-1]:
            ask(case, client, state)
        try:
            ask(case, client, states[-1])
            return "ok"
        except Exception as error:
            return type(error).__name__


cases = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir())
json.dump({"client": f"tuf {tuf.__version__}", "verdicts": {case.name: verdict(case) for case in cases}}, sys.stdout, indent=1)
print()
