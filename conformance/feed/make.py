"""Makes feeds with Python's `tuf` and `securesystemslib`: another writer than ours, for our reader.

    python make.py OUT      writes OUT/<case>/ in the layout of read.py, and OUT/manifest.json with versions and the verdict of `tuf.ngclient`

Keys are made anew each time, and forgotten. Dates are a hundred years off, so that the cases stay what they are.
"""

import datetime
import json
import pathlib
import shutil
import subprocess
import sys

import securesystemslib
import tuf
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

LATER = datetime.datetime(2126, 1, 1, tzinfo=datetime.timezone.utc)
PAST = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
WRITE = JSONSerializer(compact=False)


class Keys:
    def __init__(self):
        self.signers = {role: [CryptoSigner.generate_ed25519() for _ in range(count)] for role, count in (("root", 3), ("targets", 3), ("snapshot", 1), ("timestamp", 1))}

    def root(self, version, *before):
        root = Root(version=version, expires=LATER, consistent_snapshot=True, unrecognized_fields={"x-horngate": {"feed": "python", "root": "test"}})
        for role, signers in self.signers.items():
            for signer in signers:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = 2 if len(signers) > 1 else 1
        return sign(root, [*self.signers["root"], *before])


def sign(signed, signers):
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes(WRITE)


def state(keys, version, expires=LATER, signers=3, advisories=1):
    records = [{"id": f"CVE-2126-{number:04}", "modified": "2026-11-24T00:00:00Z"} for number in range(advisories)]
    data = json.dumps({"version": 1, "asOf": f"2026-11-{10 + version}T00:00:00Z", "advisories": records}).encode()
    target = TargetFile.from_data("advisories.json", data, ["sha256"])
    targets = sign(Targets(version=version, expires=LATER, targets={"advisories.json": target}), keys.signers["targets"][:signers])
    snapshot = sign(Snapshot(version=version, expires=LATER, meta={"targets.json": MetaFile.from_data(version, targets, ["sha256"])}), keys.signers["snapshot"])
    timestamp = sign(Timestamp(version=version, expires=expires, snapshot_meta=MetaFile.from_data(version, snapshot, ["sha256"])), keys.signers["timestamp"])
    return {
        f"metadata/{version}.targets.json": targets,
        f"metadata/{version}.snapshot.json": snapshot,
        "metadata/timestamp.json": timestamp,
        f"targets/{target.hashes['sha256']}.advisories.json": data,
    }


def cases():
    keys, new = Keys(), Keys()
    root = {"metadata/1.root.json": keys.root(1)}
    rotated = {"metadata/2.root.json": new.root(2, *keys.signers["root"])}
    one, two = {**root, **state(keys, 1)}, {**root, **state(keys, 2)}
    other = state(keys, 2, advisories=2)
    mixed = {**two, "metadata/2.targets.json": other["metadata/2.targets.json"]}
    changed = {name: data.replace(b"CVE-2126", b"CVE-2125") if name.startswith("targets/") else data for name, data in two.items()}
    yield "the-next-state", [one, two]
    yield "an-empty-feed", [one, {**root, **state(keys, 2, advisories=0)}]
    yield "all-keys-change", [one, {**root, **rotated, **state(new, 2)}]
    yield "rollback", [one, two, one]
    yield "freeze", [one, {**root, **state(keys, 2, expires=PAST)}]
    yield "mix-and-match", [one, mixed]
    yield "one-signature-of-two", [one, {**root, **state(keys, 2, signers=1)}]
    yield "a-root-of-strangers", [one, {**root, "metadata/2.root.json": new.root(2), **state(new, 2)}]
    yield "a-changed-advisory", [one, changed]


def write(out):
    for name, states in cases():
        shutil.rmtree(out / name, ignore_errors=True)
        for index, files in enumerate(states):
            for path, data in files.items():
                place = out / name / str(index) / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        (out / name / "root.json").write_bytes(states[0]["metadata/1.root.json"])


out = pathlib.Path(sys.argv[1])
write(out)
said = subprocess.run([sys.executable, pathlib.Path(__file__).with_name("read.py"), out], check=True, capture_output=True, text=True)
manifest = {"made by": f"tuf {tuf.__version__}, securesystemslib {securesystemslib.__version__}", **json.loads(said.stdout)}
(out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
