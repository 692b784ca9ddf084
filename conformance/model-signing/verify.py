"""Verifies signatures by Python's model-signing: jobs as JSON on stdin, one verdict a job, null where it verifies. Called by `interop.test.ts`.

Its own guess of how to hash is not used: it cannot read the shards and the `blake2b` that its own writer writes.
"""

import json
import sys

import model_signing


def hashing(job):
    name = {"blake2b": "blake2"}.get(job["algorithm"], job["algorithm"])
    config = model_signing.hashing.Config()
    if job["shardSize"]:
        return config.use_shard_serialization(hashing_algorithm=name, shard_size=job["shardSize"])
    return config.use_file_serialization(hashing_algorithm=name)


def verify(job):
    config = model_signing.verifying.Config()
    if job["mode"] == "key":
        config = config.use_elliptic_key_verifier(public_key=job["trust"])
    else:
        config = config.use_certificate_verifier(certificate_chain=[job["trust"]])
    config.set_hashing_config(hashing(job)).verify(job["model"], job["signature"])


verdicts = []
for job in json.load(sys.stdin):
    try:
        verify(job)
        verdicts.append(None)
    except Exception as error:
        verdicts.append(f"{type(error).__name__}: {error}"[:500])
json.dump(verdicts, sys.stdout)
